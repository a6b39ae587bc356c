"""/admin/news/article/<id>/review/: the text as it reads, and what may be decided about it."""

import pytest

from news.desk import reviewing, revising
from tests.factories import make_user
from tests.news.desk.newsroom import grant, make_draft, passed, review_of, reviewer, story, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user("jizhe", "记者", last_name="张", first_name="三")


@pytest.fixture
def judge(client):
    user = reviewer()
    client.force_login(user)
    return user


def screen(article) -> str:
    return f"/admin/news/article/{article.pk}/review/"


def decide(client, article, decision, step=1, seen=1, follow=True, **said):
    data = {"decision": decision, "step": step, "seen": seen, **said}
    return client.post(screen(article), data, follow=follow)


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_shows_the_text_who_wrote_it_and_the_log(client, writer, judge):
    article = submitted(writer, body="<p>暖气<strong>热</strong>了。</p>", summary="一句话")
    text = client.get(screen(article)).content.decode()
    for part in ["<p>暖气<strong>热</strong>了。</p>", "一句话", "张三送审于", "撰稿：张三", "待初审", "通过初审"]:
        assert part in text


def test_passes_and_goes_on_to_what_waits(client, writer, judge):
    article = submitted(writer)
    response = decide(client, article, "pass", reason="核实过")
    assert response.redirect_chain == [("/admin/news/article/?desk=awaiting", 302)]
    assert messages_of(response) == ["《供暖改造完工》已通过，待复审。"]
    assert story(article)[-1] == ("shengao", "passed", 1, 1, "核实过")


def test_who_passed_the_last_step_and_may_sign_goes_on_to_sign(client, writer, judge):
    grant(judge, "publish_article")
    article = submitted(writer, steps=2)
    assert decide(client, article, "pass").redirect_chain == [("/admin/news/article/?desk=awaiting", 302)]
    assert decide(client, article, "pass", step=2).redirect_chain == [(f"/admin/news/article/{article.pk}/sign/", 302)]


def test_sends_back_with_the_reason(client, writer, judge):
    article = submitted(writer)
    assert messages_of(decide(client, article, "return", to=0, reason="补采访")) == ["《供暖改造完工》已退给作者。"]
    assert review_of(article)[0] == "returned"


def test_offers_the_steps_that_lie_behind(client, writer, judge):
    article = submitted(writer)
    for step in [1, 2]:
        reviewing.pass_step(article.pk, judge, step=step, seen=1)
    form = client.get(screen(article)).context["form"]
    assert form.fields["to"].widget.choices == [(0, "作者"), (2, "复审"), (1, "初审")]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ({"decision": "return", "to": 0, "reason": " "}, ["请写明退回的理由"]),
        ({"decision": "return", "to": 3, "reason": "改"}, ["只能退给作者或前面的审次"]),
        ({"decision": "pass", "step": 2}, ["别人刚处理过，现在是“待初审”"]),
        ({"decision": "pass", "seen": 7}, ["您看过之后，稿件又有新的修改，请看过再决定"]),
        ({"decision": "pass", "step": ""}, ["这个字段是必须的"]),
        ({"decision": "pass", "seen": "9" * 30}, ["确保该值小于或等于2147483647。"]),
        ({"decision": "return", "reason": "长" * 501}, ["确保该变量包含不超过 500 字符 (目前字符数 501)。"]),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(client, writer, judge, data, problems):
    article = submitted(writer)
    response = client.post(screen(article), {"step": 1, "seen": 1, **data})
    assert (response.status_code, response.context["problems"]) == (200, problems)
    assert (review_of(article), len(story(article))) == (("open", 1), 1)


def test_who_came_second_hears_it_and_keeps_their_reason(client, writer, judge):
    article = submitted(writer)
    reviewing.pass_step(article.pk, reviewer("bieren"), step=1, seen=1)
    response = decide(client, article, "return", to=0, reason="我的理由")
    assert response.context["problems"] == ["别人刚处理过，现在是“待复审”"]
    form = response.context["form"]
    assert (form.initial["step"], form.initial["reason"]) == (2, "我的理由")
    assert review_of(article) == ("open", 2)


def test_words_saved_meanwhile_are_shown_before_they_are_passed(client, writer, judge):
    article = submitted(writer)
    revising.save(article.pk, {**article.content(), "body": "<p>新的一段</p>"}, reviewer("bieren"))
    response = decide(client, article, "pass")
    assert (response.context["problems"], response.context["form"].initial["seen"]) == (
        ["您看过之后，稿件又有新的修改，请看过再决定"],
        2,
    )
    assert "<p>新的一段</p>" in response.content.decode()
    decide(client, article, "pass", seen=2)
    assert review_of(article) == ("open", 2)


@pytest.mark.parametrize("decision", ["", "publish", "PASS"])
def test_another_decision_is_a_bad_request(client, writer, judge, decision):
    article = submitted(writer)
    assert decide(client, article, decision).status_code == 400


def test_the_writer_sees_it_and_may_only_take_it_back(client, writer):
    article = submitted(writer)
    client.force_login(writer)
    response = client.get(screen(article))
    assert (response.context["may_decide"], response.context["may_take_back"]) == (False, True)
    assert "“时政”的初审不由您负责" in response.content.decode()
    assert decide(client, article, "pass").context["problems"] == ["“时政”的初审不由您负责", "不能审自己的稿件"]
    response = client.post(screen(article), {"decision": "take_back"}, follow=True)
    assert messages_of(response) == ["《供暖改造完工》已撤回，可以继续修改。"]
    assert response.redirect_chain == [(f"/admin/news/article/{article.pk}/change/", 302)]
    assert review_of(article)[0] == "taken_back"


def test_taking_back_too_late_says_so(client, writer, judge):
    article = submitted(writer)
    reviewing.send_back(article.pk, judge, step=1, seen=1, to=0, reason="改")
    client.force_login(writer)
    assert client.post(screen(article), {"decision": "take_back"}).context["problems"] == ["没有在审核"]


def test_an_article_of_others_is_not_found_by_a_reporter(client, writer):
    article = submitted(writer)
    client.force_login(make_user("lingren", "记者"))
    assert client.get(screen(article)).status_code == 404
    assert decide(client, article, "pass").status_code == 404


def test_an_article_without_a_review_says_so(client, writer, judge):
    article = make_draft(writer)
    assert "这篇稿件没有在审核。" in client.get(screen(article)).content.decode()
    assert decide(client, article, "pass").context["problems"] == ["稿件已不在审核中，可能别人刚处理过"]


def test_who_signs_sends_back_from_here_too(client, writer, judge):
    article = passed(writer, judge, steps=2)
    client.force_login(reviewer("qianfa", "publish_article"))
    response = client.get(screen(article))
    assert (response.context["may_decide"], response.context["signing"]) == (True, True)
    assert f"/admin/news/article/{article.pk}/sign/" in response.content.decode()
    decide(client, article, "return", step=3, to=2, reason="再核")
    assert review_of(article) == ("open", 2)


def test_hostile_words_stay_words(client, writer, judge):
    article = submitted(writer, title="<script>x</script>", summary="<img src=x onerror=y>")
    text = client.get(screen(article)).content.decode()
    assert ("<script>x" in text, "<img src=x" in text) == (False, False)

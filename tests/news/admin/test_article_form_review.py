"""The article form of a reviewed category: where it stands, whose buttons, and what each of them does."""

import pytest
from django.urls import reverse
from django.utils import timezone

from news.desk import publishing, reviewing, revising
from news.models import Article
from tests.factories import make_article, make_category, make_user
from tests.news.desk.newsroom import fresh, make_draft, passed, review_of, reviewer, seen, story, submitted

pytestmark = pytest.mark.django_db
BUTTONS = ["_publish", "_schedule", "_submit", "_pass", "_return", "_sign", "take_back"]


@pytest.fixture
def writer():
    return make_user("jizhe", "记者")


def form_of(article) -> str:
    return reverse("admin:news_article_change", args=[article.pk])


def buttons(client, article) -> set[str]:
    text = client.get(form_of(article)).content.decode()
    names = {name for name in BUTTONS if f'name="{name}"' in text or f'value="{name}"' in text}
    links = {name for name in ["sign", "review#return"] if f'/{name.replace("#", "/#")}"' in text}
    return names | ({"sign"} if 'class="button move publish" href' in text else set()) | (links - {"sign"})


def post(client, article, button, follow=True, **fields):
    newest = revising.newest_content(fresh(article))
    data = {
        "title": newest["title"],
        "summary": newest["summary"],
        "body": newest["body"],
        "byline": "网络编辑",
        "comment_policy": "open",
        "category": newest["category_id"],
        "version": seen(article),
        button: "",
    }
    if article.published_at:
        data["published_at"] = article.published_at.isoformat()
    return client.post(form_of(article), data | fields, follow=follow)


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_each_sees_the_buttons_that_are_theirs(client, writer):
    judge = reviewer()
    signer = reviewer("qianfa", "publish_article")
    article = make_draft(writer, 1)
    stages = [
        (lambda: None, {writer: {"_submit"}, judge: {"_submit"}, signer: {"_submit"}}),
        (
            lambda: reviewing.submit(article.pk, writer),
            {writer: {"take_back"}, judge: {"_pass", "_return"}, signer: {"_pass", "_return"}},
        ),
        (
            lambda: reviewing.pass_step(article.pk, judge, step=1, seen=1),
            {writer: {"take_back"}, judge: set(), signer: {"sign", "review#return"}},
        ),
        (lambda: publishing.publish(article.pk, signer), {writer: set(), judge: set(), signer: {"_submit"}}),
    ]
    for move, expected in stages:
        move()
        for user, names in expected.items():
            client.force_login(user)
            assert (user.username, buttons(client, article)) == (user.username, names)


def test_a_category_without_review_publishes_in_one_click(client):
    client.force_login(make_user("bianji", "编辑"))
    article = make_draft(None, 0)
    assert buttons(client, article) == {"_publish", "_schedule"}
    post(client, article, "_publish")
    assert buttons(client, article) == {"_publish", "_sign"}
    post(client, fresh(article), "_publish", title="新题")
    assert fresh(article).title == "新题"


def test_an_update_is_timed_from_the_form_and_cancelled_where_it_is_signed(client):
    editor = make_user("bianji", "编辑")
    client.force_login(editor)
    article = make_article(title="旧题")
    response = post(client, article, "_sign", title="新题")
    assert response.redirect_chain == [(f"/admin/news/article/{article.pk}/sign/", 302)]
    assert fresh(article).revision_number == 2
    later = article.published_at.replace(year=2099)
    publishing.publish(article.pk, editor, at=later)
    form = client.get(f"/admin/news/article/{article.pk}/change/").content.decode()
    assert f'href="/admin/news/article/{article.pk}/sign/">取消定时更新…' in form


def test_says_who_changed_last_what_readers_do_not_see_yet(client):
    editor = make_user("bianji", "编辑")
    client.force_login(editor)
    article = make_article(title="旧题")
    post(client, article, "_save", title="新题")
    saved = timezone.localtime(article.revisions.first().created_at)
    text = client.get(f"/admin/news/article/{article.pk}/change/").content.decode()
    assert f"最后由 bianji 修改于 {saved:%Y-%m-%d %H:%M}。" in text


def test_submits_what_was_just_typed(client, writer):
    client.force_login(writer)
    article = make_draft(writer)
    response = post(client, article, "_submit", title="定稿")
    assert "《定稿》已送审，待初审。" in messages_of(response)
    assert (fresh(article).title, story(article)[-1]) == ("定稿", ("jizhe", "submitted", None, 2, ""))


def test_writes_and_submits_in_one_go(client, writer):
    client.force_login(writer)
    category = make_category("shizheng", "时政", review_steps=2)
    add = reverse("admin:news_article_add")
    assert 'name="_submit"' in client.get(add).content.decode()
    data = {"title": "新稿", "body": "<p>文</p>", "byline": "记者", "comment_policy": "open", "category": category.pk}
    client.post(add, data | {"version": "", "_submit": ""})
    assert review_of(Article.objects.get()) == ("open", 1)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"body": ""}, ["不能送审：没有正文"]),
        ({"reprint": "on"}, ["不能送审：转载稿没有填写来源"]),
    ],
)
def test_what_is_not_ready_is_not_submitted(client, writer, fields, errors):
    client.force_login(writer)
    article = make_draft(writer)
    response = post(client, article, "_submit", **fields)
    assert response.context["adminform"].form.errors == {"__all__": errors}
    assert (fresh(article).revision_number, story(article)) == (1, [])


def test_nothing_is_submitted_where_nothing_is_reviewed(client, writer):
    client.force_login(writer)
    article = make_draft(writer, 0)
    response = post(client, article, "_submit")
    assert response.context["adminform"].form.errors == {"__all__": ["不能送审：“时政”不设审核，可以直接发布"]}


@pytest.mark.parametrize("button", ["_submit", "_publish"])
def test_an_update_without_changes_says_so_and_is_no_error(client, button):
    client.force_login(make_user("bianji", "编辑"))
    category = make_category("shizheng", "时政", review_steps=1 if button == "_submit" else 0)
    article = make_article(category=category)
    response = post(client, article, button)
    said, way = {
        "_submit": ("已保存，但没有继续：没有需要审核的修改。", form_of(article)),
        "_publish": ("没有改动，读者看到的已经是最新的。", "/admin/news/article/"),
    }[button]
    assert (messages_of(response), response.redirect_chain) == ([said], [(way, 302)])


def test_each_act_is_reported_once(client):
    client.force_login(make_user("bianji", "编辑"))
    draft = make_article(title="草稿", state="draft", published_at=None)
    assert messages_of(post(client, draft, "_publish")) == ["《草稿》已发布。"]
    response = post(client, fresh(draft), "_continue", title="新题")
    assert messages_of(response) == ["改动已保存，读者看到的仍是原来的版本；发布更新后读者才看到。"]
    assert response.redirect_chain == [(form_of(draft), 302)]


def test_what_is_wrong_is_named_at_the_top_with_a_way_there(client):
    client.force_login(make_user("bianji", "编辑"))
    draft = make_article(title="草稿", state="draft", published_at=None)
    text = post(client, draft, "_schedule").content.decode()
    assert '<li><a href="#id_published_at">发布时间</a>：定时发布要填写将来的时间</li>' in text


def test_the_reviewer_corrects_and_passes_in_one_go(client, writer):
    judge = reviewer()
    client.force_login(judge)
    article = submitted(writer)
    response = post(client, article, "_pass", title="改过的题", review_step=1)
    assert "《改过的题》已通过，待复审。" in messages_of(response)
    assert story(article)[-1] == ("shengao", "passed", 1, 2, "")


def test_the_reviewers_corrections_are_saved_before_it_goes_back(client, writer):
    client.force_login(reviewer())
    article = submitted(writer)
    response = post(client, article, "_return", title="改过的题")
    assert response.redirect_chain == [(f"/admin/news/article/{article.pk}/review/", 302)]
    assert (fresh(article).title, review_of(article)) == ("改过的题", ("open", 1))


def test_a_step_that_somebody_else_took_is_not_passed_again(client, writer):
    judge = reviewer()
    client.force_login(judge)
    article = submitted(writer)
    reviewing.pass_step(article.pk, reviewer("bieren"), step=1, seen=1)
    response = post(client, article, "_pass", title="改过的题", review_step=1)
    assert "已保存，但没有继续：别人刚处理过，现在是“待复审”。" in messages_of(response)
    assert (fresh(article).title, review_of(article)) == ("改过的题", ("open", 2))


@pytest.mark.parametrize("step", ["", "x", "0", "9" * 30])
def test_a_forged_step_passes_nothing(client, writer, step):
    client.force_login(reviewer())
    article = submitted(writer)
    post(client, article, "_pass", review_step=step)
    assert review_of(article) == ("open", 1)


def test_under_review_the_writer_reads_and_is_told_why(client, writer):
    article = submitted(writer)
    client.force_login(writer)
    text = client.get(form_of(article)).content.decode()
    assert "现在只能看，不能改：稿件正在审核（待初审），要先撤回或退回。" in text
    assert 'name="_save"' not in text
    response = post(client, article, "_save", title="偷改<b>", body="<p>新写的一段</p>")
    assert (response.status_code, fresh(article).title) == (409, "供暖改造完工")
    # What was typed comes back, to be copied.
    text = response.content.decode()
    for part in ["稿件正在审核（待初审）", "偷改&lt;b&gt;", "<p>新写的一段</p>"]:
        assert part in text


def test_taken_back_with_the_forms_own_button(client, writer):
    article = submitted(writer)
    client.force_login(writer)
    text = client.get(form_of(article)).content.decode()
    target = f"/admin/news/article/{article.pk}/review/"
    assert f'formaction="{target}"' in text
    client.post(target, {"decision": "take_back"})
    assert buttons(client, article) == {"_submit"}


def test_the_reason_of_a_return_stands_above_the_text_until_it_is_handed_in_again(client, writer):
    judge = reviewer()
    article = submitted(writer)
    reviewing.send_back(article.pk, judge, step=1, seen=1, to=0, reason="补<数字>\n和出处")
    client.force_login(writer)
    assert "退给作者：补&lt;数字&gt;<br>和出处" in client.get(form_of(article)).content.decode()
    post(client, article, "_submit")
    assert "退给作者" not in client.get(form_of(article)).content.decode()


def test_a_step_that_got_it_back_reads_why(client, writer):
    judge = reviewer()
    article = submitted(writer)
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    reviewing.send_back(article.pk, judge, step=2, seen=1, to=1, reason="初审没看图")
    client.force_login(judge)
    assert "退给初审：初审没看图" in client.get(form_of(article)).content.decode()


def test_what_was_passed_is_read_only_for_everybody(client, writer):
    signer = reviewer("qianfa", "publish_article")
    article = passed(writer, reviewer())
    client.force_login(signer)
    assert post(client, article, "_save", title="偷改").status_code == 409
    assert fresh(article).title == "供暖改造完工"

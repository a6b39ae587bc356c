"""Two who edit one article: the second to save gets both texts, and nothing is lost or overwritten."""

import json
import re

import pytest
from django.test import Client

from news.desk import revising
from news.models import Article
from tests.factories import make_article, make_category, make_picture, make_tag, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db
BODY = "<p>一</p>\n<p>二</p>\n<p>三</p>"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑", last_name="李", first_name="四")
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return make_article(title="原题", summary="原摘要", body=BODY, state="draft", published_at=None)


def change(article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def opened(client, article) -> dict:
    """What the form of the article holds when it is opened, as the browser would send it."""
    form = client.get(change(article)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data |= {
        form[name].html_initial_name: form[name].value() for name in ["published_at", "expires_at", "comment_policy"]
    }
    return filled(data) | {"_save": ""}


def filled(data: dict) -> dict:
    return {name: "" if value is None else value for name, value in data.items() if value is not False}


def newest(article) -> dict:
    return revising.newest_content(Article.objects.get(pk=article.pk))


def form_of(response):
    return response.context["adminform"].form


def saved(response) -> bool:
    return response.status_code == 302


def again(response) -> dict:
    """The form that came back, sent once more."""
    form = form_of(response)
    data = {name: form[name].value() for name in form.fields} | {"conflicts": form.conflicts_field(), "_save": ""}
    for name in ["published_at", "expires_at", "comment_policy"]:
        data[form[name].html_initial_name] = form.data.get(form[name].html_initial_name)
    return filled(data)


def errors(response) -> str:
    return "".join(form_of(response).non_field_errors())


def test_what_does_not_touch_is_in_the_form_and_saved_only_when_asked(client, editor, article):
    tag = make_tag("供暖")
    article.tags.add(tag)
    picture, category = make_picture(), make_category("tiyu", "体育")
    mine, theirs = opened(client, article), opened(client, article)
    changed = {"title": "他的题", "category": category.pk, "reprint": "on", "cover": picture.pk, "tags": "供暖、他的"}
    assert saved(client.post(change(article), theirs | changed | {"body": BODY.replace("三", "三他")}))
    changed = {"summary": "我的摘要", "tags": "我的"}
    response = client.post(change(article), mine | changed | {"body": BODY.replace("二", "二我")})
    assert "两边的修改没有冲突，已合在表单里" in errors(response)
    assert (newest(article)["title"], newest(article)["summary"]) == ("他的题", "原摘要")
    merged = again(response)
    assert [merged[name] for name in ["title", "summary", "body", "tags", "version", "reprint"]] == [
        "他的题",
        "我的摘要",
        BODY.replace("二", "二我").replace("三", "三他"),
        "我的、他的",
        "2",
        True,
    ]
    assert form_of(response).conflicts == []
    assert saved(client.post(change(article), merged))
    content = newest(article)
    assert (content["title"], content["summary"], content["body"], content["tags"], content["cover_id"]) == (
        "他的题",
        "我的摘要",
        BODY.replace("二", "二我").replace("三", "三他"),
        ["他的", "我的"],
        picture.pk,
    )
    assert (content["category_id"], content["reprint"]) == (category.pk, True)


def conflicting(client, article):
    mine, theirs = opened(client, article), opened(client, article)
    assert saved(client.post(change(article), theirs | {"title": "他的题", "body": BODY.replace("二", "他")}))
    return client.post(change(article), mine | {"title": "我的题", "body": BODY.replace("二", "我")})


def test_what_touches_is_shown_from_both_and_mine_stays_in_the_form(client, editor, article):
    response = conflicting(client, article)
    page = response.content.decode()
    assert "有 2 处两边都改过" in errors(response)
    assert [(c.field, c.mine, c.theirs) for c in form_of(response).conflicts] == [
        ("title", ["我的题"], ["他的题"]),
        ("body", ["<p>我</p>"], ["<p>他</p>"]),
    ]
    assert "<mark>我</mark>的题" in page
    assert "<mark>他</mark>的题" in page
    assert "李四" in page
    assert (again(response)["title"], again(response)["body"]) == ("我的题", BODY.replace("二", "我"))
    assert saved(client.post(change(article), again(response)))
    assert (newest(article)["title"], newest(article)["body"]) == ("我的题", BODY.replace("二", "我"))


@pytest.mark.parametrize(
    ("choices", "title", "body"),
    [
        (["0:theirs"], "他的题", "我"),
        (["1:theirs"], "我的题", "他"),
        (["0:theirs", "1:theirs", "0:mine"], "我的题", "他"),
        (["1:theirs", "1:mine"], "我的题", "我"),
        (["1:both"], "我的题", "我</p>\n<p>他"),
        (["1:both", "1:theirs"], "我的题", "他"),
    ],
)
def test_each_place_can_be_decided_by_a_plain_button(client, editor, article, choices, title, body):
    response = conflicting(client, article)
    for choice in choices:
        response = client.post(change(article), again(response) | {"_resolve": choice})
        assert "还没有保存" in errors(response)
    assert newest(article)["title"] == "他的题"
    assert saved(client.post(change(article), again(response)))
    assert (newest(article)["title"], newest(article)["body"]) == (title, BODY.replace("二", body))


def test_a_place_that_was_edited_since_is_left_to_the_editor(client, editor, article):
    data = again(conflicting(client, article))
    data["body"] = data["body"].replace("我", "我又改")
    response = client.post(change(article), data | {"_resolve": "1:theirs"})
    assert "请在正文里手工处理" in errors(response)
    assert again(response)["body"] == data["body"]


@pytest.mark.parametrize("wish", ["", "x", "9:mine", "0:both", "0:x", "-1:mine", "１:mine", "0:mine:"])
def test_a_choice_that_is_none_changes_nothing(client, editor, article, wish):
    data = again(conflicting(client, article))
    response = client.post(change(article), data | {"_resolve": wish})
    assert "表单没有变" in errors(response)
    assert (again(response)["title"], newest(article)["title"]) == ("我的题", "他的题")


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "{}",
        "[1]",
        "[" * 100_000,
        '[{"field": "state", "mine": ["a"], "theirs": ["b"]}]',
        '[{"field": "title", "mine": "a", "theirs": ["b"]}]',
        '[{"field": "title", "mine": [], "theirs": []}]',
        '[{"field": [], "mine": ["a"], "theirs": ["b"]}]',
        '[{"field": "title", "mine": ["a"], "theirs": ["b"], "chosen": "x"}]',
    ],
)
def test_forged_conflicts_are_as_good_as_none(client, editor, article, forged):
    response = client.post(change(article), opened(client, article) | {"title": "", "conflicts": forged})
    assert (response.status_code, form_of(response).conflicts) == (200, [])


def test_nothing_of_a_forged_conflict_runs_in_the_page(client, editor, article):
    evil = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    rows = [{"field": name, "mine": [evil], "theirs": ["<p><b>x</b></p>"]} for name in ["title", "body"]]
    data = opened(client, article) | {"title": "", "conflicts": json.dumps(rows)}
    panel = client.post(change(article), data).content.decode().split('id="conflicts"')[1].split("</section>")[0]
    assert ("<script" in panel, "<img" in panel) == (False, False)


def test_formatting_that_differs_is_shown_as_such(client, editor, article):
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"body": BODY.replace("二", "<strong>二</strong>")})
    response = client.post(change(article), mine | {"body": BODY.replace("二", "<em>二</em>")})
    page = response.content.decode()
    assert ("文字相同，格式、链接或图片不同" in page, "<p><em>二</em></p></div>" in page) == (True, True)


def test_the_same_words_from_both_are_no_conflict(client, editor, article):
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"title": "同一个题"})
    assert saved(client.post(change(article), mine | {"title": "同一个题"}))
    assert (newest(article)["title"], article.revisions.count()) == ("同一个题", 2)


def test_a_newer_revision_that_says_the_same_is_no_conflict(client, editor, article):
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"title": "改了"})
    client.post(change(article), opened(client, article) | {"title": "原题"})
    assert saved(client.post(change(article), mine | {"summary": "我的"}))
    assert (newest(article)["title"], newest(article)["summary"]) == ("原题", "我的")


def test_a_base_that_was_pruned_makes_every_difference_a_question(client, editor, article):
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"title": "他的题", "body": BODY + "\n<p>他加</p>"})
    article.revisions.filter(number=1).delete()
    response = client.post(change(article), mine | {"body": "<p>我加</p>\n" + BODY})
    assert [(c.field, c.mine, c.theirs) for c in form_of(response).conflicts] == [("title", ["原题"], ["他的题"])]
    assert again(response)["body"] == f"<p>我加</p>\n{BODY}\n<p>他加</p>"


def test_a_third_who_saves_meanwhile_is_met_in_the_same_way(client, editor, article):
    data = again(conflicting(client, article))
    third = opened(client, article)
    client.post(change(article), third | {"title": "第三人的题", "summary": "第三人的摘要"})
    response = client.post(change(article), data)
    assert [(c.field, c.theirs) for c in form_of(response).conflicts] == [
        ("title", ["第三人的题"]),
        ("title", ["他的题"]),
        ("body", ["<p>他</p>"]),
    ]
    assert (again(response)["summary"], newest(article)["title"]) == ("第三人的摘要", "第三人的题")


def test_a_published_article_is_met_in_the_words_of_the_desk(client, editor):
    article = make_article(title="原题", body=BODY)
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"title": "他的题"})
    response = client.post(change(article), mine | {"body": BODY + "\n<p>我</p>"})
    assert (again(response)["title"], Article.objects.get().title) == ("他的题", "原题")


def test_a_setting_that_only_the_other_changed_is_not_turned_back(client, editor, article):
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"comment_policy": "closed", "expires_at": "2099-01-01T00:00:00"})
    assert saved(client.post(change(article), mine | {"title": "我的题"}))
    article.refresh_from_db()
    assert (article.title, article.comment_policy, article.expires_at.year) == ("我的题", "closed", 2098)


def test_a_setting_that_both_changed_is_asked_about(client, editor, article):
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"expires_at": "2099-01-01T00:00:00"})
    response = client.post(change(article), mine | {"expires_at": "2098-01-01T00:00:00"})
    assert [(c.field, c.mine, c.theirs) for c in form_of(response).conflicts] == [
        ("expires_at", ["2098-01-01T00:00:00"], ["2099-01-01T00:00:00"])
    ]
    response = client.post(change(article), again(response) | {"_resolve": "0:theirs"})
    assert saved(client.post(change(article), again(response)))
    article.refresh_from_db()
    assert article.expires_at.isoformat() == "2098-12-31T16:00:00+00:00"


def test_an_article_that_was_published_meanwhile_keeps_its_time(client, editor, article):
    mine = opened(client, article)
    client.post(change(article), opened(client, article) | {"_publish": ""})
    moment = Article.objects.get().published_at
    assert saved(client.post(change(article), mine | {"title": "我的题"}))
    article.refresh_from_db()
    assert (article.state, article.published_at, article.title, newest(article)["title"]) == (
        "published",
        moment,
        "原题",
        "我的题",
    )


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_at_once_nobodys_words_are_lost():
    article = make_article(title="原题", body=BODY, state="draft", published_at=None)
    user = make_user("bianji", "编辑")
    client = Client()
    client.force_login(user)
    data = opened(client, article)

    def save(number):
        own = Client()
        own.force_login(user)
        response = own.post(change(article), data | {"body": f"{BODY}\n<p>第{number}人</p>"})
        # Not of the context: threads mix those up.
        field = re.search(r'<textarea name="body".*?</textarea>', response.content.decode(), re.DOTALL)
        return response.status_code, field[0] if field else newest(article)["body"]

    answers = at_once([lambda number=number: save(number) for number in range(8)])
    assert sorted(status for status, _ in answers) == [200] * 7 + [302]
    assert [f"第{number}人" in body for number, (_, body) in enumerate(answers)] == [True] * 8

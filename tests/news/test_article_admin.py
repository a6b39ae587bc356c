"""The list of articles, and what an editor does from it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.desk import revising
from news.models import Article, Category, CategoryRight
from tests.factories import make_article, make_category, make_picture, make_tag, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/news/article/"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


@pytest.fixture
def chief(client):
    user = make_user("zhubian", "主编")
    client.force_login(user)
    return user


def titles(response):
    return [article.title for article in response.context["cl"].result_list]


def act(client, action, articles, query="", **data):
    seen = {f"seen_{article.pk}": article.revision_number for article in articles}
    rows = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(LIST + query, rows | seen | data, follow=True)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_shows_what_an_editor_asks_for_first(client, editor):
    parent = make_category("zcjh", "政策")
    child = make_category("zhengwu", "政务", parent)
    moment = timezone.make_aware(timezone.datetime(2026, 3, 1, 7, 30))
    make_article(title="供暖", category=child, byline="记者甲", published_at=moment)
    response = client.get(LIST)
    assert titles(response) == ["供暖"]
    for text in ["供暖", "已发布", "政策 / 政务", "记者甲", "2026-03-01 07:30"]:
        assert text in response.content.decode()


def test_says_what_time_makes_of_a_state(client, editor):
    now = timezone.now()
    make_article(published_at=now + timedelta(days=1))
    make_article(published_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    text = client.get(LIST).content.decode()
    assert '<span class="state state-scheduled">定时发布</span>' in text
    assert '<span class="state state-expired">已下线</span>' in text


def test_asks_as_often_for_30_articles_as_for_one_and_loads_no_body(client, editor):
    def fill(count):
        for _ in range(count):
            make_article(cover=make_picture(16, 16) if count == 1 else None, created_by=editor, tags=[])

    fill(1)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIST)
    fill(29)
    with CaptureQueriesContext(connection) as many:
        response = client.get(LIST)
    assert len(titles(response)) == 30
    assert len(many) == len(few)
    assert [query["sql"] for query in many if '"news_article"."body"' in query["sql"]] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=draft", ["草稿"]),
        ("state=scheduled", ["定时"]),
        ("state=expired", ["下线"]),
        ("state=withdrawn", ["撤稿"]),
        ("state=published", ["转载", "带图", "上线"]),
        ("reprint__exact=1", ["转载"]),
        ("cover=yes", ["带图"]),
        ("category={top}", ["撤稿", "转载"]),
        ("category={child}", ["转载"]),
        ("tag={tag}", ["上线"]),
        ("creator={editor}", ["草稿"]),
        ("q=下", ["下线"]),
        ("q={withdrawn}", ["撤稿"]),
    ],
)
def test_filters_and_search(client, editor, query, found):
    now, tag = timezone.now(), make_tag()
    top = make_category("zcjh", "政策")
    child = make_category("zhengwu", "政务", top)
    make_article(title="上线", tags=[tag])
    make_article(title="草稿", state="draft", published_at=None, created_by=editor)
    make_article(title="定时", published_at=now + timedelta(days=1))
    make_article(title="下线", published_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    make_article(title="带图", cover=make_picture())
    withdrawn = make_article(title="撤稿", state="withdrawn", category=top, id=987654)
    make_article(title="转载", reprint=True, category=child)
    numbers = {"top": top.pk, "child": child.pk, "tag": tag.pk, "editor": editor.pk, "withdrawn": withdrawn.pk}
    assert set(titles(client.get(f"{LIST}?{query.format(**numbers)}"))) == set(found)


@pytest.mark.parametrize(
    "query",
    [f"{name}={value}" for name in ["state", "category", "tag", "creator", "cover", "q", "p", "o", "published_at__year"]
     for value in ["0", "-1", "9" * 31, "abc", "１２", "%EF%BF%BF", "'"]]
    + ["reprint__exact=x", "nonsense=1", "title=x", "published_at__month=13&published_at__year=2026"],
)  # fmt: skip
def test_nonsense_in_the_address_finds_something_or_nothing(client, editor, query):
    make_article()
    assert client.get(f"{LIST}?{query}", follow=True).status_code in {200, 400}


def test_nul_in_the_address_is_a_bad_request(client, editor):
    assert client.get(f"{LIST}?title=%00").status_code == 400


@pytest.mark.parametrize("pk", ["0", "-1", "9" * 31, "abc", "1.5", "%00"])
@pytest.mark.parametrize("view", ["change", "history", "delete", "preview", "withdraw", "redraft"])
def test_an_unknown_article_is_not_found(client, chief, pk, view):
    assert client.get(f"{LIST}{pk}/{view}/", follow=True).status_code == 404


def test_a_draft_without_a_time_is_previewed_as_if_it_went_out_now(client, editor):
    article = make_article(title="还没有时间", state="draft", published_at=None)
    page = client.get(f"{LIST}{article.pk}/preview/")
    article.refresh_from_db()
    assert (page.status_code, article.published_at) == (200, None)
    assert "还没有时间" in page.content.decode()


@pytest.mark.parametrize("pk", ["x", "-1", "9" * 31, "\x00"])
def test_nonsense_among_the_selected_rows_moves_nothing(client, chief, pk):
    article = make_article(state="draft", published_at=None)
    seen = {f"seen_{article.pk}": 0}
    data = {"action": "publish_selected", "_selected_action": [article.pk, pk], "confirmed": "yes", **seen}
    response = client.post(LIST, data)
    article.refresh_from_db()
    assert (response.status_code, article.state) in [(400, "draft"), (302, "published")]
    assert (response.status_code == 302) == (pk == "9" * 31)


def test_publishing_asks_first_and_says_what_will_not_happen(client, editor):
    good = make_article(title="好稿", state="draft", published_at=None)
    empty = make_article(title="空稿", state="draft", published_at=None, body="<p>&nbsp;</p>")
    done = make_article(title="旧稿")
    response = act(client, "publish_selected", [good, empty, done])
    assert [a.title for a in response.context["possible"]] == ["好稿"]
    assert [(a.title, why) for a, why in response.context["refused"]] == [
        ("旧稿", ["已经发布"]),
        ("空稿", ["没有正文"]),
    ]
    assert set(Article.objects.filter(state="published")) == {done}


def test_publishing_then_moves_those_that_can_be_moved(client, editor):
    good = make_article(title="好稿", state="draft", published_at=None)
    empty = make_article(title="空稿", state="draft", published_at=None, body="")
    response = act(client, "publish_selected", [good, empty], confirmed="yes")
    good.refresh_from_db()
    assert messages_of(response) == ["已发布 1 篇。", "《空稿》没有发布：没有正文。"]
    assert (good.state, good.updated_by, good.published_at.microsecond) == ("published", editor, 0)
    assert LogEntry.objects.get().get_change_message() == "发布"
    assert Article.objects.get(title="空稿").state == "draft"


def test_a_scheduled_time_is_kept_when_publishing(client, editor):
    moment = timezone.now() + timedelta(days=1)
    article = make_article(state="draft", published_at=moment)
    act(client, "publish_selected", [article], confirmed="yes")
    article.refresh_from_db()
    assert (article.state, article.published_at) == ("published", moment)


def test_reprints_need_a_source_and_offline_times_lie_ahead(client, editor):
    make_article(title="转载", state="draft", published_at=None, reprint=True, editor="示例编辑")
    make_article(title="过期", state="draft", published_at=None, expires_at=timezone.now() - timedelta(days=1))
    response = act(client, "publish_selected", Article.objects.all())
    assert [why for _, why in response.context["refused"]] == [["下线时间已过"], ["转载稿没有填写来源"]]


def test_withdrawing_takes_a_notice(client, chief):
    article = make_article(title="错稿")
    again = act(client, "withdraw_selected", [article], confirmed="yes", notice="")
    assert again.context["form"].errors == {"notice": ["这个字段是必须的"]}
    act(client, "withdraw_selected", [article], confirmed="yes", notice="内容有误\u200b，正在核实")
    article.refresh_from_db()
    assert (article.state, article.withdrawal_notice) == ("withdrawn", "内容有误，正在核实")
    assert LogEntry.objects.get().get_change_message() == "撤稿：内容有误，正在核实"


def test_a_withdrawn_article_becomes_a_draft_again(client, editor):
    article = make_article(state="withdrawn", withdrawal_notice="内容有误")
    client.post(f"{LIST}{article.pk}/redraft/", {"confirmed": "yes"})
    article.refresh_from_db()
    assert (article.state, article.withdrawal_notice) == ("draft", "")


def test_a_scheduled_article_is_taken_back_without_a_notice(client, editor):
    article = make_article(published_at=timezone.now() + timedelta(days=1))
    client.post(f"{LIST}{article.pk}/redraft/", {"confirmed": "yes"})
    article.refresh_from_db()
    assert (article.state, article.published_at) == ("draft", None)


def test_a_published_article_does_not_silently_become_a_draft(client, chief):
    article = make_article()
    client.post(f"{LIST}{article.pk}/redraft/", {"confirmed": "yes"})
    article.refresh_from_db()
    assert article.state == "published"


def test_words_that_were_saved_after_the_question_do_not_go_out(client, editor):
    article = make_article(title="问时的题", state="draft", published_at=None)
    revising.keep_pace(article.pk)
    asked = client.get(f"{LIST}{article.pk}/publish/").content.decode()
    assert f'name="seen_{article.pk}" value="1"' in asked
    revising.save(article.pk, {**article.content(), "title": "后来的题"}, editor)
    for seen in ["1", "", "x"]:
        data = {"confirmed": "yes", f"seen_{article.pk}": seen}
        response = client.post(f"{LIST}{article.pk}/publish/", data, follow=True)
        assert messages_of(response) == ["《后来的题》没有发布：您看过之后，稿件又有新的修改。"]
    data = {"confirmed": "yes", f"seen_{article.pk}": "2"}
    client.post(f"{LIST}{article.pk}/publish/", data)
    article.refresh_from_db()
    assert (article.state, article.title) == ("published", "后来的题")


def test_more_than_200_at_once_are_refused(client, editor):
    category = make_category()
    Article.objects.bulk_create(Article(title=f"第{n}篇", body="<p>文</p>", category=category) for n in range(201))
    pks = list(Article.objects.values_list("pk", flat=True))
    data = {"action": "publish_selected", "_selected_action": pks[:1], "select_across": "1", "confirmed": "yes"}
    response = client.post(LIST, data, follow=True)
    assert messages_of(response) == ["一次最多发布 200 篇，请少选一些。"]
    assert not Article.objects.filter(state="published").exists()


def test_only_who_may_delete_sees_the_bulk_deletion(client, editor):
    make_article()
    assert "bin_selected" not in dict(client.get(LIST).context["action_form"].fields["action"].choices)
    client.force_login(make_user("zhubian", "主编"))
    choices = dict(client.get(LIST).context["action_form"].fields["action"].choices)
    assert ("bin_selected" in choices, "delete_selected" in choices) == (True, False)


def test_deleting_takes_drafts_to_the_bin_but_nothing_that_readers_see(client, chief):
    draft = make_article(state="draft", published_at=None)
    published = make_article(title="登出的")
    response = act(client, "bin_selected", [draft, published], confirmed="yes")
    assert messages_of(response) == ["已移入回收站 1 篇。", "《登出的》没有移入回收站：已经发布，要先撤稿。"]
    assert titles(client.get(LIST)) == ["登出的"]
    assert titles(client.get(LIST + "?state=binned")) == [draft.title]
    act(client, "unbin_selected", [draft], "?state=binned", confirmed="yes")
    assert set(titles(client.get(LIST))) == {"登出的", draft.title}


def test_the_delete_page_is_the_way_to_the_bin(client, chief):
    draft = make_article(state="draft")
    response = client.post(f"/admin/news/article/{draft.pk}/delete/", {"post": "yes"}, follow=True)
    assert response.redirect_chain == [(f"/admin/news/article/{draft.pk}/bin/", 302)]
    assert Article.objects.get().binned_at is None


def test_what_is_in_the_bin_can_only_be_read_and_brought_back(client, chief):
    draft = make_article(title="原题", state="draft", binned_at=timezone.now())
    page = client.get(f"/admin/news/article/{draft.pk}/change/").content.decode()
    assert ("现在只能看，不能改：稿件在回收站里" in page, "从回收站恢复" in page, 'name="_save"' in page) == (
        True,
        True,
        False,
    )
    assert client.get(f"/admin/news/article/{draft.pk}/preview/").status_code == 200
    response = act(client, "publish_selected", [draft], "?state=binned", confirmed="yes")
    assert messages_of(response) == ["《原题》没有发布：稿件在回收站里，要先恢复。"]


def test_the_log_tells_who_did_what(client, chief):
    article = make_article(title="错稿")
    act(client, "withdraw_selected", [article], confirmed="yes", notice="有误")
    text = client.get(f"{LIST}{article.pk}/history/").content.decode()
    assert "zhubian" in text
    assert "撤稿：有误" in text


def test_a_published_article_links_to_its_page_and_a_draft_does_not(client, editor):
    article, draft = make_article(), make_article(state="draft")
    assert f'href="{article.get_absolute_url()}"' in client.get(f"{LIST}{article.pk}/change/").content.decode()
    assert draft.get_absolute_url() not in client.get(f"{LIST}{draft.pk}/change/").content.decode()


def test_an_account_can_go_and_its_articles_stay(client, editor):
    article = make_article(created_by=editor)
    User.objects.filter(pk=editor.pk).delete()
    article.refresh_from_db()
    assert article.created_by is None
    assert reverse("admin:news_article_changelist") == LIST


def test_moves_many_to_another_category(client, chief):
    target, here = make_category("tiyu", "体育"), make_article(title="甲")
    there = make_article(title="乙", category=target)
    response = act(client, "file_selected", [here, there])
    assert "移到栏目" in response.content.decode()
    response = act(client, "file_selected", [here, there], confirmed="yes", category=target.pk)
    assert messages_of(response) == ["已移动 1 篇。", "《乙》没有移动栏目：已经在“体育”。"]
    assert {article.category for article in Article.objects.all()} == {target}


@pytest.mark.parametrize("category", ["", "0", "x", "9" * 30])
def test_a_category_that_is_gone_moves_nothing(client, chief, category):
    article = make_article()
    response = act(client, "file_selected", [article], confirmed="yes", category=category)
    assert list(response.context["form"].errors) == ["category"]
    assert Article.objects.get().category == article.category


def test_tags_many(client, editor):
    articles = [make_article(), make_article(state="draft")]
    act(client, "tag_selected", articles, confirmed="yes", tags="供暖、城建")
    assert [{tag.name for tag in article.tags.all()} for article in articles] == [{"供暖", "城建"}] * 2
    response = act(client, "tag_selected", articles, confirmed="yes", tags="a#b")
    assert list(response.context["form"].errors) == ["tags"]


def test_submits_many_and_says_which_need_no_review(client, editor):
    reviewed = make_article(title="甲", state="draft", category=make_category("zhengwu", "政务", review_steps=2))
    free = make_article(title="乙", state="draft")
    response = act(client, "submit_selected", [reviewed, free], confirmed="yes")
    assert messages_of(response) == ["已送审 1 篇。", "《乙》没有送审：“民生”不设审核，可以直接发布。"]
    assert reviewed.running_review().stage() == "待初审"


def test_pins_until_a_time(client, chief):
    article = make_article()
    response = act(client, "pin_selected", [article], confirmed="yes", until="2020-01-01T00:00")
    assert list(response.context["form"].errors) == ["until"]
    act(client, "pin_selected", [article], confirmed="yes", until="2099-01-01T00:00")
    assert "置顶</span>" in client.get(LIST).content.decode()
    assert titles(client.get(LIST + "?state=pinned")) == [article.title]
    act(client, "unpin_selected", [article], confirmed="yes")
    assert titles(client.get(LIST + "?state=pinned")) == []


def test_an_editor_does_nothing_where_others_are_named(client, editor):
    article = make_article(title="甲", state="draft", category=make_category("tiyu", "体育"))
    CategoryRight.objects.create(category=article.category, role="edit", user=make_user("tiyu"))
    page = client.get(f"/admin/news/article/{article.pk}/change/").content.decode()
    assert ("现在只能看，不能改：“体育”不由您负责" in page, 'name="_save"' in page) == (True, False)
    for action in ["publish_selected", "tag_selected", "file_selected"]:
        data = {"confirmed": "yes", "tags": "供暖", "category": make_category().pk}
        response = act(client, action, [article], **data)
        assert "“体育”不由您负责" in messages_of(response)[0]
        Category.objects.filter(slug="minsheng").delete()
    article.refresh_from_db()
    assert (article.state, article.tags.count(), article.category.slug) == ("draft", 0, "tiyu")


def test_the_confirmation_asks_as_often_for_30_as_for_one(client, chief):
    def queries(count):
        titles = ["".join(chr(0x4E00 + 97 * count + 31 * row + place) for place in range(9)) for row in range(count)]
        articles = [make_article(title=title, category=category, state="draft") for title in titles]
        with CaptureQueriesContext(connection) as captured:
            act(client, "publish_selected", articles)
        return len(captured)

    category = make_category(review_steps=1)
    assert queries(1) == queries(30)

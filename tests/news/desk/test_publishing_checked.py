"""No path to readers leads past an error of the checks, or past a warning that nobody has seen."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import checks
from news.desk import publishing, revising
from news.models import Article, Category, Entry, WordRule
from tests.factories import make_article, make_category, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/news/article/add/"
LIST = "/admin/news/article/"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def draft(**fields):
    return make_article(**({"state": "draft", "published_at": None, "summary": ""} | fields))


def filled(**fields):
    category = Category.objects.first() or make_category()
    data = {"title": "城南供暖改造完工", "summary": "", "body": "<p>正文。</p>", "byline": "网络编辑"}
    return data | {"comment_policy": "open", "version": "", "category": category.pk} | fields


def keys(article):
    return checks.check(article).warning_keys


def test_a_warning_must_have_been_seen(editor):
    article = draft()
    with pytest.raises(ValidationError) as refusal:
        publishing.publish(article.pk, editor)
    assert (refusal.value.error_list[0].code, refusal.value.messages) == (
        "unconfirmed",
        ["还没有确认：没有摘要：写一两句话，列表和分享时显示"],
    )
    assert (Article.objects.get().state, Entry.objects.count()) == ("draft", 0)
    assert publishing.publish(article.pk, editor, confirmed=checks.confirmed([keys(article)])).state == "published"


def test_no_confirmation_helps_against_an_error(editor):
    article = draft(summary="赌博。")
    WordRule.objects.create(word="赌博", level="error")
    every = {finding.key for finding in checks.check(article).findings}
    for at in (None, timezone.now() + timezone.timedelta(days=1)):
        with pytest.raises(ValidationError, match="敏感词"):
            publishing.publish(article.pk, editor, at=at, confirmed=every)
    assert Article.objects.get().state == "draft"


def test_another_warning_than_the_one_seen_stops_it(editor):
    article = draft()
    seen = checks.confirmed([keys(article)])
    WordRule.objects.create(word="正文")
    with pytest.raises(ValidationError, match="敏感词"):
        publishing.publish(article.pk, editor, confirmed=seen)


def test_an_update_is_checked_in_its_new_words(editor):
    article = make_article()
    revising.save(article.pk, article.content() | {"summary": ""}, editor)
    with pytest.raises(ValidationError, match="没有摘要"):
        publishing.publish(article.pk, editor)


def test_the_form_comes_back_with_the_panel_and_everything_typed(client, editor):
    data = filled(tags="供暖、城建", _publish="", body="<p>写了很久。</p>")
    response = client.post(ADD, data)
    text = response.content.decode()
    assert not Article.objects.exists()
    assert "还没有发布：有 1 条提醒" in text
    for kept in ["写了很久。", "供暖、城建", "没有摘要", "我已看过这条提醒"]:
        assert kept in text
    ticked = response.context["report"].warning_keys
    assert client.post(ADD, data | {"warnings": ticked}).status_code == 302
    assert Article.objects.get().state == "published"


def test_the_form_refuses_an_error_and_says_where(client, editor):
    data = filled(reprint="on", summary="摘要", _schedule="", published_at="2099-05-01T08:00")
    response = client.post(ADD, data)
    assert response.context["adminform"].form.errors["__all__"] == [
        "不能发布：转载稿没有填写来源",
        "不能发布：转载稿没有填写责任编辑：填写责任编辑的姓名",
    ]
    assert 'href="#id_source"' in response.content.decode()
    assert not Article.objects.exists()
    assert client.post(ADD, _saved(data)).status_code == 302


def _saved(data):
    return {name: value for name, value in data.items() if name != "_schedule"} | {"_save": ""}


def test_a_warning_that_only_the_form_can_see_is_asked_about_too(client, editor):
    data = filled(summary="摘要", body='<p><a href="javascript:x">甲</a></p>', _publish="")
    response = client.post(ADD, data)
    assert [finding.message for finding in response.context["report"].warnings] == ["链接的地址不能用：javascript:x"]
    assert client.post(ADD, data | {"warnings": response.context["report"].warning_keys}).status_code == 302


def test_checking_saves_nothing(client, editor):
    response = client.post(ADD, filled(_check="", title="原来的题"))
    assert (response.status_code, Article.objects.count()) == (200, 0)
    assert [finding.message for finding in response.context["report"].findings] == ["没有摘要"]
    assert "原来的题" in response.content.decode()
    article = draft(title="原题")
    data = filled(_check="", title="新题", version=str(revising.keep_pace(article.pk).revision_number))
    client.post(f"{LIST}{article.pk}/change/", data | {"category": article.category_id})
    assert (Article.objects.get().title, article.revisions.count()) == ("原题", 1)


def test_publishing_what_has_nothing_new_is_no_crash(client, editor):
    article = make_article()
    data = filled(
        title=article.title,
        summary=article.summary,
        version=str(revising.keep_pace(article.pk).revision_number),
        published_at=timezone.localtime(article.published_at).isoformat(),
        _publish="",
    )
    response = client.post(f"{LIST}{article.pk}/change/", data | {"category": article.category_id}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["没有改动，读者看到的已经是最新的。"]


def act(client, articles, **data):
    rows = {"action": "publish_selected", "_selected_action": [article.pk for article in articles]}
    seen = {f"seen_{article.pk}": article.revision_number for article in articles}
    return client.post(LIST, rows | seen | data, follow=True)


def test_the_bulk_page_shows_warnings_and_refuses_errors(client, editor):
    warned, wrong = draft(title="有提醒"), draft(title="有错误", reprint=True, editor="示例编辑")
    response = act(client, [warned, wrong])
    assert [article.title for article in response.context["possible"]] == ["有提醒"]
    assert [(article.title, why) for article, why in response.context["refused"]] == [
        ("有错误", ["转载稿没有填写来源"])
    ]
    assert f'name="warnings_{warned.pk}" value="{keys(warned)}"' in response.content.decode()


def test_in_bulk_each_article_is_confirmed_for_itself(client, editor):
    first, second = draft(title="甲稿件"), draft(title="乙文章")
    response = act(client, [first, second], confirmed="yes", **{f"warnings_{first.pk}": keys(first)})
    assert [str(message) for message in response.context["messages"]] == [
        "已发布 1 篇。",
        "《乙文章》没有发布：还没有确认：没有摘要。",
    ]
    assert set(Article.objects.filter(state="published")) == {first}


def test_the_bulk_page_asks_as_often_for_thirty_as_for_one(client, editor):
    def queries(count):
        articles = [draft(title=f"完全不同的题目{chr(0x4E00 + 97 * n)}") for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            act(client, articles)
        return len(asked)

    queries(1)
    assert queries(1) == queries(30)

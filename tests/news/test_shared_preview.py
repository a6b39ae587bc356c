"""What people without an account see by a preview link, and what they don't."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import picture_files
from news.desk import publishing, revising, sharing
from news.models import Article, PreviewLink
from tests.factories import make_article, make_picture, make_tag, make_user
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def editor():
    return make_user("bianji", "编辑")


@pytest.fixture
def article(editor):
    """A draft of two revisions."""
    article = make_article(state="draft", published_at=None, title="第一稿标题", body="<p>第一稿正文。</p>")
    content = {**revising.keep_pace(article.pk).content(), "title": "第二稿标题", "body": "<p>第二稿正文。</p>"}
    return revising.save(article.pk, content, editor)


def link_to(article, editor, number=1, days=3) -> str:
    return sharing.make_link(article.pk, editor, number=number, days=days)[1]


def shown(client, token, method="get"):
    return getattr(client, method)(f"/preview/{token}/")


def headers_of(response) -> dict:
    return {name: response.get(name) for name in HEADERS}


def test_shows_one_revision_and_no_other(client, article, editor):
    response = shown(client, link_to(article, editor))
    text = response.content.decode()
    assert (response.status_code, "第一稿标题" in text, "第一稿正文。" in text) == (200, True, True)
    assert "第二稿" not in text
    assert "预览稿，请勿外传" in text


def test_the_address_has_no_way_to_another_revision(client, article, editor):
    token = link_to(article, editor)
    for tail in ["?number=2", "?revision=2", "?page=2"]:
        assert "第二稿" not in client.get(f"/preview/{token}/{tail}").content.decode()
    for tail in ["2/", "revisions/2/"]:
        assert client.get(f"/preview/{token}/{tail}").status_code == 404


def test_a_later_save_changes_nothing(client, article, editor):
    token = link_to(article, editor, number=2)
    revising.save(article.pk, {**article.content(), "title": "第三稿标题"}, editor)
    text = shown(client, token).content.decode()
    assert ("第二稿标题" in text, "第三稿标题" in text) == (True, False)


def test_of_a_published_article_it_still_shows_the_revision(client, article, editor):
    token = link_to(article, editor, number=1)
    publishing.publish(article.pk, editor)
    assert "第一稿标题" in shown(client, token).content.decode()


def test_nobody_keeps_finds_or_passes_on_the_page(client, article, editor):
    response = shown(client, link_to(article, editor))
    assert headers_of(response) == HEADERS
    assert not response.cookies
    assert not response.has_header("ETag")
    text = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in text
    assert '<meta name="referrer" content="no-referrer">' in text
    assert "script-src 'none'" in response["Content-Security-Policy"]
    for machine in ["canonical", "og:title", "ld+json"]:
        assert machine not in text


def test_holds_no_comments_no_script_and_counts_no_reading(client, editor):
    article = make_article(title="已发布", tags=[make_tag("供暖")])
    revising.keep_pace(article.pk)
    text = shown(client, link_to(article, editor)).content.decode()
    assert ("<script" in text, "写评论" in text, "/comments/" in text) == (False, False, False)
    assert DailyReadings.objects.count() == 0


def test_pictures_in_it_open(client, editor):
    cover, picture = make_picture(), make_picture()
    addresses = [picture_files.url_of(one.file) for one in (cover, picture)]
    article = make_article(
        state="draft",
        published_at=None,
        cover=cover,
        body=f'<p>图</p><figure><img src="{addresses[1]}" alt="河岸"></figure>',
    )
    revising.keep_pace(article.pk)
    page = shown(client, link_to(article, editor)).content.decode()
    assert [page.count(f'src="{address}"') for address in addresses] == [1, 1]
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def end(article, token, how):
    links = PreviewLink.objects.of_token(token)
    now = timezone.now()
    if how == "expired":
        links.update(created_at=now - timedelta(days=4), expires_at=now)
    elif how == "revoked":
        sharing.revoke_link(article.pk, links.get().pk, make_user("ling", "主编"))
    elif how == "withdrawn":
        Article.objects.filter(pk=article.pk).update(
            state="withdrawn", published_at=now, withdrawn_at=now + timedelta(seconds=1)
        )
    elif how == "in the bin":
        Article.objects.filter(pk=article.pk).update(binned_at=now)
    elif how == "purged":
        Article.objects.get(pk=article.pk).delete()
    elif how == "pruned":
        article.revisions.filter(number=1).delete()


@pytest.mark.parametrize("how", ["expired", "revoked", "withdrawn", "in the bin", "purged", "pruned"])
def test_a_link_that_is_over_looks_like_one_that_never_was(client, article, editor, how):
    token = link_to(article, editor)
    assert shown(client, token).status_code == 200
    end(article, token, how)
    over, unknown = shown(client, token), shown(client, "x" * 43)
    assert (over.status_code, unknown.status_code) == (404, 404)
    assert over.content == unknown.content
    assert "这个预览链接已经失效" in over.content.decode()
    assert headers_of(over) == headers_of(unknown) == HEADERS


@pytest.mark.parametrize("token", ["a", "%00", "%ff", "字" * 9, "x" * 3000, "-", "..", "' or 1=1"])
def test_no_token_breaks_it(client, token):
    assert client.get(f"/preview/{token}/").status_code == 404


def test_a_link_made_after_a_withdrawal_opens(client, editor):
    chief = make_user("zhubian", "主编")
    article = make_article(title="要改的稿件")
    publishing.withdraw(article.pk, chief, "有误")
    Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now() - timedelta(seconds=1))
    assert shown(client, link_to(article, chief)).status_code == 200


def test_openings_are_counted_but_not_by_head(client, article, editor):
    token = link_to(article, editor)
    assert shown(client, token, "head").status_code == 200
    link = PreviewLink.objects.get()
    assert (link.openings, link.last_opened_at) == (0, None)
    shown(client, token)
    shown(client, token)
    link.refresh_from_db()
    assert (link.openings, link.last_opened_at is not None) == (2, True)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_can_only_be_read(client, article, editor, method):
    assert shown(client, link_to(article, editor), method).status_code == 405


def test_the_database_does_not_hold_the_token(article, editor):
    token = link_to(article, editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM news_previewlink l")
        assert token not in cursor.fetchone()[0]
    assert len(token) == 43


def test_asks_as_often_for_the_thirtieth_link(client, article, editor):
    first = link_to(article, editor)
    shown(client, first)
    with CaptureQueriesContext(connection) as few:
        shown(client, first)
    for number in range(29):
        PreviewLink.objects.create(
            article=article, number=1, digest=f"{number:064x}", expires_at=timezone.now() + timedelta(days=1)
        )
    with CaptureQueriesContext(connection) as many:
        shown(client, first)
    assert len(many) == len(few)

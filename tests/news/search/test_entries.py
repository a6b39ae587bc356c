"""No write path forgets search: through forms, the shell, bulk updates and plain SQL."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Article, SearchEntry, Tag
from tests.factories import make_article, make_category, make_tag
from tests.news.search.questions import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(title="老城", summary="摘要", body="<p>正文</p>", tags=[make_tag("公交")])


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def stored() -> list[tuple]:
    return list(SearchEntry.objects.values_list("article_id", "content"))


def test_an_entry_holds_all_that_is_searched(article):
    assert stored() == [(article.pk, "老城\x1f公交\x1f摘要\x1f正文")]


CHANGES = {
    "save": lambda a: (setattr(a, "title", "新桥"), a.save()),
    "update": lambda a: Article.objects.update(title="新桥"),
    "bulk_update": lambda a: (setattr(a, "title", "新桥"), Article.objects.bulk_update([a], ["title"])),
    "sql": lambda a: sql("UPDATE news_article SET title = '新桥'"),
    "upsert": lambda a: (
        setattr(a, "title", "新桥"),
        Article.objects.bulk_create([a], update_conflicts=True, unique_fields=["id"], update_fields=["title"]),
    ),
}


@pytest.mark.parametrize("way", CHANGES)
def test_a_changed_title_is_found_and_the_old_one_no_more(article, way):
    CHANGES[way](article)
    assert (found("新桥").ids, found("老城").ids) == ([article.pk], [])


@pytest.mark.parametrize(
    ("column", "value"),
    [("body", "<p>新桥</p>"), ("summary", "新桥"), ("subtitle", "新桥"), ("original_title", "新桥")],
)
def test_every_text_is_watched(article, column, value):
    sql(f"UPDATE news_article SET {column} = %s", value)
    assert found("新桥").ids == [article.pk]


TAGGING = {
    "add": lambda a, t: a.tags.add(t),
    "set": lambda a, t: a.tags.set([t]),
    "sql": lambda a, t: sql("INSERT INTO news_article_tags (article_id, tag_id) VALUES (%s, %s)", a.pk, t.pk),
    "update": lambda a, t: Article.tags.through.objects.update(tag=t),
    "rename": lambda a, t: Tag.objects.filter(name="公交").update(name="新桥甲"),
    "rename_sql": lambda a, t: sql("UPDATE news_tag SET name = '新桥甲' WHERE name = '公交'"),
}


@pytest.mark.parametrize("way", TAGGING)
def test_a_new_tag_is_found(article, way):
    TAGGING[way](article, make_tag("新桥"))
    assert found("新桥").ids == [article.pk]


UNTAGGING = {
    "clear": lambda a: a.tags.clear(),
    "remove": lambda a: a.tags.remove(*a.tags.all()),
    "delete": lambda a: Tag.objects.all().delete(),
    "sql": lambda a: sql("DELETE FROM news_article_tags"),
    "truncate": lambda a: sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE news_article_tags"),
}


@pytest.mark.parametrize("way", UNTAGGING)
def test_a_tag_that_was_taken_off_finds_no_more(article, way):
    assert found("公交").ids == [article.pk]
    UNTAGGING[way](article)
    assert (found("公交").ids, found("老城").ids) == ([], [article.pk])


HIDING = {
    "withdrawn": lambda: sql("UPDATE news_article SET state = 'withdrawn'"),
    "drafted": lambda: Article.objects.update(state="draft"),
    "deleted": lambda: Article.objects.all().delete(),
    "deleted_sql": lambda: sql("DELETE FROM news_article_tags; DELETE FROM news_article"),
    "truncated": lambda: sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE news_article CASCADE"),
}


@pytest.mark.parametrize("way", HIDING)
def test_what_is_taken_from_readers_leaves_no_entry(article, way):
    HIDING[way]()
    assert stored() == []


def test_a_draft_has_no_entry_until_it_is_published():
    draft = make_article(title="老城", state="draft", tags=[make_tag("公交")])
    assert stored() == []
    sql("UPDATE news_article SET state = 'published'")
    assert (found("公交").ids, found("老城").ids) == ([draft.pk], [draft.pk])


def test_times_and_category_follow(article):
    other = make_category(slug="wenhua", name="文化")
    Article.objects.update(category=other, published_at=timezone.now() - timedelta(days=900))
    assert (found("老城", category="wenhua").ids, found("老城", time="year").ids) == ([article.pk], [])
    Article.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert found("老城").ids == []
    Article.objects.update(expires_at=None, published_at=timezone.now() + timedelta(days=900))
    assert found("老城").ids == []


def test_nothing_is_written_where_nothing_that_is_searched_changes(article):
    before = SearchEntry.objects.extra(select={"version": "xmin::text"}).values_list("version", flat=True)[0]
    sql("UPDATE news_article SET title = title, comment_policy = 'closed'")
    article.save()
    assert SearchEntry.objects.extra(select={"version": "xmin::text"}).values_list("version", flat=True)[0] == before


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(60_000)) + "</p>",
        "<p>" + "".join(chr(0x20000 + n * 7919 % 40_000) for n in range(200_000)) + "</p>",
        "a" * 400_000,
        '😀<>&&amp;<<p a="' * 1000,
        "",
    ],
    ids=["60,000 characters", "rare characters", "one endless word", "broken", "empty"],
)
def test_no_body_is_too_much(body):
    article = make_article(title="老城")
    sql("UPDATE news_article SET body = %s", body)
    assert found("老城").ids == [article.pk]
    if "一" in body:
        assert found(body[50_000:50_003]).ids == [article.pk]

"""What a large archive must not make slow: which index answers, what is loaded on the way."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, models

from news.models import Article, Category, Picture, Tag
from news.paging import KeyPaginator
from tests.factories import make_article, make_category, make_picture, make_tag

pytestmark = pytest.mark.django_db


def published():
    return Article.objects.published()


def large_archive() -> Category:
    """So many articles that a plan matters, as they lie once the database has tidied up."""
    category, others = make_category(), make_category("wenhua", "文化")
    start = datetime(2025, 1, 1, tzinfo=UTC)
    Article.objects.bulk_create(
        Article(
            title=f"供暖{hour}",
            body="<p>正文。</p>" * 50,
            category=others if hour % 20 else category,
            state="published",
            published_at=start + timedelta(hours=hour),
        )
        for hour in range(2_000)
    )
    tidy_up()
    return category


def tidy_up() -> None:
    """VACUUM notes no page as read by all while somebody, such as autovacuum itself, still looks at older rows."""
    deadline, is_noted = time.monotonic() + 60, False
    with connection.cursor() as cursor:
        cursor.execute("REINDEX TABLE news_article")  # without the room that rows of other tests left
        while not is_noted:
            assert time.monotonic() < deadline
            cursor.execute("VACUUM ANALYZE news_article")
            cursor.execute("SELECT relallvisible > 0.9 * relpages FROM pg_class WHERE relname = 'news_article'")
            (is_noted,) = cursor.fetchone()


@pytest.mark.django_db(transaction=True)
def test_rows_are_counted_and_skipped_in_an_index_that_holds_all_that_is_asked():
    category = large_archive()
    for keys in (
        published().values("pk")[980:1000],
        published().order_by("published_at", "id").values("pk")[1_000:2_000],
        published().order_by().values("pk"),
        published().in_month(2025, 2).values("pk"),
        published().filter(category=category).values("pk")[80:100],
        Article.objects.titled("暖1").order_by().values("pk"),
        Article.objects.titled("AI").order_by().values("pk"),
    ):
        plan = keys.explain()
        ways = re.findall(r"(\S.*?)(?: Backward)?(?: using article_newest\w*)? on news_article", plan)
        assert [way.removeprefix("->  ") for way in ways] == ["Index Only Scan"], plan


def test_the_last_change_is_the_end_of_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
    plan = published().order_by("-updated_at").values("updated_at")[:1].explain()
    assert "Index Scan Backward using article_changed" in plan


def test_a_page_has_its_rows_in_order_and_loads_no_others(django_assert_num_queries):
    tag = make_tag()
    made = [make_article(tags=[tag], published_at=datetime(2025, 3, day, tzinfo=UTC)) for day in range(1, 8)]
    paginator = KeyPaginator(published().tagged(tag).for_listing(), 3)
    assert (paginator.count, paginator.num_pages) == (7, 3)
    with django_assert_num_queries(1) as queries:
        page = paginator.page(2)
        assert list(page) == made[3:0:-1]
    outer, inner = queries[0]["sql"].split(" IN (SELECT ")
    assert ("OFFSET" in outer, "OFFSET 3" in inner, '"title"' in inner) == (False, True, False)


@pytest.mark.parametrize("kind", ["year", "month", "day"])
@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_the_date_hierarchy_finds_what_django_would(kind, order):
    moments = [(2024, 12, 31, 15, 59), (2024, 12, 31, 16), (2024, 2, 29), (2021, 6, 30, 20), (2025, 3, 5)]
    for moment in moments:
        make_article(published_at=datetime(*moment, tzinfo=UTC))
    make_article(state="draft", published_at=None)
    articles = Article.objects.all()
    django = models.QuerySet.datetimes(articles, "published_at", kind, order)
    assert articles.datetimes("published_at", kind, order) == list(django)


def test_of_nothing_there_is_no_period():
    assert Article.objects.all().datetimes("published_at", "year") == []
    assert Article.objects.none().datetimes("published_at", "year") == []


@pytest.mark.parametrize("words", ["供暖", "ai", "AI", "Ai", "管网 ai", "  供暖   管网 "])
def test_a_title_is_found_by_its_words_in_whatever_order_and_case(words):
    article = make_article(title="AI看护供暖管网")
    make_article(title="AI和供电")
    assert article in Article.objects.titled(words)


@pytest.mark.parametrize("words", ["供电 管网", "供 暖气", "%", "_", "\\"])
def test_a_title_that_lacks_a_word_is_not_found(words):
    make_article(title="AI看护供暖管网")
    make_article(title="AI和供电")
    assert list(Article.objects.titled(words)) == []


def test_tags_and_pictures_know_how_many_articles_they_have():
    used, unused = make_picture(16, 16), make_picture(16, 16)
    common, rare, idle = make_tag("常用"), make_tag("少用"), make_tag("不用")
    make_article(cover=used, tags=[common, rare])
    make_article(cover=used, tags=[common], state="draft")
    articles = Article.objects.all()
    pictures = Picture.objects.with_use_counts(articles)
    assert dict(pictures.values_list("pk", "use_count")) == {used.pk: 2, unused.pk: 0}
    counted = Tag.objects.with_article_counts(articles)
    assert dict(counted.values_list("name", "article_count")) == {"常用": 2, "少用": 1, "不用": 0}
    assert list(counted.order_by("-article_count")) == [common, rare, idle]


def test_a_category_with_its_children_holds_no_others():
    top = make_category()
    child = make_category("jiaotong", "交通", top)
    make_category("wenhua", "文化")
    assert set(Category.objects.with_children(top)) == {top, child}
    assert set(Category.objects.with_children(child)) == {child}

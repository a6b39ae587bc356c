import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from news.models import Article
from tests.factories import make_article
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    for title, moment in [
        ("元旦", datetime(2024, 12, 31, 16, 0, tzinfo=UTC)),  # midnight in Shanghai
        ("除夕", datetime(2024, 12, 31, 15, 59, 59, tzinfo=UTC)),
        ("春天", datetime(2025, 3, 5, tzinfo=UTC)),
    ]:
        make_article(title=title, published_at=moment)


def months(response) -> list[tuple[str, str]]:
    """Address and words of each month."""
    found = re.findall(r'<li><a href="(/archive/[^"]+)">(.*?)</a></li>', response.content.decode(), re.DOTALL)
    return [(address, re.sub(r"<[^>]+>|\s", "", words)) for address, words in found]


def test_the_archive_counts_the_articles_of_each_month_by_the_clock_of_shanghai(client, archive):
    assert months(client.get("/archive/")) == [
        ("/archive/2025/03/", "3月1篇"),
        ("/archive/2025/01/", "1月1篇"),
        ("/archive/2024/12/", "12月1篇"),
    ]
    assert months(client.get("/archive/2024/")) == [("/archive/2024/12/", "12月1篇")]


def test_a_month_lists_its_articles(client, archive):
    for path, title in [("2024/12", "除夕"), ("2025/01", "元旦")]:
        page = client.get(f"/archive/{path}/").content.decode()
        assert re.findall(r'<h2 class="line__title"><a href="[^"]+">([^<]+)</a>', page) == [title]


def test_a_month_counts_what_readers_see_of_it_and_nothing_else(client, archive):
    now = timezone.now()
    for number in range(25):
        make_article(title=f"稿{number}", published_at=datetime(2025, 3, 6, tzinfo=UTC), expires_at=now + timedelta(1))
    make_hidden(published_at=datetime(2025, 3, 6, tzinfo=UTC))
    page = client.get("/archive/2025/03/?page=2").content.decode()
    seen = Article.objects.published().in_month(2025, 3).count()
    assert (f"共 {seen} 篇" in page, seen) == (True, 26)


def test_hidden_articles_make_no_month(client):
    make_hidden()
    assert months(client.get("/archive/")) == []


@pytest.mark.parametrize(
    "path",
    [
        "2023",
        "2025/02",
        "2025/13",
        "2025/00",
        "2025/1",
        "0000",
        "9999/12",
        "3000",
        "٢٠٢٥",
        "２０２５/01",
        "2025/03/05",
        "-2025",
    ],
)
def test_months_without_articles_are_404(client, archive, path):
    assert client.get(f"/archive/{path}/").status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("/archive/", 3), ("/archive/2025/03/", 5)])
@pytest.mark.parametrize("count", [1, 30])
def test_more_articles_need_no_more_queries(client, django_assert_num_queries, path, queries, count):
    for _ in range(count):
        make_article(published_at=datetime(2025, 3, 5, tzinfo=UTC))
    with django_assert_num_queries(queries):
        client.get(path)

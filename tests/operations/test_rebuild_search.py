import pytest
from django.db import connection

from news.models import SearchEntry
from tests.factories import make_article
from tests.operations.exchange import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def damaged():
    """A restore without triggers: one entry is missing, one says what nobody wrote, one should not be there."""
    missing, wrong, hidden = make_article(title="甲"), make_article(title="乙"), make_article(title="丙")
    make_article(title="丁")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM news_searchentry WHERE article_id = %s", [missing.pk])
        cursor.execute("UPDATE news_searchentry SET content = '错' WHERE article_id = %s", [wrong.pk])
        cursor.execute("UPDATE news_article SET state = 'withdrawn' WHERE id = %s", [hidden.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")


def contents() -> list[str]:
    return sorted(SearchEntry.objects.values_list("content", flat=True))


def test_it_mends_what_is_out_of_step_and_then_finds_nothing_to_do(damaged):
    assert run("rebuild_search") == (0, ["mended 3 of 3 search entries"], [])
    assert contents() == sorted(f"{title}\x1f\x1f一句摘要\x1f正文" for title in "甲乙丁")
    assert run("rebuild_search") == (0, ["mended 0 of 3 search entries"], [])


def test_a_check_says_so_fails_and_changes_nothing(damaged):
    before = contents()
    assert run("rebuild_search", check=True) == (1, ["would mend 3 of 3 search entries"], [])
    assert contents() == before


def test_without_articles_there_is_nothing_to_do():
    assert run("rebuild_search", check=True) == (0, ["would mend 0 of 0 search entries"], [])

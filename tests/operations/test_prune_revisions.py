import io
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, Entry, PreviewLink, Review, Revision
from operations.management.commands import prune_revisions
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The moment that the rule looks at: a Wednesday at noon in Beijing."""
    now = timezone.make_aware(datetime(2026, 11, 25, 12))
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def saved(article: Article, *moments: str, first: int = 1) -> list[Revision]:
    """Revisions of the article, the numbers rising from `first`."""
    made = []
    for number, text in enumerate(moments, start=first):
        revision = Revision.objects.create(article=article, number=number, content=article.content())
        Revision.objects.filter(pk=revision.pk).update(created_at=moment(text))
        made.append(revision)
    Article.objects.filter(pk=article.pk).update(revision_number=first + len(moments) - 1)
    return made


def run(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("prune_revisions", *arguments, stdout=out)
    return out.getvalue().splitlines()


def kept(article: Article) -> list[int]:
    return sorted(article.revisions.values_list("number", flat=True))


def test_all_of_a_month_then_one_a_day_then_one_a_month():
    article = make_article()
    saved(
        article,
        *["2024-03-01T00:00", "2024-03-05T10:00", "2024-03-31T23:59:59", "2024-04-01T00:00"],  # 1 to 4
        *["2025-10-30T10:00", "2025-10-31T10:00", "2025-11-01T09:00", "2025-11-01T18:00"],  # 5 to 8
        *["2026-06-01T08:00", "2026-06-01T23:59", "2026-06-02T00:01"],  # 9 to 11
        *["2026-10-25T09:00", "2026-10-25T10:00", "2026-10-26T00:00", "2026-10-26T00:01"],  # 12 to 15
        *["2026-11-25T11:00", "2026-11-25T11:01"],  # 16 and 17
    )
    assert run() == ["pruned 6 revisions, kept 11"]
    assert kept(article) == [3, 4, 6, 8, 10, 11, 13, 14, 15, 16, 17]


def test_days_are_those_of_beijing():
    article = make_article()
    # In UTC both are on the 10th.
    saved(article, "2026-06-10T23:30", "2026-06-11T00:30", "2026-11-25T11:00")
    assert run() == ["pruned 0 revisions, kept 3"]


def test_what_somebody_relies_on_stays_for_ever(today):
    article = make_article()
    revisions = saved(article, *["2020-01-01T08:00"] * 12)
    user = make_user()
    Revision.objects.filter(pk=revisions[0].pk).update(name="送审稿")
    Article.objects.filter(pk=article.pk).update(
        published_number=2, update_number=3, update_at=today + timedelta(days=1), state="published"
    )
    Review.objects.create(article=article, number=4, steps=1, submitted_by=user, state="signed")
    Entry.objects.create(article_id=article.pk, title="题", actor=user, action="withdrawn", number=5)
    for number, days in [(6, 1), (7, -1)]:
        expires_at = today + timedelta(days=days)
        link = {"article": article, "number": number, "digest": f"{number}" * 64}
        PreviewLink.objects.create(**link, expires_at=today + timedelta(days=9))
        PreviewLink.objects.filter(number=number).update(created_at=moment("2026-11-01"), expires_at=expires_at)
    assert run() == ["pruned 5 revisions, kept 7"]
    assert kept(article) == [1, 2, 3, 4, 5, 6, 12]


def test_of_other_articles_nothing_is_mistaken():
    one, other = make_article(), make_article()
    saved(one, "2020-01-01T08:00", "2020-02-01T08:00")
    saved(other, "2020-01-01T09:00", "2020-01-01T10:00", "2020-03-01T08:00")
    Entry.objects.create(article_id=one.pk, title="题", action="expired", number=1)
    run()
    assert [kept(one), kept(other)] == [[1, 2], [2, 3]]


def test_a_dry_run_counts_and_deletes_nothing():
    article = make_article()
    saved(article, *["2020-01-01T08:00"] * 3)
    assert run("--dry-run") == ["would prune 2 revisions, kept 1"]
    assert kept(article) == [1, 2, 3]


def test_a_second_run_finds_nothing_to_do():
    article = make_article()
    saved(
        article, *["2020-01-01T08:00", "2020-01-02T08:00", "2026-05-01T08:00", "2026-05-01T09:00", "2026-11-01T08:00"]
    )
    assert run() == ["pruned 2 revisions, kept 3"]
    assert run() == ["pruned 0 revisions, kept 3"]


def test_goes_through_the_table_in_windows_and_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(prune_revisions, "WINDOW", 2)
    monkeypatch.setattr("operations.progress.LINES_BETWEEN_WORDS", 4)
    article = make_article()
    saved(article, *["2020-01-01T08:00"] * 9)
    with CaptureQueriesContext(connection) as queries:
        assert run() == ["4 revisions", "8 revisions", "pruned 8 revisions, kept 1"]
    assert len([query for query in queries if query["sql"].startswith("DELETE")]) == 5


def test_with_no_revisions_there_is_nothing_to_say():
    assert run() == ["pruned 0 revisions, kept 0"]

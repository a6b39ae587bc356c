"""The minute's job: what it notes, and what it says of itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from news import timetable
from news.desk import publishing, revising
from news.models import Article, Entry, JobRun
from news.timetable import Done
from tests.factories import make_article
from tests.races import at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def ran():
    return JobRun.objects.create(name="timetable", ran_until=NOW)


def scheduled(**fields):
    # No two titles alike, or the checks would ask about them.
    title = "".join(chr(0x4E00 + 31 * fields["published_at"].hour + place) for place in range(9))
    return publishing.publish(make_article(title=title, state="draft", **fields).pk, None)


def noted() -> list[tuple[int, str]]:
    actions = ["went_out", "expired", "update_went_out"]
    return list(Entry.objects.filter(action__in=actions).order_by("id").values_list("article_id", "action"))


def test_notes_what_went_out_and_offline_by_itself_once(ran):
    first = scheduled(published_at=NOW + HOUR)
    leaving = make_article(expires_at=NOW + HOUR)
    make_article(published_at=NOW + HOUR / 2)  # imported: nobody scheduled it
    scheduled(published_at=NOW + 3 * HOUR)
    assert timetable.run(NOW + HOUR) == Done(updates=0, went_out=1, expired=1)
    assert timetable.run(NOW + HOUR) == Done(0, 0, 0)
    assert noted() == [(first.pk, "went_out"), (leaving.pk, "expired")]


def test_catches_up_after_a_long_sleep(ran):
    articles = [scheduled(published_at=NOW + number * HOUR) for number in (1, 2, 3)]
    assert timetable.run(NOW + 72 * HOUR).went_out == 3
    assert [pk for pk, action in noted()] == [article.pk for article in articles]


def test_a_clock_that_was_set_back_does_nothing_twice(ran):
    scheduled(published_at=NOW + HOUR)
    timetable.run(NOW + 2 * HOUR)
    assert timetable.run(NOW) == Done(0, 0, 0)
    assert timetable.run(NOW + 3 * HOUR) == Done(0, 0, 0)


def test_puts_updates_in_place_that_no_reader_came_for(ran):
    article = make_article(title="旧题")
    revising.save(article.pk, {**revising.newest_content(article), "title": "新题"}, None)
    publishing.publish(article.pk, None, at=NOW + HOUR)
    assert timetable.run(NOW + HOUR).updates == 1
    assert Article.objects.get().title == "新题"


def test_the_command_says_what_it_did(capsys):
    call_command("run_timetable")
    assert capsys.readouterr().out == "0 went out, 0 updated, 0 went offline\n"


def test_health_tells_how_late_it_is(client):
    def late():
        return client.get("/health/ready/").json()

    assert late() == {"status": "ok", "timetable_late_seconds": None, "queue_seconds": 0}
    call_command("run_timetable")
    assert late() == {"status": "ok", "timetable_late_seconds": 0, "queue_seconds": 0}
    JobRun.objects.update(ran_until=timezone.now() - timedelta(hours=2))
    answer = late()
    assert (answer["status"], 7200 <= answer["timetable_late_seconds"] < 7300) == ("ok", True)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_notes():
    JobRun.objects.create(name="timetable", ran_until=NOW)
    scheduled(published_at=NOW + HOUR)
    assert sum(done.went_out for done in at_once([lambda: timetable.run(NOW + HOUR)] * 4)) == 1

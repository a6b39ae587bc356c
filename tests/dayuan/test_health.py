from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news.desk import notices

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_lives_and_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/health/live/")
    assert (response.status_code, response.json(), response["Cache-Control"]) == (
        200,
        {"status": "ok"},
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )


def test_with_database_and_migrations_it_is_ready(client):
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "timetable_late_seconds": None, "queue_seconds": 0},
    )


def test_a_queue_that_nobody_works_off_is_told(client):
    task = DBTaskResult.objects.get(pk=notices.send.enqueue(7, 8, 5).id)
    DBTaskResult.objects.filter(pk=task.pk).update(
        enqueued_at=timezone.now() - timedelta(hours=1), run_after=timezone.now()
    )
    answer = client.get("/health/ready/").json()
    assert (answer["status"], 3600 <= answer["queue_seconds"] < 3700) == ("ok", True)


def test_a_migration_that_is_not_in_yet_is_named(client):
    MigrationRecorder(connection).record_unapplied("traffic", "0001_initial")
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "missing": "migrations"})

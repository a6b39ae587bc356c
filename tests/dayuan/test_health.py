import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

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
    assert (response.status_code, response.json()) == (200, {"status": "ok", "timetable_late_seconds": None})


def test_a_migration_that_is_not_in_yet_is_named(client):
    MigrationRecorder(connection).record_unapplied("traffic", "0001_initial")
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "missing": "migrations"})

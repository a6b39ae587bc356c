import shutil
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase


@pytest.fixture(autouse=True)
def quick_writers(monkeypatch):
    """Tests write faster than people; what that would cost is tested in tests/comments/test_form_token.py."""
    monkeypatch.setattr("comments.form_token.LEAST", timedelta(0))


@pytest.fixture(scope="session", autouse=True)
def remove_media():
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def let_the_tests_win(connection, **kwargs):
    """A test that empties the tables may meet a last request of its browser: of the two the request gives way."""
    if threading.current_thread() is threading.main_thread():
        with connection.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '30s'")


connection_created.connect(let_the_tests_win)


OTHERS = "'content_version', 'django_migrations'"
# The rows that migrations wrote (groups, pages), beside the tables.
KEEP = """
DO $$ DECLARE
    name text;
    has_rows boolean;
BEGIN
    DROP SCHEMA IF EXISTS kept CASCADE;
    CREATE SCHEMA kept;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ({others}) LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
        END IF;
    END LOOP;
END $$
"""
# Who still writes is waited for. Emptying a table by DELETE takes a hundredth of TRUNCATE's time, while it is small.
RESTORE = """
DO $$ DECLARE
    name text;
    names text[] := ARRAY(
        SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ({others}) ORDER BY tablename
    );
BEGIN
    EXECUTE 'LOCK TABLE ' || (SELECT string_agg(quote_ident(n), ', ') FROM unnest(names) AS n) || ' IN EXCLUSIVE MODE';
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY names LOOP
        EXECUTE format(CASE WHEN pg_relation_size(name::regclass) < 250000 THEN 'DELETE FROM %I'
            ELSE 'TRUNCATE %I CASCADE' END, name);
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', name);
    END LOOP;
    UPDATE content_version SET value = value + 1;
END $$
"""


def restore(test_case=None):
    with connections["default"].cursor() as cursor:
        cursor.execute(RESTORE.format(others=OTHERS))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with real transactions leave the database as it was after the migrations. Django's own way, a flush and
    reading the rows back in one by one, takes longer than most of these tests.
    """
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(KEEP.format(others=OTHERS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield


def is_transactional(item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"live_server", "transactional_db"} & set(item.fixturenames)
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Tests with real transactions run last, which pytest's grouping of the browser tests would undo."""
    result = yield
    items.sort(key=is_transactional)
    return result

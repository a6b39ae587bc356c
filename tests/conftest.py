import shutil
import threading

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """While Playwright's event loop runs, the same thread sees another connection object: the rows of migrations
    that Django keeps on the first one are for both.
    """
    connection = connections["default"]
    if hasattr(connection, "_test_serialized_contents"):
        type(connection)._test_serialized_contents = connection._test_serialized_contents


def is_transactional(item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"live_server", "transactional_db"} & set(item.fixturenames)
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Tests with real transactions empty every table: each gets the rows of migrations back (groups, pages), and
    they run last, which pytest's grouping of the browser tests would undo.
    """
    for item in filter(is_transactional, items):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    result = yield
    items.sort(key=is_transactional)
    return result

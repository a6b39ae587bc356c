import shutil

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def remove_media():
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests with real transactions empty every table; each gets the rows of migrations back: groups, pages."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        transactional = marker and marker.kwargs.get("transaction") or "live_server" in item.fixturenames
        if transactional or "transactional_db" in item.fixturenames:
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)

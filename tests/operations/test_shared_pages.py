"""With a real Redis: what one process has drawn another one need not; and no Redis is no harm."""

import socket
import subprocess
import time

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article
from operations import kept_pages, page_cache
from operations.kept_pages import Store
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The socket of a redis-server of our own."""
    folder = tmp_path_factory.mktemp("redis")
    process = subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", folder / "socket", "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(folder / "socket"))
            break
        except OSError:
            assert process.poll() is None
            time.sleep(0.05)
    yield process, f"unix://{folder / 'socket'}"
    process.kill()
    process.wait()


@pytest.fixture
def process(settings, server, monkeypatch):
    """Makes the middleware that of another process, which shares nothing but Redis."""
    backend = {"BACKEND": "operations.shared_pages.SharedPages", "LOCATION": server[1]}
    settings.CACHES = {**settings.CACHES, "pages": backend}

    def another():
        monkeypatch.setattr(page_cache, "store", Store())

    another()
    yield another
    caches["pages"]._cache.get_client().close()


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_another_process_gives_out_what_one_has_drawn_until_somebody_writes(client, process):
    address = make_article(title="旧题").get_absolute_url()
    drawn = client.get(address)
    process()
    assert queries(client, address) == 1
    assert client.get(address).content == drawn.content
    Article.objects.update(title="新题")
    process()
    assert "新题" in client.get(address).content.decode()


def test_a_process_with_other_settings_draws_its_own(client, process, settings, monkeypatch):
    address = make_article().get_absolute_url()
    client.get(address)
    settings.SITE_NAME = "新名报"
    kept_pages._release.cache_clear()
    process()
    assert "新名报" in client.get(address).content.decode()
    kept_pages._release.cache_clear()


def test_without_its_server_a_page_is_drawn_and_kept_here(client, process, server, settings, caplog):
    address = make_article().get_absolute_url()
    backend = {**settings.CACHES["pages"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "pages": backend}
    process()
    assert queries(client, address) > 1
    assert queries(client, address) == 1
    assert {record.message for record in caplog.records if record.name == "operations.shared_pages"} == {
        "redis can't be asked",
        "redis can't be written",
    }

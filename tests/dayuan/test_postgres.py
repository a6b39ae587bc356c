"""Real processes on a real cluster of their own."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import environ
import psycopg2
import pytest
from django.db import connection

USER = """
import pathlib, sys
from dayuan import postgres
print(postgres.start(pathlib.Path(sys.argv[1])), flush=True)
input()
"""


class Process:
    """A process that uses the server of `data` until it is told to leave, or is killed."""

    def __init__(self, data: Path):
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.address = self.process.stdout.readline().strip()

    def leave(self):
        self.process.communicate("\n")

    def kill(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def data():
    # Not tmp_path: its folders are closed to the system user that runs the server when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="dayuan-cluster-"))
    folder.chmod(0o755)
    yield folder / "postgres"
    shutil.rmtree(folder)


def answer(address: str) -> int | None:
    """What the server says to SELECT 1; None when there is no server."""
    config = environ.Env.db_url_config(address)
    try:
        connected = psycopg2.connect(host=config["OPTIONS"]["host"], user="postgres", dbname=config["NAME"])
    except psycopg2.OperationalError:
        return None
    with connected.cursor() as cursor:
        cursor.execute("SELECT 1")
        value = cursor.fetchone()[0]
    connected.close()
    return value


def test_database_speaks_utf8_and_knows_letters(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), 'é' ~ '[[:alpha:]]', lower('É')")
        assert cursor.fetchone() == ("UTF8", True, "é")


def test_last_process_to_leave_stops_the_server(data):
    first, second = Process(data), Process(data)
    assert first.address == second.address
    first.leave()
    assert answer(second.address) == 1
    second.leave()
    assert answer(second.address) is None


def test_killed_process_leaves_a_server_that_the_next_one_joins_and_stops(data):
    killed = Process(data)
    killed.kill()
    assert answer(killed.address) == 1
    following = Process(data)
    following.leave()
    assert answer(killed.address) is None


def test_half_made_cluster_is_made_anew(data):
    half = data.with_suffix(".new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    process = Process(data)
    assert answer(process.address) == 1
    process.leave()
    assert not half.exists()


def test_path_too_long_for_a_socket_gets_its_socket_elsewhere(data):
    long = data.parent / ("很长的目录名" * 8) / "postgres"
    process = Process(long)
    assert answer(process.address) == 1
    elsewhere = Path(environ.Env.db_url_config(process.address)["OPTIONS"]["host"])
    assert elsewhere.parent == Path(tempfile.gettempdir())
    process.leave()
    assert not elsewhere.exists()


def test_rows_survive_a_restart(data):
    process = Process(data)
    config = environ.Env.db_url_config(process.address)
    connected = psycopg2.connect(host=config["OPTIONS"]["host"], user="postgres", dbname=config["NAME"])
    with connected, connected.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS n")
    connected.close()
    process.leave()
    process = Process(data)
    connected = psycopg2.connect(host=config["OPTIONS"]["host"], user="postgres", dbname=config["NAME"])
    with connected.cursor() as cursor:
        cursor.execute("SELECT n FROM kept")
        assert cursor.fetchall() == [(7,)]
    connected.close()
    process.leave()

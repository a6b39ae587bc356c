"""`manage.py serve` as an operator meets it: a process of its own with a database of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg2
import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60  # seconds, for a machine that does much else


@contextlib.contextmanager
def database(django_db_blocker, name):
    """The environment of a site whose database is new and empty."""
    name = f"{name}_{os.getpid()}"
    with server_connection(django_db_blocker) as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    site = {"SECRET_KEY": "x" * 50, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "dayuan.settings"}
    try:
        yield {**os.environ, **site}
    finally:
        with server_connection(django_db_blocker) as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def environment(django_db_setup, django_db_blocker):
    """Of a site with one user and no articles, so that no demo is loaded."""
    with database(django_db_blocker, "serve") as values:
        user = {**values, "DJANGO_SUPERUSER_PASSWORD": "mima-ceshi-2026"}
        for arguments in (["migrate"], ["createsuperuser", "--noinput", "--username=zhan", "--email=zhan@example.cn"]):
            subprocess.run([sys.executable, "manage.py", *arguments, "-v0"], cwd=ROOT, env=user, check=True)
        yield values


@contextlib.contextmanager
def server_connection(django_db_blocker):
    with django_db_blocker.unblock():
        address = connection.get_connection_params()
    found = psycopg2.connect(**{**address, "dbname": "postgres", "cursor_factory": None})
    found.autocommit = True
    with contextlib.closing(found), found.cursor() as cursor:
        yield cursor


@contextlib.contextmanager
def serving(environment, port):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={**environment, "PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def answer(port: int) -> tuple[int, bytes]:
    """What /health/live/ says, once the server is up."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live/", timeout=PATIENCE) as response:
                return response.status, response.read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children] + [far for child in children for far in descendants(int(child))]


def server_processes(pid: int) -> list[int]:
    """gunicorn and its two workers, which start one after the other."""
    deadline = time.monotonic() + PATIENCE
    while len(found := descendants(pid)) != 3:
        assert time.monotonic() < deadline, f"processes: {found}"
        time.sleep(0.05)
    return found


def wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + PATIENCE
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < deadline, f"still there: {pids}"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_until_it_is_ended_and_leaves_no_process(environment, ending):
    port = free_port()
    with serving(environment, port) as process:
        assert answer(port) == (200, b'{"status": "ok"}')
        children = server_processes(process.pid)
        process.send_signal(ending)
        said, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, "Traceback" in errors) == (0, False)
    assert said.splitlines() == [
        f"Site:  http://127.0.0.1:{port}/",
        f"Admin: http://127.0.0.1:{port}/admin/",
        "Stop with Ctrl-C.",
    ]
    wait_until_gone(children)


def test_an_address_of_ten_thousand_characters_reaches_the_site(environment):
    # Which needs no collected files here; what search says to so many stands in tests/news/search.
    address = f"http://127.0.0.1:{(port := free_port())}/robots.txt?q={quote('长' * 10_000)}"
    with serving(environment, port):
        answer(port)
        with urllib.request.urlopen(address, timeout=PATIENCE) as response:
            assert (response.status, b"Sitemap:" in response.read()) == (200, True)


def test_killed_outright_it_takes_the_server_along(environment):
    port = free_port()
    with serving(environment, port) as process:
        answer(port)
        children = server_processes(process.pid)
        process.kill()
        process.wait()
    wait_until_gone(children)


def test_a_visitors_query_is_cut_off_though_an_operators_is_not(environment):
    port = free_port()
    with serving({**environment, "STATEMENT_TIMEOUT_SECONDS": "0"}, port) as process:
        answer(port)
        server = descendants(process.pid)[0]
        values = Path(f"/proc/{server}/environ").read_bytes().split(b"\0")
    assert [value for value in values if value.startswith(b"STATEMENT_TIMEOUT")] == []


def test_a_taken_port_is_one_line(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(environment, port) as process:
            said, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said, errors) == (1, "", f"port {port} is taken: choose another with PORT=…\n")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０"])
def test_a_port_that_is_none_is_one_line(environment, port):
    values = {**environment, "PORT": port, "SITE_URL": "http://127.0.0.1:8000"}
    done = subprocess.run([sys.executable, "manage.py", "serve"], cwd=ROOT, env=values, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"PORT must be a number from 1 to 65535: {port!r}\n"


def first_lines(process, last: str) -> list[str]:
    lines = []
    while not lines or not lines[-1].startswith(last):
        lines.append(process.stdout.readline().rstrip("\n"))
        assert process.poll() is None or lines[-1], process.stderr.read()
    return lines


def test_an_empty_site_gets_the_demo_once_whatever_happened_before(django_db_setup, django_db_blocker, tmp_path):
    with database(django_db_blocker, "demo") as values:
        values = {**values, "MEDIA_ROOT": str(tmp_path), "DEMO_PASSWORD": "mima-ceshi-2026"}
        with serving(values, free_port()) as process:
            first_lines(process, "drawing")
            process.kill()
        with serving(values, port := free_port()) as process:
            first = first_lines(process, "Stop")
            assert answer(port)[0] == 200
        with serving(values, port := free_port()) as process:
            second = first_lines(process, "Stop")
            assert answer(port)[0] == 200
    assert "password of each, shown this once: mima-ceshi-2026" in first
    assert second == [
        "The demo accounts (jizhe, bianji, zhubian, shenhe, daohang, admin) keep their password.",
        f"Site:  http://127.0.0.1:{port}/",
        f"Admin: http://127.0.0.1:{port}/admin/",
        "Stop with Ctrl-C.",
    ]

"""The pages of failure, in the site's own look; and the database gone in earnest."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path

from dayuan import errors, urls

ROOT = Path(__file__).parent.parent.parent


def fails_with(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("400/", fails_with(BadRequest("secret"))),
    path("suspicious/", fails_with(SuspiciousOperation("secret"))),
    path("403/", fails_with(PermissionDenied("secret"))),
    path("500/", fails_with(ValueError("secret"))),
    path("503/", fails_with(OperationalError("secret"))),
    *urls.urlpatterns,
]
handler400, handler500 = errors.bad_request, errors.server_error


@pytest.mark.django_db
@pytest.mark.urls("tests.dayuan.test_errors")
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/400/", 400, "这个请求无法处理"),
        ("/suspicious/", 400, "这个请求无法处理"),
        ("/403/", 403, "没有权限打开"),
        ("/meiyou/", 404, "没有找到这个页面"),
        ("/500/", 500, "网站出了点问题"),
        ("/503/", 503, "网站正在维护"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_failure_has_a_page_of_ours_that_gives_nothing_away(address, status, heading):
    response = Client(raise_request_exception=False).get(address)
    page = response.content.decode()
    assert (response.status_code, re.findall(r"<h1>([^<]+)</h1>", page)) == (status, [heading])
    assert ("secret" in page, "Traceback" in page, '<html lang="zh-CN" id="elder">' in page) == (False, False, True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/services/", "/feed/", "/health/live/"])
def test_a_method_that_nothing_is_done_with_is_told_so_in_chinese(client, address):
    response = client.post(address)
    page = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert re.findall(r"<h1>([^<]+)</h1>", page) == ["这个网址不能这样用"]


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert (response.status_code, "刷新" in response.content.decode()) == (403, True)


GONE = """
import os, pathlib, sys
from dayuan import local, postgres
data = pathlib.Path(sys.argv[1])
os.environ["DATABASE_URL"] = postgres.start(data)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
local.prepare()
from wsgiref.util import setup_testing_defaults
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

site = get_wsgi_application()
call_command("migrate", verbosity=0)

def get(path):
    environ, answer = {"PATH_INFO": path, "HTTP_HOST": "127.0.0.1"}, []
    setup_testing_defaults(environ)
    body = site(environ, lambda status, headers: answer.append((status.split()[0], dict(headers))))
    list(body)
    body.close()  # ends the request, as a server does
    return answer[0]

def ask():
    status, headers = get("/")
    print(status, headers.get("Retry-After"), get("/health/ready/")[0], flush=True)

ask()
for word in map(str.strip, sys.stdin):
    if word == "stop":
        postgres._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data, data=data)
    if word == "start":
        postgres.start(data)
    ask()
"""


@pytest.fixture
def data():
    folder = Path(tempfile.mkdtemp(prefix="dayuan-gone-"))
    folder.chmod(0o755)
    yield folder / "postgres"
    shutil.rmtree(folder)


def test_a_database_that_goes_and_comes_back_costs_no_restart(data):
    environment = {**os.environ, "SITE_URL": "http://127.0.0.1"}
    site = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", GONE, data],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def after(what: str) -> str:
        site.stdin.write(f"{what}\n")
        site.stdin.flush()
        return site.stdout.readline().strip()

    assert site.stdout.readline().strip() == "200 None 200"
    assert after("nothing") == "200 None 200"
    assert after("stop") == "503 30 503"
    assert after("start") == "200 None 200"
    site.communicate()
    assert site.returncode == 0

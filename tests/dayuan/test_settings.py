"""The settings as an operator meets them: in a process of their own, from its environment alone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PRODUCTION = {
    "SITE_URL": "https://www.example.cn",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ",
    "DATABASE_URL": "postgres://dayuan:password@127.0.0.1:1/dayuan",
    "TRUSTED_PROXIES": "127.0.0.1/32",
}


def manage(*arguments, **environment) -> subprocess.CompletedProcess:
    values = {"PATH": os.environ["PATH"], **PRODUCTION, **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=values, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SITE_URL", "www.example.cn", "must look like https://www.example.cn"),
        ("SITE_URL", "ftp://www.example.cn", "must look like https://www.example.cn"),
        ("SITE_URL", "https://www.example.cn/news", "must look like https://www.example.cn"),
        ("SITE_URL", "http://[", "must look like https://www.example.cn"),
        ("SITE_URL", "https://www.example.cn:http", "must look like https://www.example.cn"),
        ("SITE_URL", "https://me:secret@www.example.cn", "must look like https://www.example.cn"),
        ("SITE_URL", "https://www.example.cn#top", "must look like https://www.example.cn"),
        ("SITE_URL", "https://www example cn", "must look like https://www.example.cn"),
        ("EXTRA_HOSTS", "*", "must be a list of host names such as m.example.cn"),
        ("EXTRA_HOSTS", "m.example.cn,https://example.cn", "must be a list of host names such as m.example.cn"),
        ("CONTACT_EMAIL", "the editor", "must look like editor@example.cn"),
        ("REPORT_EMAIL", "the editor", "must look like editor@example.cn"),
        ("ICP_NUMBER", "ICP备12345678号", "must look like 晋ICP备12345678号-1"),
        ("ICP_NUMBER", "晋ICP备1234567８号", "must look like 晋ICP备12345678号-1"),
        ("ICP_NUMBER", "晋ICP备12345678号<b>", "must look like 晋ICP备12345678号-1"),
        ("POLICE_NUMBER", "14010002000001", "must look like 晋公网安备14010002000001号"),
        ("POLICE_NUMBER", "晋公网安备1401号", "must look like 晋公网安备14010002000001号"),
        ("POLICE_BADGE", "https://www.example.com/badge.png", "must look like /media/badge.webp"),
        ("POLICE_BADGE", "//www.example.com/badge.png", "must look like /media/badge.webp"),
        ("NEWS_LICENCE", "第1号", "must look like 14120260001"),
        ("REPORT_PHONE", "总机转 12", "must look like 0351-1234567"),
        ("REPORT_PHONE", "0351-1234567;1", "must look like 0351-1234567"),
        ("DEBUG", "yes please", "must be true or false"),
        ("DEBUG", "1", "must be true or false"),
        ("TRUSTED_PROXIES", "127.0.0.1/99", "must be a list of networks such as 10.0.0.0/8"),
        ("TRUSTED_PROXIES", "nginx", "must be a list of networks such as 10.0.0.0/8"),
        ("STATEMENT_TIMEOUT_SECONDS", "soon", "must be a whole number up to 86400"),
        ("STATEMENT_TIMEOUT_SECONDS", "-5", "must be a whole number up to 86400"),
        ("STATEMENT_TIMEOUT_SECONDS", "9" * 13, "must be a whole number up to 86400"),
        ("STATEMENT_TIMEOUT_SECONDS", "9" * 5000, "must be a whole number up to 86400"),
        ("STATEMENT_TIMEOUT_SECONDS", "١٥", "must be a whole number up to 86400"),
    ],
)
def test_nonsense_stops_the_start_with_the_variables_name_in_one_line(name, value, reason):
    done = manage("check", **{name: value})
    shown = value.rstrip("/")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{name} {reason}: {shown!r}\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [("INDEXNOW_KEY", "short"), ("INDEXNOW_KEY", "../../etc/passwd"), ("BAIDU_PUSH_TOKEN", "a&b=c d e")],
)
def test_a_push_key_of_the_wrong_shape_is_refused_without_being_shown(name, value):
    done = manage("check", **{name: value})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{name} must look like [A-Za-z0-9")
    assert value not in done.stderr


@pytest.mark.parametrize("value", ["nonsense", "https://mail.example.cn", "smtp://host:port"])
def test_a_mail_server_that_is_none_is_refused_without_its_password(value):
    done = manage("check", EMAIL_URL=value)
    assert (done.returncode, done.stderr) == (1, "EMAIL_URL must look like smtp+tls://user:password@host:587\n")


@pytest.mark.parametrize("value", ["nonsense", "http://127.0.0.1:6379", "redis://"])
def test_an_address_of_redis_that_is_none_is_refused_without_its_password(value):
    done = manage("check", REDIS_URL=value)
    assert (done.returncode, done.stderr) == (1, "REDIS_URL must look like redis://127.0.0.1:6379/0\n")


@pytest.mark.parametrize(
    "value",
    [
        "sqlite:///db.sqlite3",
        "mysql://u:p@h/db",
        "postgres://u:p@h/",
        "nonsense",
        "postgres://u:p@h:x/db",
        "postgres://[",
    ],
)
def test_another_database_than_postgres_is_refused(value):
    done = manage("check", DATABASE_URL=value)
    assert (done.returncode, done.stderr) == (
        1,
        "DATABASE_URL must look like postgres://user:password@host:5432/name\n",
    )


def test_an_option_that_postgres_does_not_know_is_one_line():
    done = manage("check", DATABASE_URL="postgres://u:p@h/db?speed=high")
    assert (done.returncode, done.stderr) == (1, "DATABASE_URL has an option that Postgres doesn't know\n")


def test_an_unreachable_database_is_one_line():
    done = manage("migrate")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("the database can't be used: ")


def test_the_documented_production_environment_passes_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (1 silenced).\n")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"SITE_URL": "http://www.example.cn"}, "dayuan.E001"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "dayuan.E004"),
        ({"TRUSTED_PROXIES": "::/0"}, "dayuan.E004"),
        ({"DEBUG": "true"}, "security.W018"),
        ({"SECRET_KEY": "short"}, "security.W009"),
    ],
)
def test_an_unsafe_deployment_is_refused(change, found):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **change)
    assert (done.returncode, found in done.stderr) == (1, True)


READS = re.compile(
    r"""(?:required|flag|whole_number|web_address|host_names|mail_address|push_key|written_as|redis_address|networks|database"""
    r"""|env\.\w+)\(\s*["']([A-Z_]+)["']"""
    r"""|os\.environ(?:\.get\(|\[|\.setdefault\()"([A-Z_]+)\""""
)


def test_every_variable_is_in_the_example_and_the_example_has_no_other():
    files = [ROOT / "dayuan/settings.py", ROOT / "dayuan/local.py", *ROOT.glob("operations/**/*.py")]
    read = {one or other for path in files for one, other in READS.findall(path.read_text())}
    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read - {"DJANGO_SETTINGS_MODULE"})

"""The shipped configuration with a real nginx before the site, only its addresses and folders changed."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.utils import timezone

from news.models import Article
from operations import page_cache
from tests.factories import make_article

SHIPPED = Path(__file__).parent.parent.parent / "deploy" / "nginx"
pytestmark = pytest.mark.django_db(transaction=True)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def configuration(folder: Path, port: int, site: str) -> Path:
    changes = {
        r"server \{\n    listen 80;.*?\n\}\n": "",
        r"listen 443 ssl http2;": f"listen 127.0.0.1:{port}; add_header X-From $upstream_cache_status always;",
        r"ssl_certificate\w* [^;]+;": "",
        r"127\.0\.0\.1:8000": site,
        r"www\.example\.cn": "localhost",
        r"/var/cache/nginx/dayuan": f"{folder}/cache",
        r"/srv/dayuan/var/static/": f"{folder}/static/",
        r"/var/lib/dayuan/media/": f"{folder}/media/",
        r"/etc/nginx/dayuan-proxy\.conf": f"{folder}/dayuan-proxy.conf",
    }
    text = (SHIPPED / "dayuan.conf").read_text()
    for old, new in changes.items():
        assert re.search(old, text, re.DOTALL), old
        text = re.sub(old, new, text, flags=re.DOTALL)
    shutil.copy(SHIPPED / "dayuan-proxy.conf", folder)
    conf = folder / "nginx.conf"
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # the folders of tests are their owner's alone
    conf.write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ access_log off; {temporary}\n{text}}}\n"
    )
    return conf


@pytest.fixture
def ask(live_server, tmp_path):
    """Ask nginx for a path; returns status, headers and bytes."""
    page_cache.store.clear()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("p{}")
    tmp_path.chmod(0o755)
    port = free_port()
    conf = configuration(tmp_path, port, live_server.url.removeprefix("http://"))
    process = subprocess.Popen(["nginx", "-c", conf, "-e", tmp_path / "error.log"], stderr=subprocess.DEVNULL)

    def ask(path, **headers):
        talk = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        talk.request("GET", path, headers={"Host": "localhost", **headers})
        answer = talk.getresponse()
        found = answer.status, dict(answer.headers), answer.read()
        talk.close()
        return found

    while True:
        try:
            ask("/static/a.css")
            break
        except ConnectionRefusedError:
            assert process.poll() is None, (tmp_path / "error.log").read_text()
            time.sleep(0.05)
    yield ask
    process.terminate()
    process.wait()
    page_cache.store.clear()


def begin_of_a_second():
    """What lies within one second is repeated: begin with a fresh one."""
    time.sleep(1 - time.time() % 1)


def test_a_search_for_ten_thousand_characters_gets_a_page_of_the_site(ask):
    status, _, page = ask(f"/search/?q={'x' * 10_000}")
    assert (status, "大院" in page.decode()) == (200, True)


def test_a_page_is_repeated_within_its_second_and_asked_about_after_it(ask):
    address = make_article(title="旧题").get_absolute_url()
    ask(address)
    for _ in range(20):  # on a busy machine a second may be over too soon
        begin_of_a_second()
        first, second = ask(address), ask(address)
        if second[1]["X-From"] == "HIT":
            break
    assert first[1]["X-From"] in {"REVALIDATED", "EXPIRED", "MISS"}
    assert (second[0], second[1]["X-From"], second[2]) == (200, "HIT", first[2])
    assert second[1]["Cache-Control"] == "public, no-cache"
    assert "X-Accel-Expires" not in second[1]
    known = ask(address, If_None_Match=second[1]["ETag"])
    assert (known[0], known[2]) == (304, b"")


def test_what_has_changed_is_there_after_a_second_at_most(ask):
    address = make_article(title="旧题").get_absolute_url()
    for _ in range(3):
        ask(address)
    Article.objects.update(title="新题")
    changed = timezone.now()
    answer = ask(address)
    while "新题" not in answer[2].decode():
        asked = timezone.now()
        answer = ask(address)
        assert (asked - changed).total_seconds() <= 1
    Article.objects.update(state="withdrawn", withdrawal_notice="有误")
    begin_of_a_second()
    assert ask(address)[0] == 410


def test_it_travels_compressed_as_django_made_it_whatever_words_the_browser_uses(ask):
    address = make_article().get_absolute_url()
    answers = [ask(address, Accept_Encoding=words) for words in ("gzip, deflate, br", "br;q=1.0, gzip;q=0.8")]
    assert [answer[1]["Content-Encoding"] for answer in answers] == ["gzip", "gzip"]
    assert answers[0][2] == answers[1][2]
    assert "Content-Encoding" not in ask(address, Accept_Encoding="br, gzip;q=0")[1]


def test_what_is_personal_is_never_repeated(ask):
    article = make_article()
    for path in ("/admin/login/", f"/comments/{article.pk}/", "/meiyou/"):
        found = [ask(path) for _ in range(3)]
        assert {answer[1].get("X-From", "") for answer in found} <= {"", "MISS"}
    assert ask("/static/a.css")[2] == b"p{}"

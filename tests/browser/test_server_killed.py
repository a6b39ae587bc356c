"""The server dies while an editor saves, and comes back: so do the words. A real process, killed outright."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.operations.test_serve import ROOT, answer, database, descendants, free_port, serving

PASSWORD = "mima-ceshi-2026"
ARTICLE = {
    "id": 7,
    "title": "原题",
    "categories": [{"slug": "minsheng", "name": "民生"}],
    "body": "<p>正文。</p>",
    "published_at": "2026-01-01T08:00:00+08:00",
}


@pytest.fixture
def environment(django_db_setup, django_db_blocker, tmp_path):
    """Of a site with one article and one user."""
    (tmp_path / "one.jsonl").write_text(json.dumps(ARTICLE))
    with database(django_db_blocker, "killed") as values:
        values |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        user = ["createsuperuser", "--noinput", "--username=zhan", "--email=zhan@example.cn"]
        for arguments in (["migrate", "-v0"], [*user, "-v0"], ["import_articles", tmp_path / "one.jsonl"]):
            subprocess.run(
                [sys.executable, "manage.py", *arguments], cwd=ROOT, env=values, check=True, capture_output=True
            )
        yield values


def kill(process) -> None:
    for pid in [*descendants(process.pid), process.pid]:
        os.kill(pid, signal.SIGKILL)
    process.wait()


def test_words_come_back_after_the_server_was_killed_in_the_middle_of_a_save(environment, page):
    port = free_port()
    change = f"http://127.0.0.1:{port}/admin/news/article/7/change/"
    editor = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body[contenteditable=true]")
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    with serving(environment, port) as process:
        answer(port)
        page.goto(change)
        page.fill("#id_username", "zhan")
        page.fill("#id_password", PASSWORD)
        page.locator("input[type=submit]").click()
        editor.wait_for()
        page.fill("#id_title", "前半句")
        expect(page.locator("[data-status]")).to_have_text(re.compile("已自动保存"))
        for pid in descendants(process.pid):
            os.kill(pid, signal.SIGSTOP)  # it takes the request, and will not answer
        try:
            page.route("**/autosave/", lambda route: route.abort())
            page.fill("#id_title", "前半句和后半句")
            with page.expect_request(lambda request: request.method == "POST" and request.url == change):
                # The answer never comes, and a click waits for the navigation that it began.
                page.locator("input[name=_save]:visible").click(no_wait_after=True)
        finally:
            kill(process)  # stopped, it would outlive the test
    page.unroute("**/autosave/")
    with serving(environment, port) as process:
        answer(port)
        page.goto(change)
        editor.wait_for()
        assert page.input_value("#id_title") == "原题"
        page.get_by_role("listitem").filter(has_text="（本机）").get_by_role("button", name=re.compile("^恢复")).click()
        expect(page.locator("#id_title")).to_have_value("前半句和后半句")
        expect(page.locator("[data-status]")).to_have_text(re.compile("已自动保存"))
        with page.expect_navigation():
            page.locator("input[name=_save]:visible").click()
        page.goto(change)
        editor.wait_for()
        assert page.input_value("#id_title") == "前半句和后半句"
        assert page.locator("[data-offers] li").count() == 0

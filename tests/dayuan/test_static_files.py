"""What `collectstatic` makes of the style sheets and scripts."""

import gzip
import re

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.browser.site import build_site

STORAGE = {
    "staticfiles": {"BACKEND": "dayuan.storage.StaticStorage"},
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}
READERS_SCRIPT = 1024  # bytes of the script that holds up the first paint, compressed
READERS_BUDGET = 30 * 1024  # bytes of an article page's HTML, CSS and JS, compressed


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=str(folder), STORAGES=STORAGE):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def only(folder, pattern):
    (path,) = folder.glob(pattern)
    return path


def test_the_style_sheet_is_one_file_without_imports(collected):
    sheet = only(collected, "css/site.????????????.css").read_text()
    assert (re.findall("@import", sheet), ".story__body" in sheet, ".comment-form" in sheet) == ([], True, True)


def test_scripts_import_one_another_by_their_hashed_names(collected):
    comments = only(collected, "js/comments.????????????.js").name
    assert f'import("./{comments}")' in only(collected, "js/article.????????????.js").read_text()


def test_what_runs_before_the_first_paint_is_small_and_calls_the_settings_by_their_hashed_name(collected):
    script, settings = only(collected, "js/reader.????????????.js"), only(collected, "js/settings.????????????.js")
    assert f'import("./{settings.name}")' in script.read_text()
    assert script.with_name(script.name + ".gz").stat().st_size < READERS_SCRIPT


def test_every_text_file_has_a_compressed_copy_of_the_same_bytes(collected):
    for path in [only(collected, "css/site.????????????.css"), only(collected, "js/article.????????????.js")]:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_plugins_that_the_toolbar_does_not_use_are_not_there(collected):
    plugins = {path.name for path in (collected / "ckeditor/ckeditor/plugins").iterdir() if path.is_dir()}
    assert plugins & {"iframe", "flash", "uploadimage", "preview", "forms", "templates", "embed"} == set()
    assert {"image", "link", "table", "clipboard", "pastefromword", "find"} <= plugins


@pytest.mark.django_db
def test_an_article_page_with_sheet_and_script_is_below_30_kilobytes(client, collected):
    response = client.get(build_site()["article"], headers={"accept-encoding": "gzip"})
    names = ["css/site.????????????.css.gz", "js/reader.????????????.js.gz", "js/article.????????????.js.gz"]
    files = [only(collected, name) for name in names]
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) + sum(path.stat().st_size for path in files) < READERS_BUDGET

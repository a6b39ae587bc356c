import os
from email.utils import parsedate_to_datetime

import pytest

from news import picture_files

NAME = f"pictures/2026/11/{'0f' * 16}_20x16.webp"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture_files.write({NAME: b"RIFF-webp", picture_files.share_name(NAME): b"jpeg"})
    return tmp_path


def test_picture_is_served_so_that_it_can_only_be_a_picture(client, media):
    response = client.get(f"/media/{NAME}")
    assert (response.status_code, response.content) == (200, b"RIFF-webp")
    expected = {
        "Content-Type": "image/webp",
        "Content-Length": "9",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    assert {name: response[name] for name in expected} == expected
    assert not response.cookies


def test_type_follows_the_name(client, media):
    assert client.get(f"/media/{picture_files.share_name(NAME)}")["Content-Type"] == "image/jpeg"


def test_known_picture_is_not_sent_again(client, media):
    modified = client.get(f"/media/{NAME}")["Last-Modified"]
    assert parsedate_to_datetime(modified).timestamp() == int((media / NAME).stat().st_mtime)
    response = client.get(f"/media/{NAME}", headers={"If-Modified-Since": modified})
    assert (response.status_code, response.content) == (304, b"")


def test_head_sends_the_length_alone(client, media):
    response = client.head(f"/media/{NAME}")
    assert (response.status_code, response.content, response["Content-Length"]) == (200, b"", "9")


def test_post_is_refused(client, media):
    assert client.post(f"/media/{NAME}").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "secret.txt",
        "pictures/secret.txt",
        "../secret.txt",
        "pictures/2026/11/../../../secret.txt",
        "pictures/2026/11/%2e%2e/%2e%2e/secret.txt",
        "pictures/2026/11/..%2f..%2f..%2fsecret.txt",
        "pictures%5c..%5csecret.txt",
        "//etc/passwd",
        f"{NAME}%00",
        f"{NAME}%0a",
        f"{NAME}%00.jpg",
        f"{NAME}/",
        f".{NAME}.part",
        NAME.replace("11", "１１"),
        NAME.replace("0f", "0e"),
        NAME.replace(".webp", ".html"),
        NAME.replace(".webp", "-481.webp"),
        NAME.upper(),
    ],
)
def test_nothing_else_is_served(client, db, media, path):
    (media / "secret.txt").write_text("not for readers")
    (media / "pictures" / "secret.txt").write_text("not for readers")
    response = client.get(f"/media/{path}")
    assert response.status_code == 404
    assert b"not for readers" not in response.content


def test_links_are_not_followed(client, db, media):
    (media / "secret.txt").write_text("not for readers")
    link = media / NAME.replace("0f", "1f")
    os.symlink(media / "secret.txt", link)
    assert client.get(f"/media/{link.relative_to(media)}").status_code == 404


def test_folders_and_pipes_are_not_served(client, db, media):
    folder, pipe = media / NAME.replace("0f", "2f"), media / NAME.replace("0f", "3f")
    folder.mkdir()
    os.mkfifo(pipe)
    assert [client.get(f"/media/{path.relative_to(media)}").status_code for path in (folder, pipe)] == [404, 404]

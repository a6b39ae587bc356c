"""The page on which a reader's own browser lists what it keeps."""

import pytest

pytestmark = pytest.mark.django_db


def test_it_is_the_same_for_everybody_and_no_machine_lists_it(client):
    response = client.get("/saved/")
    text = response.content.decode()
    assert (response.status_code, dict(response.cookies), response["Cache-Control"]) == (200, {}, "public, no-cache")
    assert '<meta name="robots" content="noindex">' in text
    assert "这一页要在浏览器里打开脚本才能列出收藏" in text


def test_it_asks_for_the_sections_alone(client, django_assert_num_queries):
    with django_assert_num_queries(2):  # the other is the look for scheduled updates
        client.get("/saved/")

"""The first page of the newsroom: what each of them came to do."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
DRAFT = {"state": "draft", "published_at": None}


@pytest.fixture
def enter(client):
    """Logs in as a new member of the group; returns them."""

    def enter(group: str):
        user = make_user("ta", group=group)
        client.force_login(user)
        return user

    return enter


def texts(client, css_class: str) -> list[str]:
    """The links of the page's lists with that class."""
    page = client.get("/admin/").content.decode()
    parts = re.findall(rf'class="{css_class}".*?</ul>', page, re.DOTALL)
    return re.findall(r"<li>\s*<a [^>]*>(.*?)</a>", "".join(parts))


def test_a_reporter_finds_their_own_drafts(client, enter):
    reporter = enter("记者")
    make_article(title="我的", created_by=reporter, **DRAFT)
    make_article(title="别人的", **DRAFT)
    assert texts(client, "desk-ways") == ["写文章", "上传图片"]
    assert texts(client, "desk") == ["我的"]


def test_an_editor_finds_all_drafts_and_what_goes_out_next(client, enter):
    enter("编辑")
    now = timezone.now()
    make_article(title="后天", published_at=now + timedelta(days=2))
    make_article(title="明天", published_at=now + timedelta(days=1))
    make_article(title="昨天")
    make_article(title="旧稿", **DRAFT)
    make_article(title="新稿", **DRAFT)
    assert texts(client, "desk") == ["新稿", "旧稿", "明天", "后天"]


def test_a_moderator_finds_how_many_comments_wait(client, enter):
    enter("评论审核")
    assert texts(client, "desk-ways") == ["审核评论"]
    make_comment()
    make_comment(state="approved")
    assert texts(client, "desk-ways") == ["审核评论（1 条待审）"]
    assert texts(client, "desk") == []


def test_the_keeper_of_the_directory_finds_what_grew_old(client, enter):
    enter("导航维护")
    assert texts(client, "desk-ways") == ["核对服务"]


def test_many_drafts_ask_no_more_than_one(client, enter, django_assert_num_queries):
    user = enter("编辑")
    make_article(created_by=user, **DRAFT)
    client.get("/admin/")
    with django_assert_num_queries(14):
        client.get("/admin/")
    for _ in range(30):
        make_article(created_by=user, **DRAFT)
    with django_assert_num_queries(14):
        client.get("/admin/")

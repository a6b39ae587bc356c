"""Every list of the admin asks the database as often for 30 rows as for one, and loads no bodies."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.flatpages.models import FlatPage
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Block, Comment, CommentWord, Decision, NetworkLog
from directory.models import Area, Service
from directory.models import Group as ServiceGroup
from news.desk import notices
from news.models import (
    AddressPush,
    Article,
    Category,
    Entry,
    MissingAddress,
    MourningDay,
    Picture,
    Source,
    Tag,
    Topic,
    WordRule,
)
from operations.models import Task
from tests.directory.building import make_group, make_service
from tests.factories import decide, make_article, make_category, make_comment, make_picture, make_tag, make_user
from traffic.models import DailyClicks, DailyReadings

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def make_decision(number):
    decide(Comment.objects.filter(pk=make_comment().pk), "approved", User.objects.get(username="zongguan"))


def make_block(number):
    user = User.objects.get(username="zongguan")
    Block.objects.create(kind="name", value=f"称呼{number}", reason="骂人", comment=make_comment(), created_by=user)


MAKERS = {
    Article: lambda number: make_article(tags=[make_tag(f"标签{number}")], cover=make_picture(16, 16)),
    Category: lambda number: make_article(category=make_category(f"lanmu-{number}", f"栏目{number}")),
    Picture: lambda number: make_article(cover=make_picture(16, 16)),
    Source: lambda number: make_article(source=Source.objects.create(name=f"来源{number}")),
    Entry: lambda number: Entry.objects.create(article_id=number + 1, title="题", action=Entry.Action.PUBLISHED),
    AddressPush: lambda number: AddressPush.objects.ask("baidu", make_article(), gone=False),
    WordRule: lambda number: WordRule.objects.create(word=f"词语{number}"),
    MissingAddress: lambda number: MissingAddress.objects.create(path=f"/ye{number}/"),
    Redirect: lambda number: Redirect.objects.create(site_id=1, old_path=f"/jiu{number}/", new_path="/"),
    Task: lambda number: notices.send.enqueue(7, 8, number),
    MourningDay: lambda number: MourningDay.objects.create(date=TODAY + timedelta(days=number), reason="哀悼日"),
    Topic: lambda number: Topic.objects.create(name=f"专题{number}", slug=f"zhuanti-{number}"),
    Tag: lambda number: make_article(tags=[make_tag(f"标签{number}")]),
    Comment: lambda number: make_comment(),
    Decision: make_decision,
    CommentWord: lambda number: CommentWord.objects.create(word=f"词语{number}"),
    Block: make_block,
    NetworkLog: lambda number: NetworkLog.objects.create(comment=make_comment(), act="comment", device="d"),
    ServiceGroup: lambda number: make_group(f"fenlei-{number}", f"分类{number}"),
    Area: lambda number: Area.objects.create(name=f"地区{number}"),
    Service: lambda number: make_service(f"服务{number}", phones=["12345"]),
    DailyReadings: lambda number: DailyReadings.objects.create(article=make_article(), day=TODAY, readings=1),
    DailyClicks: lambda number: DailyClicks.objects.create(service=make_service(f"服务{number}"), day=TODAY, clicks=1),
    FlatPage: lambda number: FlatPage.objects.create(url=f"/ye{number}/", title="页"),
    User: lambda number: make_user(f"yonghu{number}", group="编辑"),
    Group: lambda number: Group.objects.create(name=f"组{number}"),
}


def name(model):
    return model._meta.label_lower


@pytest.fixture
def boss(client):
    client.force_login(make_user("zongguan", is_superuser=True))
    return client


def test_no_list_is_forgotten():
    assert {name(model) for model in admin.site._registry} == {name(model) for model in MAKERS}


@pytest.mark.parametrize("model", MAKERS, ids=name)
def test_30_rows_need_no_more_queries_than_one(boss, model):
    address = f"/admin/{name(model).replace('.', '/')}/"
    asked, rows = [], []
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            MAKERS[model](number)
        boss.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = boss.get(address)
        rows.append(len(response.context["cl"].result_list))
        asked.append(len(queries))
        if model is not Comment:  # what a reader wrote is what the moderator reads
            assert [query["sql"] for query in queries if '_article"."body"' in query["sql"]] == []
    assert (rows[1] - rows[0], asked[1]) == (29, asked[0])

"""流转记录: of one article, and the list of all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.desk import reviewing
from news.models import Entry
from tests.factories import make_user
from tests.news.desk.newsroom import reviewer, submitted

pytestmark = pytest.mark.django_db
LIST = "/admin/news/entry/"


@pytest.fixture
def writer():
    return make_user("jizhe", "记者", last_name="张", first_name="三")


def log(article) -> str:
    return f"/admin/news/article/{article.pk}/log/"


def test_says_who_did_what_when_and_why(client, writer):
    article = submitted(writer, 2)
    judge = reviewer("shengao", "view_entry")
    reviewing.send_back(article.pk, judge, step=1, seen=1, to=0, reason="<b>一</b>\n二")
    client.force_login(writer)
    response = client.get(log(article))
    lines = [(str(line.actor), line.get_action_display(), line.step_label()) for line in response.context["entries"]]
    assert lines == [("shengao", "退回", "初审"), ("jizhe", "送审", "")]
    text = response.content.decode()
    for part in ["退给作者：&lt;b&gt;一&lt;/b&gt;<br>二", "张三", "第 1 版"]:
        assert part in text


def test_asks_as_often_for_30_lines_as_for_one(client, writer, django_assert_num_queries):
    article = submitted(writer)
    client.force_login(writer)
    client.get(log(article))
    with django_assert_num_queries(count_queries(client, article)):
        client.get(log(article))


def count_queries(client, article) -> int:
    from_before = queries_of(client, article)
    for _ in range(15):
        reviewing.take_back(article.pk, article.created_by)
        reviewing.submit(article.pk, article.created_by)
    return from_before


def queries_of(client, article) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(log(article))
    return len(queries)


def test_a_reporter_reads_about_their_own_articles_alone(client, writer):
    own = submitted(writer)
    other = submitted(make_user("lingren", "记者"), category=own.category, title="别人的稿")
    client.force_login(writer)
    rows = client.get(LIST).context["cl"].result_list
    assert [row.article_id for row in rows] == [own.pk]
    assert client.get(log(other)).status_code == 404
    assert client.get(f"{LIST}{other_line(other)}/change/").status_code == 404


def other_line(article) -> int:
    return Entry.objects.of_article(article.pk).first().pk


def test_an_editor_reads_all_even_of_what_is_gone(client, writer):
    article = submitted(writer)
    article.delete()
    client.force_login(make_user("bianji", "编辑"))
    response = client.get(LIST)
    assert [row.title for row in response.context["cl"].result_list] == ["供暖改造完工"]


@pytest.mark.parametrize("page", ["add/", "{}/delete/"])
def test_nobody_writes_in_it(client, writer, page):
    article = submitted(writer)
    client.force_login(make_user("root", is_superuser=True))
    assert client.get(LIST + page.format(other_line(article))).status_code == 403
    client.post(f"{LIST}{other_line(article)}/change/", {"reason": "x"})
    assert Entry.objects.get().reason == ""

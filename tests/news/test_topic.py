"""专题: the pages of readers, and the screens on which editors make one."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.desk import collecting
from news.front_page import front_page
from news.models import Topic, TopicArticle, TopicSection
from tests.factories import make_article, make_picture, make_user
from tests.visibility import HIDDEN, make_hidden

pytestmark = pytest.mark.django_db


def make_topic(name="春运", slug="chunyun", **fields) -> Topic:
    fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    return Topic.objects.create(name=name, slug=slug, **fields)


def put(topic, *articles, section=None) -> None:
    first = topic.topic_articles.count() + 1
    for position, article in enumerate(articles, start=first):
        TopicArticle.objects.create(topic=topic, section=section, article=article, position=position)


def lines(response) -> list[str]:
    """Headings of sections and titles, down the page."""
    return re.findall(r'<h[23] class="(?:rubric"|topic__title"><a[^>]*)>([^<]+)', response.content.decode())


def arrange(client, topic, **posted):
    return client.post(
        f"/admin/news/topic/{topic.pk}/articles/", {"seen": collecting.seen(topic), **posted}, follow=True
    )


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def test_a_topic_has_its_articles_by_section_in_the_editors_order(client):
    topic = make_topic(introduction="一路平安。\n\n早些出门。", cover=make_picture())
    later, sooner = (
        TopicSection.objects.create(topic=topic, name=name, order=order) for name, order in [("路况", 2), ("车票", 1)]
    )
    put(topic, make_article(title="路况一"), make_article(title="路况二"), section=later)
    put(topic, make_article(title="车票一"), section=sooner)
    put(topic, make_article(title="总览"), *make_hidden())
    response = client.get("/topic/chunyun/")
    assert lines(response) == ["总览", "车票", "车票一", "路况", "路况一", "路况二"]
    page = response.content.decode()
    assert "<p>一路平安。</p>\n\n<p>早些出门。</p>" in page
    assert [title for title in HIDDEN if title in page] == []


def test_a_long_topic_has_pages_and_each_names_its_sections(client):
    topic = make_topic()
    section = TopicSection.objects.create(topic=topic, name="路况")
    put(topic, *[make_article(title=f"稿{number}") for number in range(35)], section=section)
    assert lines(client.get("/topic/chunyun/")) == ["路况", *[f"稿{number}" for number in range(30)]]
    assert lines(client.get("/topic/chunyun/?page=2")) == ["路况", *[f"稿{number}" for number in range(30, 35)]]
    assert client.get("/topic/chunyun/?page=3").status_code == 404


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(days=1)])
def test_a_topic_that_is_not_public_is_nowhere(client, published_at):
    make_topic(published_at=published_at)
    assert client.get("/topic/chunyun/").status_code == 404
    assert "春运" not in client.get("/topic/").content.decode()
    assert "chunyun" not in client.get("/sitemap-topics.xml").content.decode()
    assert front_page()["topics"] == []


def test_public_topics_stand_in_the_index_the_sitemap_and_on_the_front_page(client):
    make_topic("二", "er", order=2)
    make_topic("一", "yi", order=1)
    make_topic("不上首页", "wu", order=0, is_on_front=False)
    page = client.get("/topic/").content.decode()
    assert re.findall(r'topic-card__name"><a href="([^"]+)">([^<]+)', page) == [
        ("/topic/wu/", "不上首页"),
        ("/topic/yi/", "一"),
        ("/topic/er/", "二"),
    ]
    assert re.findall(r"/topic/\w+/", client.get("/sitemap-topics.xml").content.decode()) == [
        "/topic/er/",
        "/topic/yi/",
        "/topic/wu/",
    ]
    assert [topic["name"] for topic in front_page()["topics"]] == ["一", "二"]


@pytest.mark.parametrize("path", ["/topic/meiyou/", "/topic/%00/", "/topic/a/b/", "/topic/CHUNYUN/", "/topic/?page=2"])
def test_what_is_no_topic_is_404(client, path):
    make_topic()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_more_rows_need_no_more_queries(client, django_assert_num_queries, count):
    for number in range(count):
        topic = make_topic(f"专题{number}", f"zhuanti-{number}", cover=make_picture(16, 16))
        put(topic, *[make_article(cover=make_picture(16, 16)) for _ in range(2)])
    put(topic, *[make_article() for _ in range(count)])
    with django_assert_num_queries(5):
        client.get(topic.get_absolute_url())
    with django_assert_num_queries(4):
        client.get("/topic/")


def test_an_editor_makes_a_topic_and_puts_articles_in(client, editor):
    data = {"name": "春运", "slug": "chunyun", "introduction": "", "is_on_front": "on", "order": "0"}
    data |= {"published_at": "2026-01-01T08:00:00", "sections-TOTAL_FORMS": "1", "sections-INITIAL_FORMS": "0"}
    data |= {"sections-0-name": "路况", "sections-0-order": "1"}
    response = client.post("/admin/news/topic/add/", data)
    topic = Topic.objects.get()
    assert response["Location"] == f"/admin/news/topic/{topic.pk}/articles/"
    section, made = topic.sections.get(), [make_article(title=title) for title in "甲乙丙"]
    arrange(client, topic, add=made[0].pk)
    for article in made[1:]:
        arrange(client, topic, add=article.pk, section=section.pk)
    rows = {row.article.title: row.pk for row in topic.topic_articles.select_related("article")}
    arrange(client, topic, up=rows["丙"])
    assert lines(client.get("/topic/chunyun/")) == ["甲", "路况", "丙", "乙"]
    arrange(client, topic, refile=rows["甲"], **{f"to-{rows['甲']}": section.pk})
    arrange(client, topic, down=rows["甲"])
    arrange(client, topic, out=rows["乙"])
    assert lines(client.get("/topic/chunyun/")) == ["路况", "丙", "甲"]


def test_a_stale_screen_and_a_double_change_nothing(client, editor):
    topic, article = make_topic(), make_article(title="甲")
    seen = collecting.seen(topic)
    arrange(client, topic, add=article.pk)
    for posted, reason in [({"seen": seen}, "刚才有别人改过，现在的样子在下面，请看过再改"), ({}, "已经在这个专题里")]:
        response = arrange(client, topic, add=article.pk, **posted)
        assert [str(message) for message in response.context["messages"]] == [f"没有改：{reason}。"]
    assert topic.topic_articles.count() == 1


@pytest.mark.parametrize("posted", [{"add": "x"}, {"add": "0"}, {"up": "9" * 30}, {"add": "1", "section": "7"}])
def test_what_the_screen_does_not_send_is_bad(client, editor, posted):
    assert arrange(client, make_topic(), **posted).status_code == 400


def test_a_section_of_another_topic_is_refused_by_form_and_database(client, editor):
    topic, other = make_topic(), make_topic("别的", "biede")
    section, article = TopicSection.objects.create(topic=other, name="路况"), make_article()
    assert arrange(client, topic, add=article.pk, section=section.pk).status_code == 400
    with pytest.raises(IntegrityError), transaction.atomic():
        put(topic, article, section=section)
        connection.check_constraints()


def test_a_reporter_sees_the_screen_and_changes_nothing(client):
    client.force_login(make_user("jizhe", "记者"))
    topic, article = make_topic(), make_article()
    page = client.get(f"/admin/news/topic/{topic.pk}/articles/").content.decode()
    assert ("加稿件" in page, arrange(client, topic, add=article.pk).status_code) == (False, 403)


def test_a_deleted_section_leaves_its_articles_in_the_topic(client):
    topic = make_topic()
    section = TopicSection.objects.create(topic=topic, name="路况")
    put(topic, make_article(title="甲"), section=section)
    section.delete()
    assert lines(client.get("/topic/chunyun/")) == ["甲"]


def test_a_long_list_of_articles_needs_no_more_queries_to_arrange(client, editor):
    topic, counts = make_topic(), []
    for count in (1, 29):
        put(topic, *[make_article() for _ in range(count)])
        client.get(f"/admin/news/topic/{topic.pk}/articles/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/admin/news/topic/{topic.pk}/articles/")
        counts.append(len(queries))
    assert counts[0] == counts[1]

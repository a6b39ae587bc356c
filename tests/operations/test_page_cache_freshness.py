"""Every kind of change, by every way of writing, and every page of readers after it: what is given out is what would
be drawn anew.
"""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.flatpages.models import FlatPage
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.utils import timezone

from dayuan.sitemaps import SECTIONS
from directory.models import Area, Channel, Group, Phone, Service
from news.desk import publishing, revising
from news.models import (
    Article,
    Category,
    Correction,
    FrontPageSlot,
    MourningDay,
    Picture,
    Source,
    Tag,
    Topic,
    TopicArticle,
    TopicSection,
)
from operations import page_cache
from tests.browser.site import build_site
from tests.factories import make_article, make_comment, make_tag, make_user
from tests.wsgi import ask

pytestmark = pytest.mark.django_db(transaction=True)
BUILT = re.compile(rb"<lastBuildDate>.*?</lastBuildDate>")
ALSO = [
    *"/feed/ /feed/atom/ /feed/json/ /minsheng/feed/ /minsheng/feed/atom/ /minsheng/feed/json/".split(),
    *"/sitemap.xml /sitemap-news.xml /robots.txt /search/opensearch.xml /corrections/ /lao/ /jiu/".split(),
    *[f"/sitemap-{section}.xml" for section in SECTIONS],
]


@pytest.fixture
def pages():
    page_cache.store.clear()
    paths = [*(path for kind, path in build_site().items() if not kind.startswith("comments")), *ALSO]
    Source.objects.update(allowed=True)
    yield [*paths, story().get_code_url()]
    page_cache.store.clear()


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def read(pages) -> dict[str, tuple]:
    """Of each page the status, where it leads and the bytes. An empty feed says that it was built this second."""
    answers = {path: ask(path) for path in pages}
    return {
        path: (status, headers.get("Location"), BUILT.sub(b"", body))
        for path, (status, headers, body) in answers.items()
    }


def story() -> Article:
    return Article.objects.get(subtitle="首周免费试乘")


def approve_in_the_admin(client):
    comment = make_comment(story())
    client.force_login(make_user("shencha", is_superuser=True))
    chosen = {"action": "approve", "_selected_action": [comment.pk], "seen": [f"{comment.pk}:1"]}
    client.post("/admin/comments/comment/", chosen)
    client.logout()


def lead_on_in_the_admin(client):
    client.force_login(make_user("guanli", is_superuser=True))
    client.post("/admin/redirects/redirect/add/", {"old_path": "/lao/", "new_path": "/minsheng/"})
    client.logout()


def publish_at_the_desk(client):
    draft = make_article(state="draft", published_at=None, title="桌上来的")
    publishing.publish(draft.pk, make_user("qianfa", is_superuser=True))


def update_at_the_desk(client):
    editor = make_user("gengxin", is_superuser=True)
    revising.save(story().pk, {**story().content(), "title": "改过的标题"}, editor)
    publishing.publish(story().pk, editor)


def first(model, **fields):
    """Change the fields of the first row with save(), as a shell would."""

    def change(client):
        row = model.objects.order_by("pk")[0]
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()

    return change


CHANGES = {
    "admin approves a comment": approve_in_the_admin,
    "admin leads an address on": lead_on_in_the_admin,
    "desk publishes": publish_at_the_desk,
    "desk updates": update_at_the_desk,
    "shell saves an article": lambda client: Article(pk=None, **NEW, category=Category.objects.all()[0]).save(),
    "shell deletes an article": lambda client: Article.objects.get(title="壳里写的").delete(),
    "shell renames a category": first(Category, name="新名"),
    "SQL takes a tag off": lambda client: sql(LAST_TAG_OFF),
    "shell renames a tag": first(Tag, name="电车"),
    "shell tags": lambda client: story().tags.add(make_tag("地铁")),
    "shell untags": lambda client: story().tags.clear(),
    "shell renames a source": first(Source, name="示例早报"),
    "shell describes a picture": first(Picture, alt="另一段河岸"),
    "shell corrects": lambda client: Correction.objects.create(article=story(), text="数字有误，现已更正。"),
    "shell renames a service": first(Service, name="报警台"),
    "shell renames a group": lambda client: Group.objects.filter(slug="zhufang").update(name="安居"),
    "shell renames an area": first(Area, name="全省"),
    "shell changes a phone": first(Phone, number="11 0"),
    "shell changes a channel": first(Channel, name="掌上服务厅"),
    "shell writes a flat page": first(FlatPage, content="<p>新的介绍。</p>", title="新题"),
    "shell hides flat pages": lambda client: [page.sites.clear() for page in FlatPage.objects.all()],
    "shell renames a topic": first(Topic, name="新线开通"),
    "shell renames a section of it": first(TopicSection, name="时刻"),
    "update() of its articles": lambda client: TopicArticle.objects.update(section=None),
    "SQL moves a slot": lambda client: sql("UPDATE news_frontpageslot SET place = 'secondary' WHERE place = 'lead'"),
    "shell empties the slots": lambda client: FrontPageSlot.objects.all().delete(),
    "shell mourns": lambda client: MourningDay.objects.create(date=timezone.localdate(), reason="哀悼日"),
    "update() of articles": lambda client: Article.objects.update(title="同一个标题"),
    "bulk_create": lambda client: Redirect.objects.bulk_create([Redirect(site_id=1, old_path="/jiu/", new_path="/")]),
    "SQL to an article": lambda client: sql("UPDATE news_article SET body = '<p>换了。</p>'"),
    "SQL to a category": lambda client: sql("UPDATE news_category SET name = name || '版'"),
    "SQL deletes a phone": lambda client: sql("DELETE FROM directory_phone WHERE label = ''"),
    "shell moves a category": first(Category, slug="gaile"),
    "desk withdraws": lambda client: publishing.withdraw(story().pk, make_user("chehui"), "有误"),
    "TRUNCATE of phones": lambda client: sql("TRUNCATE directory_phone"),
    "update() of services": lambda client: Service.objects.update(is_public=False),
    "update() takes all offline": lambda client: Article.objects.update(state="draft"),
    "SQL publishes all": lambda client: sql("UPDATE news_article SET state = 'published'"),
    "TRUNCATE of comments": lambda client: sql("TRUNCATE comments_comment CASCADE"),
    "TRUNCATE of articles": lambda client: sql("TRUNCATE news_article CASCADE"),
}
LAST_TAG_OFF = "DELETE FROM news_article_tags WHERE id = (SELECT max(id) FROM news_article_tags)"
NEW = {"title": "壳里写的", "body": "<p>一段。</p>", "state": "published", "published_at": timezone.now()}


def test_what_is_given_out_after_a_change_is_what_would_be_drawn_anew(client, pages):
    """One change after the other, as each leaves enough for the next; the cache is full before each."""
    stale, unseen, before = {}, [], read(pages)
    for name, change in CHANGES.items():
        change(client)
        after = read(pages)
        page_cache.store.clear()
        anew = read(pages)
        if old := [path for path in pages if after[path] != anew[path]]:
            stale[name] = old
        if anew == before:
            unseen.append(name)  # would prove nothing
        before = anew
    assert (stale, unseen) == ({}, [])


def schedule_update(moment: datetime):
    editor = make_user("dingshi", is_superuser=True)
    revising.save(story().pk, {**story().content(), "title": "到时候改"}, editor)
    publishing.publish(story().pk, editor, at=moment)


COMING = {
    "goes out": lambda at: make_article(title="到点发", published_at=at),
    "goes offline": lambda at: Article.objects.filter(pk=story().pk).update(expires_at=at),
    "is no longer pinned": lambda at: Article.objects.filter(title="第3篇").update(pinned_until=at),
    "is updated": schedule_update,
    "leaves its slot": lambda at: FrontPageSlot.objects.filter(place="lead").update(
        article=Article.objects.get(title="第3篇"), until=at
    ),
    "closes its comments": lambda at: Article.objects.filter(pk=story().pk).update(published_at=at - timedelta(days=3)),
    "opens as a topic": lambda at: Topic.objects.update(published_at=at),
}


@pytest.mark.parametrize("coming", COMING)
def test_what_time_alone_changes_is_seen_at_its_second(pages, monkeypatch, settings, coming):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 3
    oldest = Article.objects.filter(state="published").order_by("published_at", "pk")[0]
    Article.objects.filter(pk=oldest.pk).update(title="第3篇")
    # Behind the times that the pages were made at, within one minute.
    now = (timezone.now() + timedelta(minutes=1)).replace(second=10, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    moment = now + timedelta(seconds=30)
    COMING[coming](moment)
    before = read(pages)
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(microseconds=1))
    assert read(pages) == before
    monkeypatch.setattr(timezone, "now", lambda: moment)
    after = read(pages)
    page_cache.store.clear()
    assert read(pages) == after
    assert after != before


def test_at_midnight_by_the_clock_of_the_site_a_page_ends(db):
    midnight = timezone.make_aware(datetime(2026, 11, 26))
    assert page_cache.coming(midnight - timedelta(seconds=1)) == (midnight, True)
    assert page_cache.coming(midnight) == (midnight + page_cache.LONGEST, True)


def test_readings_lag_a_minute_at_most(client, pages, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    address = story().get_absolute_url()

    def readings():
        return "阅读 9001" in client.get(address).content.decode()

    assert not readings()
    sql("UPDATE traffic_dailyreadings SET readings = 9001")
    assert not readings()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=60))
    assert readings()

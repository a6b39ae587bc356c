"""The number that says whether a kept page may still be true, on real transactions."""

import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.redirects.models import Redirect
from django.db import connection, transaction
from django.utils import timezone

from news.models import Article, Autosave, Category, Tag
from operations import content_version
from operations.content_version import UNWATCHED
from tests.factories import decide, make_article, make_category, make_comment, make_tag, make_user
from tests.races import at_once
from traffic.models import DailyReadings

WATCHED = """
    SELECT event_object_table, array_agg(DISTINCT event_manipulation::text ORDER BY event_manipulation::text)
    FROM information_schema.triggers WHERE action_statement LIKE '%raise_content_version%' GROUP BY 1
"""
TRUNCATES = """
    SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
    WHERE tgfoid = 'raise_content_version'::regproc AND tgtype & 32 = 32
"""


def sql(statement, values=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


@pytest.mark.django_db
def test_every_table_is_watched_or_known_to_be_on_no_page_of_readers():
    """Whoever adds a table decides: `watch("its_table")` in a migration of operations, or a word in UNWATCHED."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if not model._meta.proxy and model._meta.managed}
    watched = dict(sql(WATCHED))
    assert tables - UNWATCHED == set(watched) == {table for (table,) in sql(TRUNCATES)}
    assert {tuple(events) for events in watched.values()} == {("DELETE", "INSERT", "UPDATE")}


def raised_by(change) -> int:
    before = content_version.current()
    change()
    return content_version.current() - before


@pytest.mark.django_db(transaction=True)
def test_what_readers_see_raises_it_and_nothing_else_does():
    draft, story, pending = make_article(state="draft"), make_article(), make_comment(make_article())
    withdrawn = make_article(state="withdrawn")
    user, tag, forgotten = make_user(), make_tag(), make_article(state="draft")
    articles, one = Article.objects.all(), sql
    changes = {
        "story saved": (story.save, 1),
        "story updated": (lambda: articles.filter(pk=story.pk).update(title="新"), 1),
        "story in SQL": (lambda: one("UPDATE news_article SET title = 'x' WHERE id = %s", [story.pk]), 1),
        "notice of a withdrawn one": (lambda: articles.filter(pk=withdrawn.pk).update(withdrawal_notice="错"), 1),
        "new story": (make_article, 1),
        "story deleted": (lambda: articles.filter(pk=withdrawn.pk).delete(), 1),
        "story published": (lambda: articles.filter(pk=draft.pk).update(state="published"), 1),
        "story redrafted": (lambda: articles.filter(pk=draft.pk).update(state="draft"), 1),
        "draft saved": (draft.save, 0),
        "new draft": (lambda: make_article(state="draft"), 0),
        "draft deleted": (lambda: one("DELETE FROM news_article WHERE title = '没有'"), 0),
        "comment sent": (lambda: make_comment(story), 0),
        "comment approved": (lambda: decide(type(pending).objects.filter(pk=pending.pk), "approved", user), 1),
        "comment refused": (lambda: decide(type(pending).objects.filter(pk=pending.pk), "rejected", user), 1),
        "comment forgotten": (lambda: type(pending).objects.filter(pk=pending.pk + 9).delete(), 0),
        "tag put on": (lambda: story.tags.add(tag), 1),
        "tag taken off": (lambda: story.tags.clear(), 1),
        "tag renamed": (lambda: Tag.objects.filter(pk=tag.pk).update(name="暖气"), 1),
        "search mended": (lambda: one("UPDATE news_searchentry SET content = content"), 1),
        "search found in order": (lambda: one("SELECT news_search_refresh(ARRAY[%s])", [story.pk]), 0),
        "draft deleted in SQL": (lambda: one("DELETE FROM news_article WHERE id = %s", [forgotten.pk]), 0),
        "redirect": (lambda: Redirect.objects.create(site_id=1, old_path="/a/", new_path="/b/"), 1),
        "autosave": (lambda: Autosave.objects.create(user=user, tab="t", version=1, fields={}, saved_at=NOW), 0),
        "reading": (lambda: DailyReadings.objects.record(story), 0),
        "login": (lambda: user.save(), 0),
        "phones emptied": (lambda: one("TRUNCATE directory_phone"), 1),
        "comments emptied": (lambda: one("TRUNCATE comments_comment CASCADE"), 1),
    }
    assert {name: raised_by(change) for name, (change, _) in changes.items()} == {
        name: times for name, (_, times) in changes.items()
    }


NOW = timezone.now() - timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_raises_it_once_when_it_is_committed_and_never_when_it_is_rolled_back():
    category = make_category()
    before = content_version.current()
    with transaction.atomic():
        for number in range(5):
            Category.objects.filter(pk=category.pk).update(name=f"名{number}")
        assert content_version_elsewhere() == before
    assert content_version.current() == before + 1
    with transaction.atomic():
        category.save()
        transaction.set_rollback(True)
    assert content_version.current() == before + 1
    # What a savepoint took back is no reason to leave out what comes after.
    with transaction.atomic():
        with transaction.atomic():
            category.save()
            transaction.set_rollback(True)
        category.save()
    assert content_version.current() == before + 2


def content_version_elsewhere() -> int:
    return at_once([content_version.current])[0]


@pytest.mark.django_db(transaction=True)
def test_writers_who_are_not_done_keep_nobody_waiting_and_every_one_counts():
    categories = [make_category(slug=f"lan{number}", name=f"栏{number}") for number in range(12)]
    before, all_have_written = content_version.current(), threading.Barrier(len(categories))

    def write(category):
        with transaction.atomic():
            Category.objects.filter(pk=category.pk).update(description="写")
            # Each holds what it locked until the last has written: whoever had to wait would break the barrier.
            all_have_written.wait(timeout=20)

    for _ in range(2):
        at_once([lambda category=category: write(category) for category in categories])
    assert content_version.current() == before + 2 * len(categories)
    assert sql("SELECT count(*) FROM content_version")[0][0] >= len(categories)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_meanwhile_is_opened_anew():
    before = content_version.current()
    victim = connection.connection.info.backend_pid
    at_once([lambda: sql("SELECT pg_terminate_backend(%s)", [victim])])
    assert content_version.current() == before

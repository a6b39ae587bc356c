"""What readers see, and from which second on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from news.desk import publishing, revising, sharing
from news.desk.locking import locked
from news.models import Article, Entry, PreviewLink, Review, Revision
from tests.factories import make_article, make_category, make_tag, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db


def edited(article, user=None, **words):
    """The article with a newer revision that says `words`."""
    return revising.save(article.pk, {**revising.newest_content(article), **words}, user)


def log_of(article) -> list[tuple]:
    return list(Entry.objects.of_article(article.pk).order_by("id").values_list("action", "number"))


def shown(article) -> str:
    return Article.objects.get(pk=article.pk).title


def test_a_draft_goes_out_at_the_time_written_on_it_or_now():
    tomorrow = timezone.now().replace(microsecond=0) + timedelta(days=1)
    later = publishing.publish(make_article(title="供暖", state="draft", published_at=tomorrow).pk, None)
    now = publishing.publish(make_article(title="公交", state="draft", published_at=None).pk, None)
    assert (later.published_at, later.is_published(), now.is_published()) == (tomorrow, False, True)
    assert (log_of(later), log_of(now)) == ([("scheduled", 1)], [("published", 1)])


def test_changes_of_a_published_article_show_only_once_they_are_signed():
    article = edited(make_article(title="旧题"), title="新题")
    assert (shown(article), article.has_unpublished_changes()) == ("旧题", True)
    published = publishing.publish(article.pk, None)
    assert (shown(article), published.has_unpublished_changes()) == ("新题", False)
    assert log_of(article) == [("updated", 2)]


def test_saving_changes_nobody_sees_moves_no_time_of_change():
    article = make_article()
    before = article.updated_at
    edited(article, title="新题")
    article.refresh_from_db()
    assert article.updated_at == before


def test_nothing_is_signed_that_the_signer_has_not_seen():
    article = edited(make_article(), title="新题")
    with pytest.raises(ValidationError, match="又有新的修改"):
        publishing.publish(article.pk, None, seen=1)
    assert not Entry.objects.exists()


def test_an_update_waits_for_its_second_and_no_job(client):
    article = edited(make_article(title="旧题"), title="新题")
    moment = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    publishing.publish(article.pk, None, at=moment)
    assert [publishing.show_due_updates(moment - timedelta(seconds=1)), shown(article)] == [0, "旧题"]
    assert [publishing.show_due_updates(moment), shown(article)] == [1, "新题"]
    article.refresh_from_db()
    assert (article.updated_at, article.update_at, article.published_number) == (moment, None, 2)
    assert log_of(article) == [("update_scheduled", 2), ("update_went_out", 2)]


def with_due_update() -> Article:
    article = edited(make_article(title="旧题", tags=[make_tag("旧名")]), title="新题")
    publishing.publish(article.pk, None, at=timezone.now() + timedelta(hours=1))
    Article.objects.update(update_at=timezone.now() - timedelta(seconds=1))
    return article


@pytest.mark.parametrize("held", ["UPDATE news_article SET subtitle = 'x'", "UPDATE news_tag SET name = '新名'"])
@pytest.mark.django_db(transaction=True)
def test_a_due_update_that_somebody_holds_up_keeps_no_reader_waiting(client, held):
    """By the article's row, or by what search keeps of it while a tag of it is renamed."""
    article = with_due_update()
    is_held, is_read = Event(), Event()

    def write():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(held)
            is_held.set()
            return is_read.wait(timeout=30)

    def read():
        is_held.wait(timeout=30)
        statuses = [client.get(path).status_code for path in ["/", article.get_absolute_url()]]
        is_read.set()
        return statuses

    assert at_once([write, read]) == [True, [200, 200]]
    assert "新题" in client.get(article.get_absolute_url()).content.decode()


def test_a_due_update_without_its_words_keeps_no_reader_from_a_page(client):
    article = with_due_update()
    Revision.objects.all().delete()
    assert [client.get(path).status_code for path in ["/", article.get_absolute_url()]] == [200, 200]


def test_the_first_reader_finds_the_due_update_in_place(client):
    article = edited(make_article(title="旧题"), title="新题")
    Article.objects.filter(pk=article.pk).update(update_at=timezone.now(), update_number=2)
    assert '<h1 class="story__title">新题</h1>' in client.get(article.get_absolute_url()).content.decode()


def test_words_saved_after_an_update_was_scheduled_do_not_go_out_with_it():
    article = edited(make_article(title="旧题"), title="新题")
    moment = timezone.now() + timedelta(hours=1)
    publishing.publish(article.pk, None, at=moment)
    edited(Article.objects.get(pk=article.pk), title="更新的题")
    publishing.show_due_updates(moment)
    article.refresh_from_db()
    assert (article.title, article.has_unpublished_changes()) == ("新题", True)


def test_a_scheduled_update_can_be_taken_back_and_keeps_its_words():
    article = edited(make_article(title="旧题"), title="新题")
    publishing.publish(article.pk, None, at=timezone.now() + timedelta(hours=1))
    publishing.cancel_update(article.pk, None)
    article.refresh_from_db()
    assert (article.update_at, article.title, revising.newest_content(article)["title"]) == (None, "旧题", "新题")
    with pytest.raises(ValidationError, match="没有定时更新"):
        publishing.cancel_update(article.pk, None)


def test_after_a_withdrawal_the_desk_goes_on_from_the_newest_words():
    article = edited(make_article(title="旧题"), title="新题")
    publishing.publish(article.pk, None, at=timezone.now() + timedelta(hours=1))
    withdrawn = publishing.withdraw(article.pk, None, "数字有误", reason="采访对象来电")
    assert (withdrawn.state, withdrawn.withdrawal_notice, withdrawn.update_at) == ("withdrawn", "数字有误", None)
    assert withdrawn.withdrawn_at is not None
    draft = publishing.return_to_draft(article.pk, None)
    assert (draft.title, draft.withdrawal_notice, draft.withdrawn_at) == ("新题", "", None)
    assert Entry.objects.get(action="withdrawn").reason == "采访对象来电"


def test_a_category_with_reviews_publishes_only_what_has_passed():
    category = make_category(review_steps=1)
    article = make_article(category=category, state="draft")
    with pytest.raises(ValidationError, match="要先送审"):
        publishing.publish(article.pk, None)
    revising.keep_pace(article.pk)
    review = Review.objects.create(article=article, number=1, steps=1, submitted_by=make_user())
    with pytest.raises(ValidationError, match="还没有通过审核（待终审）"):
        publishing.publish(article.pk, None)
    Review.objects.update(state="passed")
    assert publishing.publish(article.pk, None).is_published()
    review.refresh_from_db()
    assert review.state == "signed"


@pytest.mark.django_db(transaction=True)
def test_of_eight_readers_at_the_second_one_puts_the_update_in_place():
    article = edited(make_article(title="旧题"), title="新题")
    Article.objects.filter(pk=article.pk).update(update_at=timezone.now(), update_number=2)
    assert sorted(at_once([publishing.show_due_updates] * 8)) == [0] * 7 + [1]
    assert log_of(article) == [("update_went_out", 2)]


@pytest.mark.django_db(transaction=True)
def test_of_publishing_and_withdrawing_at_once_each_ends_in_one_state():
    article = make_article(state="draft")

    def attempt(deed, *arguments):
        try:
            return deed(article.pk, None, *arguments).state
        except ValidationError as error:
            return error.messages[0]

    calls = [lambda: attempt(publishing.publish), lambda: attempt(publishing.withdraw, "有误")]
    published, withdrawn = at_once(calls)
    article.refresh_from_db()
    assert published == "published"
    assert (withdrawn, article.state) in {("没有发布过", "published"), ("withdrawn", "withdrawn")}


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_sign_at_once_one_signs():
    article = make_article(state="draft")

    def sign():
        try:
            return publishing.publish(article.pk, None).state
        except ValidationError as error:
            return error.messages[0]

    assert sorted(at_once([sign] * 8)) == ["published", *["已经发布"] * 7]
    assert log_of(article) == [("published", 1)]


def test_what_never_went_out_is_taken_back_and_not_withdrawn():
    article = make_article(published_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError, match="读者还没有看到"):
        publishing.withdraw(article.pk, None, "有误")


def test_a_withdrawal_ends_preview_links_for_good():
    article, user = make_article(), make_user("zhubian", "主编")
    revising.keep_pace(article.pk)
    sharing.make_link(article.pk, user, number=1, days=1)
    publishing.withdraw(article.pk, user, "有误")
    publishing.return_to_draft(article.pk, user)
    assert list(PreviewLink.objects.living()) == []


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_keeps_no_reader_waiting(client):
    article = edited(make_article(title="旧题"), title="新题")
    Article.objects.filter(pk=article.pk).update(update_at=timezone.now(), update_number=2)

    def read():
        with transaction.atomic():
            locked(article.pk)
            return ThreadPoolExecutor(1).submit(look).result()

    def look():
        try:
            return Client().get(article.get_absolute_url()).content.decode()
        finally:
            connection.close()

    assert "旧题" in read()
    assert "新题" in client.get(article.get_absolute_url()).content.decode()

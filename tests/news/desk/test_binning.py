from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.desk import binning
from news.models import Article, Entry, Review
from tests.factories import make_article, make_category, make_comment, make_user

pytestmark = pytest.mark.django_db


def actions(pk: int) -> list[str]:
    return list(Entry.objects.of_article(pk).order_by("id").values_list("action", flat=True))


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_brought_back_is_as_it_was(state):
    article = make_article(state=state)
    binning.move_to_bin(article.pk, None)
    assert list(Article.objects.in_bin()) == [article]
    back = binning.bring_back(article.pk, None)
    assert (back.state, back.binned_at, actions(article.pk)) == (state, None, ["binned", "unbinned"])


def test_what_readers_see_is_withdrawn_first():
    article = make_article()
    with pytest.raises(ValidationError, match="要先撤稿"):
        binning.move_to_bin(article.pk, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(binned_at=timezone.now())


def test_a_review_ends_with_its_article_in_the_bin():
    article = make_article(state="draft", category=make_category(review_steps=1))
    review = Review.objects.create(article=article, number=1, steps=1, submitted_by=make_user())
    binning.move_to_bin(article.pk, None)
    review.refresh_from_db()
    assert review.state == "dropped"


def test_twice_is_refused():
    article = make_article(state="draft")
    with pytest.raises(ValidationError, match="不在回收站里"):
        binning.bring_back(article.pk, None)
    binning.move_to_bin(article.pk, None)
    with pytest.raises(ValidationError, match="已经在回收站里"):
        binning.move_to_bin(article.pk, None)


def in_bin_for(days: int) -> Article:
    return make_article(state="draft", binned_at=timezone.now() - timedelta(days=days))


def test_the_bin_is_emptied_of_what_is_old_and_nothing_else(capsys):
    old, fresh, said = in_bin_for(31), in_bin_for(29), in_bin_for(31)
    make_comment(said)
    outside = make_article(state="draft")
    call_command("prune_bin", "--dry-run")
    call_command("prune_bin")
    call_command("prune_bin")
    assert capsys.readouterr().out.splitlines() == [
        "2 articles are due",
        "deleted 1 articles, kept 1 that readers knew",
        "deleted 0 articles, kept 1 that readers knew",
    ]
    assert set(Article.objects.all()) == {fresh, said, outside}
    assert (actions(old.pk), actions(said.pk)) == (["purged"], [])


def test_what_left_a_notice_with_readers_stays_in_the_bin():
    now = timezone.now()
    article = make_article(state="withdrawn", withdrawn_at=now, binned_at=now - timedelta(days=31))
    assert binning.purge(article.pk) is False
    assert Article.objects.in_bin().get() == article

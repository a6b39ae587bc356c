"""Saving an article while somebody renames its tag: neither waits for what the other holds."""

import pytest

from news.desk import revising, sorting
from news.models import Article, SearchEntry, Tag
from tests.factories import make_article, make_tag, make_user
from tests.races import overlapping

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return make_article(title="旧题", state="draft", tags=[make_tag("公交")])


@pytest.fixture
def editor():
    return make_user("zhubian", is_superuser=True)


def rename():
    Tag.objects.filter(name="公交").update(name="地铁")


def said(article) -> tuple[str, list[str]]:
    article.refresh_from_db()
    return article.title, sorted(tag.name for tag in article.tags.all())


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_form_is_saved_while_a_tag_of_the_article_is_renamed(article, editor, state):
    Article.objects.update(state=state)
    content = {**article.content(), "title": "新题", "tags": ["供暖", "公交"]}

    def save():
        revising.save(article.pk, content, editor)
        revising.show(Article.objects.get(pk=article.pk), Article.objects.get().revision_number, editor)

    overlapping(lambda: revising.keep_pace(article.pk), rename, save)
    assert said(article) == ("新题", ["供暖", "地铁"])
    if state == "published":
        assert SearchEntry.objects.get().content.split("\x1f")[:2] == ["新题", "地铁 供暖"]


def test_who_saves_after_a_renaming_that_they_have_not_seen_gets_what_they_typed(article, editor):
    content = {**article.content(), "title": "新题"}
    overlapping(rename, lambda: revising.save(article.pk, content, editor))
    assert said(article) == ("新题", ["公交"])


def test_tags_are_made_before_the_article_is_held(article, editor):
    """Whoever makes a tag that another is making waits for them, and must hold nothing that they want."""
    overlapping(
        lambda: make_tag("供暖"),
        lambda: revising.save(article.pk, {**article.content(), "tags": ["供暖"]}, editor),
        lambda: list(Article.objects.select_for_update()),
    )
    assert said(article) == ("旧题", ["供暖"])


def test_tags_are_added_before_the_article_is_held(article, editor):
    overlapping(
        lambda: make_tag("供暖"),
        lambda: sorting.add_tags(article.pk, editor, ["供暖"]),
        lambda: list(Article.objects.select_for_update()),
    )
    assert said(article) == ("旧题", ["供暖", "公交"])

"""Two who write at the same time, neither of whom sees what the other has not committed."""

from functools import partial

import pytest

from news.models import Article, SearchEntry, Tag
from tests.factories import make_article, make_tag
from tests.races import overlapping

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return make_article(title="旧题", summary="摘要", body="<p>正文</p>", tags=[make_tag("公交")])


def update(**changes):
    return partial(Article.objects.update, **changes)


def rename():
    Tag.objects.filter(name="公交").update(name="地铁")


def put_on(article):
    return lambda: article.tags.add(Tag.objects.get(name="暖气"))


RACES = {
    "title, tag": (lambda a: (update(title="新题"), put_on(a)), "新题\x1f公交 暖气"),
    "tag, title": (lambda a: (put_on(a), update(title="新题")), "新题\x1f公交 暖气"),
    "title, renaming": (lambda a: (update(title="新题"), rename), "新题\x1f地铁"),
    "renaming, title": (lambda a: (rename, update(title="新题")), "新题\x1f地铁"),
    "tag, tag": (lambda a: (put_on(a), lambda: a.tags.add(make_tag("学校"))), "旧题\x1f公交 暖气 学校"),
    "tag off, title": (lambda a: (a.tags.clear, update(title="新题")), "新题\x1f"),
    "title, tag off": (lambda a: (update(title="新题"), a.tags.clear), "新题\x1f"),
}


@pytest.mark.parametrize("race", RACES)
def test_an_entry_holds_what_both_have_written(article, race):
    make_tag("暖气")
    changes, expected = RACES[race]
    overlapping(*changes(article))
    assert [entry.content for entry in SearchEntry.objects.all()] == [f"{expected}\x1f摘要\x1f正文"]


@pytest.mark.parametrize(("second", "tags"), [(put_on, "公交 暖气"), (lambda article: rename, "地铁")])
def test_what_happens_to_the_tags_of_an_article_that_is_being_published_is_not_lost(article, second, tags):
    make_tag("暖气")
    Article.objects.update(state="draft")
    overlapping(update(state="published"), second(article))
    assert SearchEntry.objects.get().content == f"旧题\x1f{tags}\x1f摘要\x1f正文"


@pytest.mark.parametrize("order", ["tagged first", "renamed first"])
def test_a_tag_that_is_renamed_while_it_is_put_on_is_found_by_its_new_name(article, order):
    article.tags.clear()
    changes = [lambda: article.tags.add(Tag.objects.get()), rename]
    overlapping(*(changes if order == "tagged first" else reversed(changes)))
    assert SearchEntry.objects.get().content == "旧题\x1f地铁\x1f摘要\x1f正文"

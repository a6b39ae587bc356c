"""What stands around an article on its page."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.around import LISTED, RELATED, around
from news.models import Article
from tests.factories import make_article, make_category, make_picture, make_tag
from tests.visibility import HIDDEN, make_hidden

pytestmark = pytest.mark.django_db


def of(article):
    article = Article.objects.for_reading().get(pk=article.pk)
    return around(article, [row["newest"] for row in article.tagged])


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def ago(**time):
    return timezone.now() - timedelta(**time)


@pytest.fixture
def category():
    return make_category("jingji", "经济")


def test_the_editor_s_choice_stands_first_in_the_editor_s_order(category):
    tag = make_tag()
    third, first, second = (make_article(title=title, category=category) for title in "丙甲乙")
    make_article(title="同标签的", tags=[tag], category=make_category("tiyu", "体育"))
    article = make_article(tags=[tag], related=[first.pk, second.pk, third.pk])
    assert titles(of(article).related) == ["甲", "乙", "丙", "同标签的"]


def test_more_and_rarer_shared_tags_come_first(category):
    common, rare = make_tag("供暖"), make_tag("换热站")
    for number in range(5):
        make_article(title=f"常见{number}", tags=[common], category=category)
    make_article(title="少见", tags=[rare], category=category)
    make_article(title="两个都有", tags=[common, rare], category=category)
    article = make_article(tags=[common, rare], category=make_category())
    assert titles(of(article).related) == ["两个都有", "少见", "常见4", "常见3", "常见2", "常见1"]


def test_without_tags_titles_of_the_category_that_are_alike_count(category):
    old = make_article(title="北山供热管网今年改造完工", category=category, published_at=ago(days=9))
    make_article(title="秋季运动会开幕", category=category, published_at=ago(days=8))
    article = make_article(title="城北供热管网改造提前完工", category=category, published_at=ago(days=7))
    for number in range(40):  # so many that the old one is none of the newest
        make_article(title=f"第{number}场球赛", category=category)
    assert titles(of(article).related) == [old.title]


def test_the_neighbours_are_the_ones_before_and_after_it_in_its_category(category):
    now = ago(hours=5)
    for title, moment in [("更早", now - timedelta(2)), ("早", now - timedelta(1)), ("晚", now + timedelta(seconds=1))]:
        make_article(title=title, category=category, published_at=moment)
    article = make_article(category=category, published_at=now)
    make_article(title="别栏目的", category=make_category(), published_at=now)
    found = of(article)
    assert (found.older.title, found.newer.title) == ("早", "晚")


def test_of_articles_of_one_second_the_later_number_is_the_newer(category):
    moment = ago(hours=5)
    first, second, third = (make_article(category=category, published_at=moment) for _ in range(3))
    found = of(second)
    assert (found.older.pk, found.newer.pk) == (first.pk, third.pk)
    assert (of(first).older, of(third).newer) == (None, None)


def test_hidden_articles_stand_nowhere_even_if_they_are_chosen(category):
    tag = make_tag()
    hidden = make_hidden(category=category, tags=[tag])
    article = make_article(category=category, tags=[tag], related=[one.pk for one in hidden])
    found = of(article)
    everything = [*found.related, *filter(None, [found.newer, found.older]), *found.headlines]
    assert [title for title in titles(everything) if title in HIDDEN] == []


def test_no_story_stands_twice_and_the_article_itself_nowhere(category):
    tag = make_tag()
    made = [make_article(title=f"供暖消息{number}", category=category, tags=[tag]) for number in range(30)]
    article = made[15]
    Article.objects.filter(pk=article.pk).update(related=[made[13].pk, made[3].pk])
    found = of(article)
    numbers = [row.pk for row in [*found.related, found.newer, found.older, *found.headlines]]
    assert len(numbers) == len(set(numbers)) == LISTED + 2
    assert article.pk not in numbers
    assert numbers[:2] == [made[13].pk, made[3].pk]


def test_the_neighbours_are_true_even_if_one_is_also_chosen(category):
    tag = make_tag()
    made = [make_article(title=f"供暖消息{number}", category=category, tags=[tag]) for number in range(30)]
    article = made[15]
    Article.objects.filter(pk=article.pk).update(related=[made[14].pk, made[3].pk])  # the first is its neighbour
    found = of(article)
    assert (found.newer.pk, found.older.pk) == (made[16].pk, made[14].pk)
    related, headlines = ([row.pk for row in rows] for rows in (found.related, found.headlines))
    assert (related[:2], len(set(related))) == ([made[14].pk, made[3].pk], RELATED)
    assert {article.pk, made[16].pk} & {*related, *headlines} == set()
    assert {*related, made[14].pk} & {*headlines} == set()


def test_further_headlines_are_the_newest_of_the_category_then_of_the_site(category):
    article = make_article(category=category, published_at=ago(days=3))
    others = make_category()
    make_article(title="站内", category=others, published_at=ago(minutes=1))
    for title, days in [("前一篇", 4), ("后一篇", 2), ("栏目里", 1)]:
        make_article(title=title, category=category, published_at=ago(days=days))
    assert titles(of(article).headlines) == ["栏目里", "站内"]


def test_the_credits_of_the_pictures_in_the_body_are_known(category):
    shown, other = make_picture(credit="甲摄"), make_picture(credit="乙摄")
    article = make_article(category=category, body=f'<p><img src="/media/{shown.file}" alt=""></p>')
    assert other.file not in of(article).credits
    assert of(article).credits == {shown.file: "甲摄"}


@pytest.mark.parametrize("count", [1, 30])
def test_two_queries_however_much_there_is(category, django_assert_num_queries, count):
    tags = [make_tag(f"标签{number}") for number in range(count)]
    pictures = [make_picture(width=40, height=40) for _ in range(count)]
    body = "".join(f'<p><img src="/media/{picture.file}" alt=""></p>' for picture in pictures)
    for _ in range(count):
        make_article(category=category, tags=tags)
    article = make_article(category=category, tags=tags, body=body)
    of(article)
    with django_assert_num_queries(2):
        of(article)


@pytest.mark.parametrize("numbers", [list(range(900, 907)), ["itself"]], ids=["seven", "itself"])
def test_the_database_refuses_what_no_editor_may_choose(numbers):
    article = make_article()
    numbers = [article.pk if number == "itself" else number for number in numbers]
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(related=numbers)

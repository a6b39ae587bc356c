"""The list in each process is the list in the database."""

import pytest
from django.db import transaction

from news import word_list
from news.models import WordRule
from tests.races import at_once

pytestmark = pytest.mark.django_db


def found(text="赌博和按装"):
    return [text[hit.start : hit.end] for hit in word_list.current().find(text)]


def test_follows_every_change_whatever_way_it_came():
    assert found() == []
    rule = WordRule.objects.create(word="赌博")
    assert found() == ["赌博"]
    WordRule.objects.bulk_create([WordRule(word="按装", kind="mistyped", replacement="安装")])
    assert found() == ["赌博", "按装"]
    WordRule.objects.filter(word="按装").update(active=False)
    assert found() == ["赌博"]
    rule.delete()
    assert found() == []


def test_asks_once_as_long_as_nothing_changes(django_assert_num_queries):
    WordRule.objects.create(word="赌博")
    word_list.current()
    with django_assert_num_queries(1):
        word_list.current()


def test_a_list_that_was_rolled_back_is_forgotten():
    with pytest.raises(RuntimeError), transaction.atomic():
        WordRule.objects.create(word="赌博")
        assert found() == ["赌博"]
        raise RuntimeError
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_of_several_who_change_it_at_once_none_is_missed():
    def change(word):
        WordRule.objects.create(word=word)
        word_list.current()

    at_once([lambda n=n: change(f"示例{n}词") for n in range(4)])
    assert sorted(found("示例0词示例1词示例2词示例3词")) == ["示例0词", "示例1词", "示例2词", "示例3词"]

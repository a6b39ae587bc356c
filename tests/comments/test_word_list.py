"""评论词表: how a word may be written and still be found, and when a process learns of a change."""

import pytest
from django.db import connection

from comments import word_list
from comments.models import CommentWord
from comments.word_list import WordList

# What readers see as 赌博, by ten tricks.
DISGUISES = [
    "赌 博",
    "赌\u200b博",
    "赌\u2060博",
    "赌\u00ad博",
    "赌.博",
    "赌\ufe0f博",
    "赌\u0336博",
    "赌\U000e0061博",
    "赌\u3164博",
    "賭　博",
]


def found(text, *words):
    return [(hit.start, hit.end) for hit in WordList(words).find(text)]


def word(text, **fields):
    return CommentWord(pk=1, word=text, **fields)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_disguises_are_seen_through_and_lead_to_their_place(disguise):
    assert found(f"我爱{disguise}网", word("赌博")) == [(2, 2 + len(disguise))]


def test_exceptions_and_parts_of_words_are_innocent():
    assert found("按装修公司说的", word("按装", exceptions="装修")) == []
    assert found("first class", word("ass")) == []
    assert found("好好的一句话", word("赌博")) == []


@pytest.mark.parametrize("text", ["微信", "威信", "薇 信", "weixin", "WeiXin", "wei信", "微xin", "ｗｅｉｘｉｎ"])
def test_a_word_is_found_by_its_sound(text):
    assert found(f"加{text}！", word("微信", by_pinyin=True)) == [(1, 1 + len(text))]


@pytest.mark.parametrize("text", ["喂新", "weixing", "beweixin", "未来信心", "wei"])
def test_what_sounds_only_nearly_so_is_not(text):
    hits = found(f"{text}。", word("微信", by_pinyin=True))
    assert hits == ([(0, 2)] if text == "喂新" else [])


def test_without_the_mark_only_its_writing_counts():
    assert found("加威信", word("微信")) == []


@pytest.mark.django_db
def test_a_process_learns_of_every_change_and_of_nothing_else(django_assert_num_queries):
    row = CommentWord.objects.create(word="赌博")
    assert len(word_list.current().find("赌博")) == 1
    known = word_list.current()
    CommentWord.objects.count_hits({row.pk})
    with django_assert_num_queries(1):
        assert word_list.current() is known
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_commentword SET active = false")
    assert word_list.current().find("赌博") == []
    CommentWord.objects.update(active=True, action="reject")
    assert [hit.action for hit in word_list.current().find("赌博")] == ["reject"]
    CommentWord.objects.all().delete()
    assert word_list.current().find("赌博") == []

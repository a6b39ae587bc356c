"""评论词表: how a word may be written and still be found, and when a process learns of a change."""

import pytest
from django.db import connection

from comments import word_list
from comments.models import CommentWord
from comments.word_list import WordList
from tests.races import at_once

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


@pytest.mark.parametrize("around", ["add {}", "{}abc", "{}：abc", "{}123", "{}，{}", "、{} ok", "my\u200b-{}"])
def test_letters_beside_a_sound_do_not_hide_it(around):
    for text in ["weixin", "wei xin", "wei\u200bxin", "威信"]:
        written = around.format(*[text] * 2)
        hits = found(written, word("微信", by_pinyin=True))
        expected = [n for n in range(len(written)) if written.startswith(text, n)]
        if around == "{}abc" and text != "威信":
            expected = []
        assert (written, hits) == (written, [(start, start + len(text)) for start in expected])


@pytest.mark.parametrize(
    ("listed", "text", "hits"),
    [
        ("仙女", "去西安女子学院", []),
        ("西安", "先说", []),
        ("西安", "xian", [(0, 4)]),
        ("西安", "希 安", [(0, 3)]),
        ("xian", "西安和先", [(0, 2), (3, 4)]),
        ("加V", "佳V", [(0, 2)]),
        ("卖1号", "麦１号", [(0, 3)]),
    ],
)
def test_a_syllable_is_neither_split_nor_joined(listed, text, hits):
    assert found(text, word(listed, by_pinyin=True)) == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [("树立威信", []), ("企业微信群", []), ("加維信", [(1, 3)]), ("威信，wei信", [(3, 7)]), ("威信微信群威信", [])],
)
def test_exceptions_excuse_what_only_sounds_so_as_well(text, hits):
    assert found(text, word("微信", by_pinyin=True, exceptions="威信、微信群")) == hits


def test_a_hit_tells_whether_it_is_the_word_or_only_sounds_so():
    hits = WordList([word("微信", by_pinyin=True)]).find("微信和威信")
    assert [(hit.start, hit.row.word, hit.by_sound) for hit in hits] == [(0, "微信", False), (3, "微信", True)]


def test_words_too_short_to_mean_anything_find_nothing():
    assert found("的，，a", word("，", by_pinyin=True), word("的", by_pinyin=True)) == []


@pytest.mark.parametrize("text", ["喂新", "weixing", "beweixin", "be\u200bweixin", "未来信心", "wei"])
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
    assert [hit.row.action for hit in word_list.current().find("赌博")] == ["reject"]
    CommentWord.objects.all().delete()
    assert word_list.current().find("赌博") == []


@pytest.mark.django_db(transaction=True)
def test_threads_that_meet_a_change_make_the_list_once():
    CommentWord.objects.create(word="赌博")
    lists = at_once([word_list.current] * 4)
    assert ({id(words) for words in lists}, len(lists[0].find("赌博"))) == ({id(lists[0])}, 1)

"""Finding words however they are written."""

import time

import pytest

from news.words import BARRIER, MISTYPED, SENSITIVE, Matcher, Rule

RULES = [
    Rule("赌博", SENSITIVE),
    Rule("发票代开", SENSITIVE),
    Rule("ass", SENSITIVE),
    Rule("old man", SENSITIVE),
    Rule("加V信", SENSITIVE),
    Rule("按装", MISTYPED, replacement="安装", innocent=("装修",)),
    Rule("莫名", MISTYPED, replacement="莫名其妙"),
]


@pytest.fixture(scope="module")
def matcher():
    return Matcher(RULES)


def found(matcher, text):
    return [text[hit.start : hit.end] for hit in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("有人赌博。", ["赌博"]),
        ("賭博", ["赌博".replace("赌", "賭")]),
        ("發票 代開", ["發票 代開"]),
        ("赌 　博", ["赌 　博"]),
        ("赌\u200b博", ["赌\u200b博"]),
        ("赌*·博", ["赌*·博"]),
        ("赌，博", ["赌，博"]),
        ("赌\n博", ["赌\n博"]),
        (f"赌{BARRIER}博", []),
        ("赌博赌博", ["赌博", "赌博"]),
        ("𠮷赌博😀", ["赌博"]),
        ("五㎏赌，博", ["赌，博"]),
        ("ａＳｓ", ["ａＳｓ"]),
        ("Áss", ["Áss"]),
        ("class", []),
        ("assess", []),
        ("pass!", []),
        ("an ASS.", ["ASS"]),
        ("是ass吗", ["ass"]),
        ("a.s.s", ["a.s.s"]),
        ("a s s", ["a s s"]),
        ("as S", []),
        ("has s", []),
        ("ass2", []),
        ("old man", ["old man"]),
        ("oldman", ["oldman"]),
        ("o-l-d-m-a-n", ["o-l-d-m-a-n"]),
        ("older man", []),
        ("加ｖ信", ["加ｖ信"]),
        ("按装空调", ["按装"]),
        ("按裝", ["按裝"]),
        ("按 装", ["按 装"]),
        ("随意按，装好", []),
        ("按装修合同", []),
        ("安装", []),
        ("莫名其妙", []),
        ("莫名的", ["莫名"]),
        ("莫名，其妙", []),
        ("\ud800赌博\x00", ["赌博"]),
        ("", []),
    ],
)
def test_finds_words_in_every_writing_and_no_others(matcher, text, hits):
    assert found(matcher, text) == hits


def test_finds_nothing_without_rules():
    assert Matcher([]).find("赌博") == []


@pytest.mark.parametrize("word", ["", "，。", "赌", "C++", "\u200b"])
def test_a_rule_too_short_to_mean_anything_is_left_out(word):
    assert Matcher([Rule(word, SENSITIVE)]).find("赌，。C++ C") == []


def test_a_text_full_of_hits_gives_a_thousand(matcher):
    assert len(matcher.find("赌博" * 100_000)) == 1000


def some_words(count):
    return [chr(0x4E00 + n % 5000) + chr(0x5E00 + n // 3) + chr(0x6E00 + n % 77) for n in range(count)]


@pytest.mark.parametrize("text", ["城南供暖改造完工后三百户用上新管道" * 30_000, "一" * 500_000, "a.s.s" * 100_000])
def test_ten_thousand_words_cost_no_more_than_one(text):
    def seconds(matcher):
        matcher.find(text[:1000])  # the folding is learnt
        start = time.process_time()
        matcher.find(text)
        return time.process_time() - start

    few, many = Matcher([Rule("赌博", SENSITIVE)]), Matcher(Rule(word, SENSITIVE) for word in some_words(10_000))
    assert seconds(many) < 4 * seconds(few) + 0.5


def test_a_comment_takes_less_than_a_millisecond():
    matcher = Matcher(Rule(word, SENSITIVE) for word in some_words(10_000))
    comment = "盼了很久，终于通气了，谢谢各位师傅！" * 10
    matcher.find(comment)
    start = time.process_time()
    for _ in range(100):
        matcher.find(comment)
    assert time.process_time() - start < 0.1

import pytest
from django.db import connection

from news import words
from news.search.folding import fold, places

FOLDED = "SELECT news_search_fold(c) FROM unnest(%s::text[]) WITH ORDINALITY given(c, n) ORDER BY n"


def test_the_database_folds_as_we_do(db):
    """Every character that a text may hold, but those whose class Postgres and Python learn in different years."""
    codes = [*range(0x20, 0x250), *range(0x370, 0x500), *range(0x3000, 0x3100), *range(0x4E00, 0xA000)]
    codes += [*range(0xF900, 0xFA6E), *range(0xFF00, 0xFFEF), *range(0x20000, 0x20200), *range(0x1F300, 0x1F600)]
    characters = [chr(code) for code in codes]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT news_search_fold(c) FROM unnest(%s::text[]) WITH ORDINALITY u(c, n) ORDER BY n", [characters]
        )
        folded = [row[0] for row in cursor.fetchall()]
    differing = [(c, theirs, fold(c)) for c, theirs in zip(characters, folded, strict=True) if theirs != fold(c)]
    assert differing == []


def test_the_characters_are_those_of_opencc():
    known = words._simplified()
    assert {c: fold(c) for c in known if len(fold(c)) == 1 and fold(c) != known[c]} == {}


SPACED = {
    "村里通了 5G 网络": "村里通了5g网络",
    "11 月 26 日停水": "11月26日停水",
    "规划到２０２６　年建成": "规划到2026年建成",
    "5G。网络": "5g网络",
    "iPhone 17 Pro 开售": "iphone 17 pro开售",
    "供暖 时间 A B": "供暖 时间a b",
    " A 甲 ": "a甲",
    "𠀀 a 〇 1 カ b ㈠ c": "𠀀a〇1カb一c",
    "é 甲 𝟙 乙": "e甲1乙",
    "Привет 世界 γειά 世": "привет世界γεια世",
}


@pytest.mark.parametrize("text", SPACED)
def test_a_space_between_chinese_and_a_latin_word_or_a_number_is_none(db, text):
    with connection.cursor() as cursor:
        cursor.execute(FOLDED, [[text]])
        assert (fold(text), cursor.fetchall()) == (SPACED[text], [(SPACED[text],)])


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("老城南门恢复通车", ["南门"], ["南门"]),
        ("東門大橋", ["东门", "大桥"], ["東門大橋"]),
        ("Ｃｏｖｉｄ与covid", ["covid"], ["Ｃｏｖｉｄ", "covid"]),
        ("㍿大院", ["株式"], ["㍿"]),
        ("供暖，供暖 供\u200b暖", ["供暖"], ["供暖", "供暖", "供\u200b暖"]),
        ("供暖 —— 时间", ["供暖 时间"], ["供暖 —— 时间"]),
        ("party art 艺术art", ["art"], ["art", "art"]),
        ("哈哈哈", ["哈哈"], ["哈哈"]),
        ("老城南门", ["城南", "南门"], ["城南门"]),
        ("别的", ["老城", ""], []),
        ("村里通了 5G 网络，5G网络", ["5g网络"], ["5G 网络", "5G网络"]),
        ("（11 月 26 日）停水", ["11月26日", "停水"], ["11 月 26 日", "停水"]),
        ("通了 5G 网络 了", ["网络", "了5g"], ["了 5G", "网络"]),
        ("甲 art 乙 party", ["art", "party"], ["art", "party"]),
    ],
)
def test_places_lead_back_to_what_was_written(text, wanted, found):
    assert [text[start:end] for start, end in places(text, wanted)] == found

import pytest

from directory.pinyin import MOST_READINGS, fold, spellings


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("公积金", "公积金"), (" ＧＪＪ ", "gjj"), ("Gong Ji　Jin", "gongjijin"), ("", ""), ("　", "")],
)
def test_words_are_compared_half_width_lower_case_and_without_spaces(typed, folded):
    assert fold(typed) == folded


def test_a_name_is_spelt_in_characters_pinyin_and_initials():
    assert spellings(["水费"]) == ["N:水费", "P:shuifei", "I:sf"]


def test_every_alias_is_spelt_and_nothing_twice():
    assert spellings(["水费", "水费", "Water"]) == ["N:水费", "P:shuifei", "I:sf", "N:water", "P:water", "I:water"]


def test_a_character_of_two_readings_has_both_initials():
    assert spellings(["乐行"])[2:] == ["I:lx", "I:lh", "I:yx", "I:yh"]


def test_an_editors_pinyin_is_added_to_what_was_guessed():
    assert spellings(["水费"], "shui fu") == ["N:水费", "P:shuifei", "I:sf", "P:shuifu"]


def test_a_name_of_many_readings_does_not_explode():
    initials = [line for line in spellings(["朝行乐长差" * 4]) if line.startswith("I:")]
    assert len(initials) == MOST_READINGS

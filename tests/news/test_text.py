import pytest
from django.core.exceptions import ValidationError

from news.text import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  城南\t供暖\r\n改造 ", "城南 供暖 改造"),
        ("零\u200b宽\ufeff字\u00ad符\u2060", "零宽字符"),
        ("\u200e左右\u200f标记", "左右标记"),
        ("\u3164\u2800", ""),
        ("𰻝𰻝面与\U00031350", "𰻝𰻝面与\U00031350"),
        ("Tiếng Vie\u0323\u0302t", "Tiếng Vie\u0323\u0302t"),
        ("第一行\u2028第二行", "第一行 第二行"),
    ],
)
def test_a_line_keeps_what_can_be_read(typed, kept):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    "bad",
    ["a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "a\x9fb", "a\ud800b", "a\udfffb", "a\ufffeb", "a\ufdd0b"]
    + ["a\u202eb", "a\u202ab", "a\u2066b", "a\u2069b"]
    + ["z\u0301\u0302\u0303", "Z͑ͫ̓ͪ̂ͫA͑"],
)
def test_what_is_no_text_is_refused(bad):
    with pytest.raises(ValidationError):
        clean_line(bad)


def test_a_line_cleaned_once_stays_as_it_is():
    line = clean_line(" 甲\u200b 乙\n\n丙 ")
    assert clean_line(line) == line


def test_text_keeps_its_line_breaks():
    assert clean_text("一\r\n二\r三\u200b\n") == "一\n二\n三"

import pytest

from comments import plain_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("写得好。", "写得好。"),
        ("  前后有空格 \n", "前后有空格"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("一\n\n\n\n二", "一\n\n二"),
        ("一 \t\n二", "一\n二"),
        ("赌\u200b博\u2060网\u00ad", "赌博网"),
        ("\u3164\u2800\uffa0", ""),
        ("e\u0301cole", "\u00e9cole"),
        ("ＡＩ，全角不变", "ＡＩ，全角不变"),
        ("\U0001f469\u200d\U0001f33e 种地", "\U0001f469\u200d\U0001f33e 种地"),
        ("\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f3f3\ufe0f\u200d\U0001f308"),
        ("字\u200d字", "字字"),
        ("\u182e\u1823\u1837\u1822\u180e\u1820", "\u182e\u1823\u1837\u1822\u180e\u1820"),
        ("赌\u180e博 \u182e\u180e\u180e\u1820\u180e", "赌博 \u182e\u1820"),
        # The longest emoji that there are stay whole; a longer chain would be drawn as one endless line.
        ("\u200d".join("👨👩👧👦"), "\u200d".join("👨👩👧👦")),
        ("👩🏻\u200d❤️\u200d💋\u200d👩🏼", "👩🏻\u200d❤️\u200d💋\u200d👩🏼"),
        ("\u200d".join("👩" * 9), "\u200d".join("👩" * 4) * 2 + "👩"),
        ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
        ("\U0001fae8", "\U0001fae8"),
        ("\U000323b0", "\U000323b0"),
        ("\u0f62\u0f92\u0fb1\u0f74\u0f0b", "\u0f62\u0f92\u0fb1\u0f74\u0f0b"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_text_is_kept_and_what_nobody_sees_is_dropped(text, cleaned):
    assert plain_text.clean(text) == cleaned
    assert plain_text.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    ["\x00", "\x07", "\x0b", "\x1b[31m", "\x7f", "\x85", "\u202e倒", "\u2066", "\u2069", "\ud800", "\udfff", "\ue000"]
    + ["\U000e0041", "\U0010ffff", "\uffff", "\U0001ffff", "\u0378", "\ufffd", "\ufff9"],
)
def test_control_direction_unassigned_and_broken_signs_are_refused(text):
    with pytest.raises(plain_text.Unacceptable, match="含有不能显示的字符"):
        plain_text.clean(f"前{text}后")


@pytest.mark.parametrize(
    ("letter", "mark", "most"),
    [
        # Latin, Cyrillic, of symbols, emoji; then of one script, drawn on one letter: Thai, Devanagari, Arabic, music.
        *[("x", "\u0324", 2), ("x", "\u0489", 2), ("x", "\u20dd", 2), ("❤", "\ufe0f", 2)],
        *[("ก", "\u0e49", 3), ("क", "\u0902", 3), ("ع", "\u0650", 3), ("x", "\U0001d165", 3)],
    ],
)
def test_some_marks_in_a_row_are_writing_and_one_more_is_a_pile(letter, mark, most):
    assert plain_text.clean(letter + mark * most) == letter + mark * most
    with pytest.raises(plain_text.Unacceptable, match="附加符号太多"):
        plain_text.clean(letter + mark * (most + 1))


@pytest.mark.parametrize(
    "text",
    [
        "कार्त्स्न्याम्",
        "र्त्स्न्यां",
        "ព្រះរាជាណាចក្រកម្ពុជា",
        "စာအုပ်ဖတ်နေသည်",
        "ကျွန်တော်တို့",
        "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
        "שּׁ",
        "བསྒྲུབས",
        "한국어로",
        "ᄀᆞᆯᄋᆞᄂᆞᆫ",
        "บอกน้ำใจ",
        "ﾊﾟﾋﾞ",
        "👍🏽👍🏿",
        "가" * 30,
    ],
)
def test_the_longest_syllables_that_people_write_are_kept(text):
    assert plain_text.clean(text) == text


@pytest.mark.parametrize(
    ("text", "again"),
    [
        *[("", "क्"), ("", "ក្"), ("", "က္"), ("ཀ", "\u0f90"), ("ཀ", "\u0f90\u0f72"), ("", "\u0d4e"), ("", "\U00011a84")],
        *[("", "\u1100"), ("", "\u1161"), ("", "\u11a8"), ("가", "\u1161"), ("각", "\u11a8")],
        *[("ก", "\u0e33"), ("ｶ", "\uff9e"), ("👍", "\U0001f3fd")],
    ],
)
def test_signs_that_no_line_can_break_are_refused_when_more_than_anybody_writes(text, again):
    enough = (text + again * 12)[:12]
    assert plain_text.clean(enough)
    with pytest.raises(plain_text.Unacceptable, match="连成一串的符号太长"):
        plain_text.clean((text + again * 13)[:14])


@pytest.mark.parametrize("name", ["管 理 员", "管·理·员", "ＡＤＭＩＮ", "Ad_min", "管理员！"])
def test_skeleton_folds_width_case_spaces_and_signs(name):
    assert plain_text.skeleton(name) in {"管理员", "admin"}

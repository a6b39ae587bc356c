"""Two texts made from one: every small case there is, and the ones that editors meet."""

import itertools

import pytest

from news.blocks import blocks
from news.conflicts import Conflict, merge_bodies, switch
from news.markup import clean_html
from news.merging import MOST_PAIRS, common, merge, merge_names, replace
from tests.hostile import HOSTILE


def texts(letters: str) -> list[list[str]]:
    """Every text of up to three blocks."""
    return [list(text) for length in range(4) for text in itertools.product(letters, repeat=length)]


def side(pieces, name: str) -> list[str]:
    """The text as it is if `name` wins wherever both touch."""
    return [b for kind, piece in pieces for b in (getattr(piece, name) if kind == "clash" else piece)]


@pytest.mark.parametrize("base", ["", "a", "ab", "abc", "aab"])
def test_nothing_that_either_wrote_is_dropped_and_both_are_treated_alike(base):
    base = list(base)
    for mine, theirs in itertools.product(texts("abx"), texts("aby")):
        pieces = merge(base, mine, theirs)
        turned = merge(base, theirs, mine)
        case = (mine, theirs, pieces)
        assert side(pieces, "mine") == side(turned, "theirs"), case
        assert side(pieces, "mine").count("x") >= mine.count("x"), case
        assert side(pieces, "theirs").count("y") >= theirs.count("y"), case


@pytest.mark.parametrize("base", texts("abc"))
def test_what_one_side_left_alone_is_the_others(base):
    for other in texts("abx"):
        for pieces in [merge(base, base, other), merge(base, other, base), merge(base, other, other)]:
            assert [kind for kind, _ in pieces if kind == "clash"] == []
            assert side(pieces, "mine") == other


def test_without_a_base_nothing_of_either_is_dropped():
    for mine, theirs in itertools.product(texts("abx"), texts("aby")):
        pieces = merge(common(mine, theirs), mine, theirs)
        for name, text in [("mine", mine), ("theirs", theirs)]:
            assert {letter: side(pieces, name).count(letter) >= text.count(letter) for letter in text} == dict.fromkeys(
                text, True
            )


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("一二三", "甲二三", "一二乙", "甲二乙"),
        ("一二三", "甲二三", "一乙三", "甲乙三"),  # neighbours
        ("一二三", "一二三甲", "乙一二三", "乙一二三甲"),
        ("一二三", "一三", "一二三乙", "一三乙"),
        ("一二三", "一甲二三", "一乙三", "一甲乙三"),
        ("一二三四", "甲乙三四", "一二三丙", "甲乙三丙"),
        ("一二", "一二", "二", "二"),
        ("一二三", "一甲三", "一甲三", "一甲三"),
    ],
)
def test_what_does_not_touch_goes_together(base, mine, theirs, merged):
    pieces = merge(list(base), list(mine), list(theirs))
    assert ([kind for kind, _ in pieces if kind == "clash"], "".join(side(pieces, "mine"))) == ([], merged)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "clash"),
    [
        ("一二三", "一甲三", "一乙三", ("甲", "乙")),
        ("一二三", "一三", "一乙三", ("", "乙")),  # one takes away what the other changes
        ("一二", "一二甲", "一二乙", ("甲", "乙")),  # both go on writing at the end
        ("", "甲", "乙", ("甲", "乙")),
        ("一二三", "甲", "一乙三", ("甲", "一乙三")),
    ],
)
def test_what_touches_comes_back_from_both(base, mine, theirs, clash):
    clashes = [piece for kind, piece in merge(list(base), list(mine), list(theirs)) if kind == "clash"]
    assert [("".join(found.mine), "".join(found.theirs)) for found in clashes] == [clash]


def test_very_long_texts_are_one_change_in_the_middle():
    size = int(MOST_PAIRS**0.5) + 1
    base = ["始", *map(str, range(size)), "终"]
    mine = ["始", *(f"{n}x" for n in range(size)), "终"]
    theirs = [*base, "补"]
    assert side(merge(base, mine, theirs), "mine") == [*mine, "补"]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [("ab", "abc", "abd", "abcd"), ("ab", "a", "abd", "ad"), ("ab", "b", "a", ""), ("", "a", "a", "a")],
)
def test_names_never_clash(base, mine, theirs, merged):
    assert "".join(merge_names(base, mine, theirs)) == merged


@pytest.mark.parametrize(
    ("text", "before", "old", "new", "result"),
    [
        ("一甲三", "一", "甲", "乙", "一乙三"),
        ("甲一甲", "一", "甲", "乙", "甲一乙"),
        ("甲一甲", "二", "甲", "乙", None),  # which one?
        ("一三", "一", "", "乙", "一乙三"),
        ("一三", "", "", "乙", "乙一三"),
        ("三", "一", "", "乙", None),
        ("一丙三", "一", "甲", "乙", None),
        ("二甲三", "一", "甲", "乙", "二乙三"),
        ("", "", "", "乙", "乙"),
    ],
)
def test_a_place_is_replaced_only_where_it_is_certain(text, before, old, new, result):
    assert replace(list(text), before, list(old), list(new)) == (None if result is None else list(result))


def test_blocks_are_paragraphs_items_and_rows():
    body = (
        "<p>一<strong>二</strong></p><h2>题</h2><ul><li>甲<ul><li>子</li></ul></li><li>乙</li></ul>"
        '<blockquote><p>引</p></blockquote><hr><figure><img src="/media/a.webp" alt="a > b"></figure>'
        "<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table>"
    )
    assert blocks(body) == [
        "<p>一<strong>二</strong></p>",
        "<h2>题</h2>",
        "<ul>",
        "<li>甲<ul><li>子</li></ul></li>",
        "<li>乙</li>",
        "</ul>",
        "<blockquote>",
        "<p>引</p>",
        "</blockquote>",
        "<hr>",
        '<figure><img src="/media/a.webp" alt="a > b"></figure>',
        "<table>",
        "<tbody>",
        "<tr><td>1</td></tr>",
        "<tr><td>2</td></tr>",
        "</tbody>",
        "</table>",
    ]


@pytest.mark.parametrize("text", [*HOSTILE, "", "字", "<", "<p>没完", "</p>一"])
def test_blocks_of_anything_give_it_back(text):
    assert "".join(blocks(text)).replace("\n", "") == text.replace("\n", "")
    assert clean_html("".join(blocks(clean_html(text)))) == clean_html(text)


BASE = "<p>一</p>\n<ul><li>甲</li><li>乙</li></ul>\n<p>二</p>"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (
            BASE.replace("甲", "甲甲"),
            BASE.replace("乙", "乙乙"),
            BASE.replace("甲", "甲甲").replace("乙", "乙乙"),
        ),
        (
            BASE.replace("ul>", "ol>"),
            BASE.replace("<li>乙</li>", "<li>乙</li><li>丙</li>"),
            "<p>一</p>\n<ol><li>甲</li><li>乙</li><li>丙</li></ol>\n<p>二</p>",
        ),
        (BASE + "\n<p>三</p>", "<p>一</p>\n<p>二</p>", "<p>一</p>\n<p>二</p>\n<p>三</p>"),
    ],
)
def test_bodies_go_together_item_by_item(mine, theirs, merged):
    body, _, conflicts = merge_bodies(BASE, mine, theirs)
    assert (body, conflicts) == (merged, [])


def test_a_merged_body_is_clean_whatever_went_in():
    for text in HOSTILE:
        body, _, _ = merge_bodies("<p>一</p>", f"<p>一</p>{text}", f"{text}<p>二</p>")
        assert clean_html(body) == body


def test_a_place_in_the_body_can_be_switched_there_and_back():
    body, _, [conflict] = merge_bodies("<p>一</p><p>二</p>", "<p>一</p><p>我</p>", "<p>一</p><p>他</p>")
    assert (body, conflict) == (
        "<p>一</p>\n<p>我</p>",
        Conflict("body", ["<p>我</p>"], ["<p>他</p>"], before="<p>一</p>"),
    )
    assert switch(body, conflict, "theirs") == "<p>一</p>\n<p>他</p>"
    assert switch(body, conflict, "both") == "<p>一</p>\n<p>我</p>\n<p>他</p>"
    assert switch("<p>一</p><p>我改过</p>", conflict, "theirs") is None

"""What a comparison shows, case by case: old, new, the marked HTML."""

import re
import time
from html import unescape

import pytest

from news.comparing import GONE, compare_bodies, compare_lines
from news.markup import TAGS, clean_html
from tests.hostile import HOSTILE, mutations

PICTURE = '<img src="/media/{}.png" alt="{}">'
CASES = {
    "a word in Chinese": (
        "<p>市政府今天召开会议，研究供暖。</p>",
        "<p>市政府昨天召开会议，研究供暖问题。</p>",
        "<p>市政府<del>今</del><ins>昨</ins>天召开会议，研究供暖<ins>问题</ins>。</p>",
    ),
    "chance characters in common are no common ground": (
        "<p>全市中小学九月一日开学，家长须按通知办理报到手续，老师在校门口迎接。</p>",
        "<p>全市中小学九月一日开学，供热公司已经检修完全部管道，老师在校门口迎接。</p>",
        "<p>全市中小学九月一日开学，<del>家长须按通知办理报到手续</del><ins>供热公司已经检修完全部管道</ins>，老师在校门口迎接。</p>",
    ),
    "a number and a Latin word change as a whole": (
        "<p>2025 年 1,280 人用 Word 写稿</p>",
        "<p>2026 年 1,285 人用 World 写稿</p>",
        "<p><del>2025</del><ins>2026</ins> 年 <del>1,280</del><ins>1,285</ins> 人用 "
        "<del>Word</del><ins>World</ins> 写稿</p>",
    ),
    "an emoji of several characters stays one": (
        "<p>一家👨‍👩‍👧来了，很高兴</p>",
        "<p>一家👨‍👩‍👦来了，很高兴</p>",
        "<p>一家<del>👨‍👩‍👧</del><ins>👨‍👩‍👦</ins>来了，很高兴</p>",
    ),
    "format alone": (
        "<p>明天<em>停水</em>，请储水</p>",
        "<p>明天停水，<strong>请储水</strong></p>",
        '<p>明天<span class="reformatted">停水</span><span class="sign">［去掉斜体］</span>，'
        '<span class="reformatted"><strong>请储水</strong></span><span class="sign">［加粗］</span></p>',
    ),
    "an address alone": (
        '<p>详见<a href="/a/1.html">通知</a></p>',
        '<p>详见<a href="/a/2.html">通知</a></p>',
        '<p>详见<span class="reformatted"><a href="/a/2.html" rel="noopener">通知</a></span>'
        '<span class="sign">［链接改为 /a/2.html］</span></p>',
    ),
    "words inside bold": (
        "<p>请<strong>务必储水</strong>备用</p>",
        "<p>请<strong>提前储水</strong>备用</p>",
        "<p>请<del><strong>务必</strong></del><ins><strong>提前</strong></ins><strong>储水</strong>备用</p>",
    ),
    "entities": (
        "<p>水 &amp; 电的价格 &lt; 十元</p>",
        "<p>水 &lt; 电的价格 &lt; 十元</p>",
        "<p>水 <del>&amp;</del><ins>&lt;</ins> 电的价格 &lt; 十元</p>",
    ),
    "a paragraph becomes a heading": (
        "<p>怎样办理退费</p>",
        "<h2>怎样办理退费</h2>",
        '<h2><span class="sign">［正文改为二级标题］</span>怎样办理退费</h2>',
    ),
    "a paragraph comes, another goes": (
        "<p>第一段说的是供暖。</p><p>第二段说的是公交。</p>",
        "<p>第一段说的是供暖。</p><p>全新内容：博物馆延时！</p>",
        "<p>第一段说的是供暖。</p>\n<p><del>第二段说的是公交。</del></p>\n<p><ins>全新内容：博物馆延时！</ins></p>",
    ),
    "a moved paragraph goes and comes": (
        "<p>甲段讲供暖的事。</p><p>乙段说公交线路。</p><p>丙段写古城修缮。</p>",
        "<p>乙段说公交线路。</p><p>丙段写古城修缮。</p><p>甲段讲供暖的事。</p>",
        "<p><del>甲段讲供暖的事。</del></p>\n<p>乙段说公交线路。</p>\n<p>丙段写古城修缮。</p>\n<p><ins>甲段讲供暖的事。</ins></p>",
    ),
    "nested lists": (
        "<ul><li>一项工作<ul><li>甲事</li></ul></li><li>收尾</li></ul>",
        "<ul><li>一项工程<ul><li>甲事</li><li>乙事</li></ul></li></ul>",
        "<ul><li>一项工<del>作</del><ins>程</ins><ul><li>甲事</li><li><ins>乙事</ins></li></ul></li><li><del>收尾</del></li></ul>",
    ),
    "a list gets numbers": (
        "<ul><li>甲事</li></ul>",
        "<ol><li>甲事</li></ol>",
        '<span class="sign">［项目列表改为编号列表］</span><ol><li>甲事</li></ol>',
    ),
    "a cell, and a row": (
        "<table><tbody><tr><td>小米</td><td>8元</td></tr><tr><td>玉米</td><td>3元</td></tr></tbody></table>",
        "<table><tbody><tr><td>小米</td><td>9元</td></tr><tr><td>大豆</td><td>5元</td></tr>"
        "<tr><td>玉米</td><td>3元</td></tr></tbody></table>",
        "<table><tbody><tr><td>小米</td><td><del>8</del><ins>9</ins>元</td></tr>"
        "<tr><td><ins>大豆</ins></td><td><ins>5元</ins></td></tr><tr><td>玉米</td><td>3元</td></tr></tbody></table>",
    ),
    "joined cells": (
        "<table><tbody><tr><td>小米</td></tr></tbody></table>",
        '<table><tbody><tr><td colspan="2">小米</td></tr></tbody></table>',
        '<table><tbody><tr><td colspan="2"><span class="sign">［单元格合并有变］</span>小米</td></tr></tbody></table>',
    ),
    "a changed picture shows both": (
        f"<figure>{PICTURE.format('a', '甲')}<figcaption>河岸清晨</figcaption></figure>",
        f"<figure>{PICTURE.format('b', '乙')}<figcaption>河岸黄昏</figcaption></figure>",
        f'<figure><del>{PICTURE.format("a", "甲")}<span class="sign">［删去的图片：甲］</span></del>'
        f'<ins>{PICTURE.format("b", "乙")}<span class="sign">［加入的图片：乙］</span></ins>'
        "<figcaption>河岸<del>清晨</del><ins>黄昏</ins></figcaption></figure>",
    ),
    "a line, and a line break": (
        "<p>上联写好了<br>下联</p><hr>",
        "<p>上联写好了下联</p>",
        '<p>上联写好了<del>↵</del>下联</p>\n<p><del><span class="sign">［分隔线］</span></del></p>',
    ),
    "everything went": ("<p>一</p>", "", "<p><del>一</del></p>"),
    "everything came": ("", "<p>一</p>", "<p><ins>一</ins></p>"),
}


def written(comparison) -> str:
    return "\n".join(stretch.html for stretch in comparison.stretches)


@pytest.mark.parametrize("case", CASES)
def test_shows_what_changed_inside_the_formatted_text(case):
    old, new, expected = CASES[case]
    comparison = compare_bodies(old, new)
    assert (written(comparison), comparison.same, comparison.complete) == (expected, False, True)


def test_folds_long_stretches_that_are_the_same():
    blocks = [f"<p>第{number}段：{chr(0x4E00 + number) * 5}</p>" for number in range(20)]
    changed = [*blocks[:10], "<p>一个全新的段落！</p>", *blocks[10:]]
    comparison = compare_bodies("".join(blocks), "".join(changed))
    assert comparison.stretches == [
        ("\n".join(blocks[:9]), 9),
        (blocks[9], 0),
        ("<p><ins>一个全新的段落！</ins></p>", 0),
        (blocks[10], 0),
        ("\n".join(blocks[11:]), 9),
    ]


def test_two_paragraphs_between_changes_stay_open():
    blocks = [f"<p>第{number}段：{chr(0x4E00 + number) * 5}</p>" for number in range(4)]
    comparison = compare_bodies("".join(blocks), f"<p>新的开头！</p>{''.join(blocks)}<p>新的结尾。</p>")
    assert [stretch.folded for stretch in comparison.stretches] == [0, 0, 0]


def test_the_same_is_one_fold():
    assert compare_bodies("<p>一</p><p>二</p>", "<p>一</p>\n<p>二</p>") == ([("<p>一</p>\n<p>二</p>", 2)], True, True)


def test_fields_are_marked_on_their_own_side():
    assert compare_lines("今天 <停水>", "明天 <停水>") == (
        "<del>今</del>天 &lt;停水&gt;",
        "<ins>明</ins>天 &lt;停水&gt;",
    )


def test_private_use_characters_of_the_text_are_themselves():
    old, new = "\U000f0000是字，和 AB", "\U000f0001是字，和 AC"
    assert compare_lines(old, new) == (
        "<del>\U000f0000</del>是字，和 <del>AB</del>",
        "<ins>\U000f0001</ins>是字，和 <ins>AC</ins>",
    )


def test_hostile_versions_give_only_tags_of_ours():
    texts = [*HOSTILE, *mutations(400)]
    for old, new in zip(texts, texts[1:] + texts[:1], strict=True):
        html = written(compare_bodies(old, new))
        names = set(re.findall(r"<([^\s/>]+)", html)) - {"del", "ins", "span"}
        assert names <= TAGS
        # Without our marks it is as clean as any body: nothing to clean is left.
        bare = re.sub(r'</?(?:del|ins)>|<span class="(?:sign|reformatted)">|</span>|↵', "", html)
        clean = f"<p></p>{clean_html(old)}{clean_html(new)}"
        assert set(re.findall(r"<[^>]+>", bare)) <= set(re.findall(r"<[^>]+>", clean))


def test_what_went_and_what_came_are_the_two_versions():
    texts = list(mutations(300, seed=3))
    for old, new in zip(texts, texts[1:] + texts[:1], strict=True):
        html = re.sub(r'<span class="sign">.*?</span>|↵', "", written(compare_bodies(old, new)))
        before = re.sub(r"<ins>.*?</ins>", "", html, flags=re.DOTALL)
        after = re.sub(r"<del>.*?</del>", "", html, flags=re.DOTALL)
        assert [words(before), words(after)] == [words(clean_html(old)), words(clean_html(new))]


def words(html: str) -> str:
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", html)))


LONG = {
    "another text altogether": ("<p>甲乙丙丁</p>" * 40_000, "<p>戊己庚辛</p>" * 40_000),
    "one paragraph": (f"<p>{'啊' * 480_000}</p>", f"<p>不{'啊' * 240_000}从{'啊' * 230_000}</p>"),
    "one row after another": ("<table>" + "<tr><td>1<td>2" * 12_000, "<table>" + "<tr><td>1<td>5" * 12_000),
}


@pytest.mark.parametrize("kind", LONG)
def test_the_longest_bodies_are_answered_when_time_is_over(kind):
    old, new = LONG[kind]
    started = time.process_time()
    comparison = compare_bodies(old, new, seconds=0.5)
    assert time.process_time() - started < 10
    assert f"<{GONE}>" in written(comparison)

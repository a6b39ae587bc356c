import cProfile
import pstats
from html.parser import HTMLParser

import pytest

from news.builder import MOST_DEEP
from news.markup import ATTRIBUTES, TAGS, clean_html, reading_minutes, text_of
from tests.hostile import HOSTILE, mutations


class Census(HTMLParser):
    """Counts what a clean body must not hold, with another parser than those that cleaned it."""

    def __init__(self):
        super().__init__()
        self.strange, self.open, self.deepest = [], [], 0

    def handle_starttag(self, tag, attributes):
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        self.strange += [(tag, *pair) for pair in attributes if pair[0] not in allowed]
        self.strange += [] if tag in TAGS else [tag]
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.strange.append(f"</{tag}>")

    def handle_comment(self, data):
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def census(body: str) -> Census:
    found = Census()
    found.feed(body)
    found.close()
    return found


def assert_clean(text: str) -> None:
    body = clean_html(text)
    found = census(body)
    assert (found.strange, found.open) == ([], []), text
    assert found.deepest <= MOST_DEEP + 20, text
    assert clean_html(body) == body, text
    assert "\x00" not in body.encode().decode()  # can be encoded, and stored


def test_corpus_is_large_and_holds_no_string_twice():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 200


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_becomes_a_clean_body_that_stays_as_it_is(text):
    assert_clean(text)


def test_mixed_and_damaged_hostile_text_does_too():
    for text in mutations(5000):
        assert_clean(text)


# What is kept, and what becomes of the rest: (source, body)
KEPT = [
    ("<p>一</p><p>二</p>", "<p>一</p>\n<p>二</p>"),
    ("无标签的文字", "<p>无标签的文字</p>"),
    ("一<br><br>　　二<br>三", "<p>一</p>\n<p>二<br>三</p>"),
    ("<h1>题</h1><h2>章</h2><h5>节</h5>", "<h2>题</h2>\n<h2>章</h2>\n<h4>节</h4>"),
    ("<b>粗</b><i>斜</i><strike>删</strike>", "<p><strong>粗</strong><em>斜</em><s>删</s></p>"),
    ("<p>H<sub>2</sub>O，m<sup>2</sup></p>", "<p>H<sub>2</sub>O，m<sup>2</sup></p>"),
    ("<b>粗<strong>更粗</strong>还粗</b>细", "<p><strong>粗更粗还粗</strong>细</p>"),
    ("<ul><li>一<li>二</ul>", "<ul><li>一</li><li>二</li></ul>"),
    ('<ol start="3" type=a><li><p>三</p><p>续</p></ol>', '<ol start="3"><li>三<br>续</li></ol>'),
    ("<ul><li>一</li><ul><li>一之一</li></ul></ul>", "<ul><li>一<ul><li>一之一</li></ul></li></ul>"),
    ("<blockquote>引文</blockquote>", "<blockquote><p>引文</p></blockquote>"),
    ("<pre>\n a\n\tb\n</pre>", "<pre> a\n\tb</pre>"),
    ("一<hr>二", "<p>一</p>\n<hr>\n<p>二</p>"),
    (
        "<table><caption>表</caption><thead><tr><th scope=col>甲<tbody><tr><td rowspan=2 colspan=0>1<td></table>",
        '<table><caption>表</caption><thead><tr><th scope="col">甲</th></tr></thead>'
        '<tbody><tr><td rowspan="2">1</td><td></td></tr></tbody></table>',
    ),
    (
        '<figure><p><img src="/media/a.png" alt="图" width="640" height="50%"></p><figcaption>说明</figcaption>',
        '<figure><img src="/media/a.png" alt="图" width="640"><figcaption>说明</figcaption></figure>',
    ),
    ('<img src="/static/img/a.png">', '<p><img src="/static/img/a.png" alt=""></p>'),
    ("3 < 5 && 5 > 3 &copy; &amp;lt;", "<p>3 &lt; 5 &amp;&amp; 5 &gt; 3 © &amp;lt;</p>"),
    ("<p>👨\u200d👩\u200d👧 كتاب é 𠮷</p>", "<p>👨\u200d👩\u200d👧 كتاب é 𠮷</p>"),
]
DROPPED = [
    ("<p></p><p>&nbsp;</p><p><br></p><p>一</p><p><b> </b></p>", "<p>一</p>"),
    ("<ul><li></li></ul><blockquote><p></p></blockquote><h2></h2>", ""),
    ("<p>　　缩进&nbsp;</p>", "<p>缩进</p>"),
    ("<script>a</script><style>b</style><title>c</title><textarea>d</textarea>一", "<p>一</p>"),
    ("一<script>if (a<b && c == '\"') x</script>二", "<p>一二</p>"),
    ("一<!-- 注 -->二<?php ?>三<![CDATA[四]]>", "<p>一二三</p>"),
    ("a\x00b\x01c\u200bd\ufeffe\u202ef&#x202e;&#1;", "<p>abcdef</p>"),
    ("a\rb\r\nc", "<p>a b c</p>"),
    ("\ud800高", "<p>\ufffd高</p>"),
    ('<img src="https://other.example/a.png" alt="外">', ""),
    ('<img src="data:image/png;base64,AAAA"><img src="//other.example/a.png"><img src="a.png">', ""),
    ("<p style='color:red' class=x id=y lang=zh onclick=z() data-a=b>一</p>", "<p>一</p>"),
    ("<center><font color=red>一</font></center><o:p>二</o:p>", "<p>一</p>\n<p>二</p>"),
]
LINKS = [
    ("https://a.example/路径?a=1&b=2#c", "https://a.example/路径?a=1&amp;b=2#c"),
    ("HTTP://a.example", "HTTP://a.example"),
    (" https://a.example/a b ", "https://a.example/a%20b"),
    ("//a.example/x", "https://a.example/x"),
    ("/minsheng/1.html", "/minsheng/1.html"),
    ("mailto:bianji@a.example", "mailto:bianji@a.example"),
    ("tel:+86-10-12345", "tel:+86-10-12345"),
    ("/x?a=1&copy=2", "/x?a=1&amp;copy=2"),
]
NO_LINKS = [
    "",
    "#_ftn1",
    "2.html",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://a.example/",
    "file:///etc/passwd",
    "/\\a.example",
    "///a.example",
    "https:a.example",
    "https://",
    "https://user:secret@a.example/",
    "https://a.example\\@b.example",
    "mailto:a@b.example?bcc=c@d.example",
    f"https://a.example/{'a' * 2000}",
]


@pytest.mark.parametrize(("source", "body"), KEPT + DROPPED)
def test_body(source, body):
    assert clean_html(source) == body
    assert clean_html(body) == body


@pytest.mark.parametrize(("href", "kept"), LINKS)
def test_link(href, kept):
    body = clean_html(f'<a href="{href}" target=_blank rel=x title=y>链接</a>')
    assert body == f'<p><a href="{kept}" rel="noopener">链接</a></p>'


@pytest.mark.parametrize("href", NO_LINKS)
def test_of_a_link_to_nowhere_the_words_stay(href):
    assert clean_html(f'<a href="{href}">链接</a>') == "<p>链接</p>"


def test_picture_addressed_with_our_own_host_is_ours(settings):
    settings.SITE_URL = "https://daily.example"
    source = '<img src="https://daily.example/media/a.png"><img src="https://daily.example.evil/media/a.png">'
    assert clean_html(source) == '<p><img src="/media/a.png" alt=""></p>'


WORD = """<p class=MsoNormal align=center style='text-align:center'><b><span lang=EN-US style='font-size:16.0pt'>标题
<o:p></o:p></span></b></p><p class=MsoNormal style='text-indent:21.0pt'><span style='font-family:宋体'>第一段。
<o:p></o:p></span></p>
<table class=MsoTableGrid border=1><tr><td width=99 valign=top><p class=MsoNormal>项目</p></td><td>
<p class=MsoNormal>数量</p></td></tr></table><p class=MsoNormal><span lang=EN-US>&nbsp;</span></p>"""
WECHAT = """<section data-role="outer" style="font-size:16px"><section><h2 style="color:red"><span>小标题</span></h2>
</section><section><p style="margin:0"><span style="letter-spacing:1px">第一段<strong>重点</strong>。</span></p>
<p><br/></p><p>第二段。</p></section><section style="text-align:center"><img class="rich_pages" data-src="https://mmbiz.example/x">
</section></section>"""


def test_what_word_pastes_keeps_its_meaning():
    assert clean_html(WORD) == (
        "<p><strong>标题</strong></p>\n<p>第一段。</p>\n"
        "<table><tbody><tr><td>项目</td><td>数量</td></tr></tbody></table>"
    )


def test_what_wechat_pastes_keeps_its_meaning():
    assert clean_html(WECHAT) == "<h2>小标题</h2>\n<p>第一段<strong>重点</strong>。</p>\n<p>第二段。</p>"


def work(text: str) -> int:
    profile = cProfile.Profile()
    profile.runcall(clean_html, text)
    return pstats.Stats(profile).total_calls


UNITS = ["<div>", "<b>", "<b><p>字", "<ul><li>字", "<table><tr><td>", "<a href=/x><p>字", "<!--", "<svg>", "<x a='"]
UNITS += [
    "<blockquote>字",
    "<i></b>",
    "&amp;",
    "<pre>字</pre>",
    "<figure>字",
    "<script",
    "<style></style",
    "字<br>",
    "字 ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_is_no_more_than_twice_the_work(unit):
    assert work(unit * 1000) <= 2.2 * work(unit * 500) + 200


@pytest.mark.parametrize("unit", UNITS)
def test_nesting_without_end_stays_shallow(unit):
    assert census(clean_html(unit * 2000)).deepest <= MOST_DEEP + 20


def test_bold_or_a_link_that_never_ends_does_not_fill_the_database():
    source = f'<b><a href="/{"a" * 1900}">{"<p>字" * 3000}'
    assert len(clean_html(source)) < 10 * len(source)


def test_text_of_a_body():
    body = clean_html("<h2>章</h2><p>一<b>二</b>三 &lt;b&gt;</p><ul><li>四<li>五</ul>")
    assert text_of(body) == "章 一二三 <b> 四 五"
    assert text_of(body, most=5) == "章 一二…"
    assert text_of("") == ""


def test_text_of_a_long_body_is_the_start_of_all_its_text():
    body = clean_html("<p>一二三四五六七八九十&amp;</p>" * 3000)
    assert text_of(body, most=100) == f"{text_of(body)[:99]}…"


@pytest.mark.parametrize(("characters", "minutes"), [(0, 1), (400, 1), (401, 2), (4000, 10)])
def test_reading_minutes(characters, minutes):
    assert reading_minutes(f"<p>{'字' * characters}</p>") == minutes

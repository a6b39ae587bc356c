"""What Word, WPS and old web editors leave behind. Cleaning takes their markup away, but not what has become text."""

import re
from collections.abc import Iterator

from news.checks.body import around
from news.checks.facts import Facts
from news.checks.finding import WARNING, Finding
from news.models import Article
from news.words import BARRIER

GAP = "[ \u00a0\u2000-\u200a\u202f\u3000]"
CHECKS = [
    (
        re.compile(
            r"<!--\[if|<!\[endif|</?[owv]:\w|mso-[a-z]{3,}|\bMso(?:Normal|ListParagraph|Table|Title)|@font-face|"
            r"X-NONE|(?:Start|End)Fragment|微软用户",
        ),
        "正文里有 Word 留下的代码",
        "删掉这些代码",
    ),
    (re.compile(r"&(?:nbsp|ensp|emsp|lt|gt|amp|quot|ldquo|rdquo);"), "正文里有显示成代码的符号", "改成真正的符号"),
    (re.compile(rf"(?:\A|{BARRIER}|\n){GAP}+(?=[^\s{BARRIER}])"), "段首有用空格做的缩进", "删掉这些空格，版面自动缩进"),
    (re.compile(rf"(?<=[^\s{BARRIER}]){GAP}{{2,}}(?=[^\s{BARRIER}])"), "文字中间有连续的空格", "只留一个，或全部删掉"),
]
IN_MARKUP = [
    (re.compile(r'\b(?:style|class)="[^"]*mso', re.IGNORECASE), "正文里有 Word 的格式", "重新保存一次，格式会自动清理"),
    (re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*){2}"), "正文里有连续的空段落", "重新保存一次，空段落会自动清理"),
]


def check(article: Article, facts: Facts) -> Iterator[Finding]:
    text = facts.bodies[id(article)].text
    for pattern, message, mend in CHECKS:
        places = list(pattern.finditer(text))
        if places:
            start, end = places[0].span()
            yield Finding(WARNING, "body", message, mend, **around(text, start, end), times=len(places))
    for pattern, message, mend in IN_MARKUP:
        if pattern.search(article.body):
            yield Finding(WARNING, "body", message, mend)

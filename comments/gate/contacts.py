"""Addresses, telephone numbers and accounts: refused in a name, marked in a text."""

import re
import unicodedata
from collections.abc import Iterator

from comments.gate.verdicts import Mark, Post, Refused

ENDINGS = "com|cn|net|org|top|xyz|vip|cc|info|shop|club|site|online|app|me|io|tv|co|ltd|work|link|live|fun|icu"
LINK = re.compile(rf"https?://|www\.|(?<![@\w-])[a-z0-9-]{{2,}}\s*[.。]\s*(?:{ENDINGS})\b(?!\.)")
MAIL = re.compile(r"[\w.+-]+\s*@\s*[\w-]+\s*\.\s*[a-z]{2,}")
# Between the digits may stand what the eye skips: 138-0000-0000, 138 0000 0000.
PHONE = re.compile(r"(?<!\d)1[3-9](?:[\s\-.·]*\d){9}(?!\d)")
ACCOUNT = re.compile(
    r"(?:微信|威信|薇信|v信|vx|wx|[加+➕]\s*[vw微薇]|qq|扣扣|q群|企鹅号?|抖音号?|电报|telegram)"
    r"[^a-z0-9]{0,8}[a-z0-9_][a-z0-9_-]{4,}"
)
NUMERALS = str.maketrans("零〇一二三四五六七八九幺", "00123456789" + "1")


def contacts(post: Post) -> Iterator[Mark]:
    if any(pattern.search(plain(post.name)) for pattern in (LINK, MAIL, PHONE, ACCOUNT)):
        raise Refused("contact_in_name", "称呼里不能写网址、电话或账号", "name")
    text = plain(post.body)
    if LINK.search(text):
        if post.pressed:
            raise Refused("link", "现在评论太多，暂不接受带网址的评论，请去掉网址再提交", "body")
        yield Mark.LINK
    if any(pattern.search(text) for pattern in (MAIL, PHONE, ACCOUNT)):
        yield Mark.CONTACT


def plain(text: str) -> str:
    """Width and case folded, numerals written as digits: “一三八”, “１３８” and 138 are read alike."""
    return unicodedata.normalize("NFKC", text).lower().translate(NUMERALS)

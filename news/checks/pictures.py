import re
from collections.abc import Iterator

from news.checks.facts import Facts, file_of
from news.checks.finding import WARNING, Finding
from news.models import Article

# What Word import writes when the document says nothing, and cameras and programs by themselves.
NO_ALT = re.compile(r"(?:图片|图像|图|image|picture|img|photo|未标题)?[\s_-]*\d*", re.IGNORECASE)
NAME_OF_FILE = re.compile(r"[\w-]+\.(?:jpe?g|png|gif|webp|bmp)", re.IGNORECASE)


def check(article: Article, facts: Facts) -> Iterator[Finding]:
    if article.cover_id and (cover := facts.pictures.get(article.cover_id)):
        yield from _lacking("cover", "封面图片", cover.alt, cover.credit, "在图片库里给这张图片补上")
    for number, shown in enumerate(facts.bodies[id(article)].pictures, start=1):
        stored = facts.pictures.get(file_of(shown.src))
        credit = shown.caption or (stored.credit if stored else "")
        name = f"正文第 {number} 张图片"
        yield from _lacking("body", name, shown.alt, credit, "在图片库里补上，或写进图片说明", shown.src)


def _lacking(field: str, name: str, alt: str, credit: str, mend: str, src: str = "") -> Iterator[Finding]:
    if NO_ALT.fullmatch(alt.strip()) or NAME_OF_FILE.fullmatch(alt.strip()):
        how = "双击图片，在“替换文本”里写明画面" if field == "body" else mend
        yield Finding(WARNING, field, f"{name}没有替代文字", how, place=src.rpartition("/")[2])
    if not credit.strip():
        yield Finding(WARNING, field, f"{name}没有写来源", mend, place=src.rpartition("/")[2])

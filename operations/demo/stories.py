"""The demo site's articles: JSON written for people (hours ago, painters) → lines of the exchange format.

A file of articles/ is one top category:
{"category": {"slug", "name", "description"}, "children": [{"slug", "name", "description"}], "articles": [{"key",
"child", "hours_ago", "expires_hours_ago", "title", …, "body", "cover": {"painter", "seed", "alt", "credit"}, …}]}
A comment may have a "key", by which others name it in "reply_to", "staff", "region", and while it waits "marks".
In a body, <img src="demo:PAINTER:SEED" alt="…"> stands for a picture that will be drawn.
"""

import html
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from comments.models.comment import new_number
from news import picture_files
from news.models import Category, Picture
from operations.exchange.reading import ArticleLine, read

SAME = "title subtitle summary byline source source_url editor reprint original_title tags state".split()
DRAWN = re.compile(r'<img\s+src="demo:(?P<painter>[a-z_]+):(?P<seed>\d+)"(?P<rest>[^>]*)>')
ALT = re.compile(r'\balt="([^"]*)"')
CREDIT = "大院示例制图"

Key = tuple[str, int]  # painter, seed


@dataclass(frozen=True)
class Story:
    """One article of the files, with the levels of its category."""

    given: dict
    categories: list[dict]

    @property
    def hours_ago(self) -> float:
        return self.given["hours_ago"] or 0

    @property
    def views(self) -> int:
        return self.given.get("views", 0)

    @property
    def comments(self) -> list[dict]:
        return self.given.get("comments", [])

    def pictures(self) -> dict[Key, tuple[str, str]]:
        """(painter, seed) → alternative text and credit, the cover first."""
        found = {}
        if cover := self.given.get("cover"):
            found[cover["painter"], cover["seed"]] = (cover["alt"], cover["credit"])
        for tag in DRAWN.finditer(self.given["body"]):
            found.setdefault(_key(tag), (_alt(tag) or self.given["title"], CREDIT))
        return found

    def _comments(self, now: datetime) -> list[dict]:
        """Where one answers another, `reply_to` is the other's `key`."""
        numbers = {said["key"]: new_number() for said in self.comments if "key" in said}
        found = []
        for said in self.comments:
            record = {key: said[key] for key in ("name", "body", "region", "staff") if key in said}
            record["created_at"] = _ago(now, said["hours_ago"])
            if "key" in said:
                record["number"] = numbers[said["key"]]
            if "reply_to" in said:
                record["reply_to"] = numbers[said["reply_to"]]
            found.append(record)
        return found

    def line(self, pk: int, now: datetime, pictures: dict[Key, Picture]) -> ArticleLine:
        """As import_articles would read it. Raises Refused. The comments are all pending, whatever comes of them."""
        given = self.given
        record = {
            "id": pk,
            "categories": [{"slug": level["slug"], "name": level["name"]} for level in self.categories],
            "body": DRAWN.sub(lambda tag: _image(pictures[_key(tag)], _alt(tag)), given["body"]),
            "published_at": _ago(now, given["hours_ago"]),
            "expires_at": _ago(now, given.get("expires_hours_ago")),
            "comments": self._comments(now),
            **{key: given[key] for key in SAME if key in given},
        }
        if given.get("withdrawal_notice"):
            record["withdrawal_notice"] = given["withdrawal_notice"]
        if cover := given.get("cover"):
            picture = pictures[cover["painter"], cover["seed"]]
            record["cover"] = {"file": picture.file, "alt": picture.alt, "credit": picture.credit}
        return read(pk, json.dumps(record).encode())


def read_stories(folder: Path) -> list[Story]:
    """Every article of the folder's files, the oldest first."""
    found = []
    for file in category_files(folder):
        children = {child["slug"]: child for child in file["children"]}
        for article in file["articles"]:
            levels = [file["category"], *([children[article["child"]]] if article.get("child") else [])]
            found.append(Story(article, levels))
    return sorted(found, key=lambda story: -story.hours_ago)


def category_files(folder: Path) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted((folder / "articles").glob("*.json"))]


def make_categories(folder: Path) -> None:
    for order, file in enumerate(category_files(folder)):
        top = Category.objects.create(**file["category"], order=order)
        for place, child in enumerate(file["children"]):
            Category.objects.create(**child, order=place, parent=top)


def _ago(now: datetime, hours: float | None) -> str | None:
    if hours is None:
        return None
    return (now - timedelta(hours=hours)).replace(microsecond=0).isoformat()


def _key(tag: re.Match) -> Key:
    return tag["painter"], int(tag["seed"])


def _alt(tag: re.Match) -> str:
    found = ALT.search(tag["rest"])
    return html.unescape(found[1]) if found else ""


def _image(picture: Picture, alt: str) -> str:
    source, alt = picture_files.url_of(picture.file), html.escape(alt or picture.alt)
    return f'<img src="{source}" alt="{alt}" width="{picture.width}" height="{picture.height}">'

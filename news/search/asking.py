"""What a reader asks: words, filters, order and page, read from the address. Nothing that stands there can fail."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from news.frame import Section
from news.search.folding import fold

LONGEST = 200  # characters: a whole title
PAGES = 50
TIMES = {"day": ("一天内", 1), "week": ("一周内", 7), "month": ("一月内", 30), "year": ("一年内", 365)}
SORTS = {"relevance": "相关", "time": "时间"}
QUOTED = re.compile('["“”„‟＂]([^"“”„‟＂]*)["“”„‟＂]|「([^」]*)」|『([^』]*)』')
# Psycopg takes no NUL and no half of a surrogate pair.
UNUSABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass
class Asked:
    text: str  # as it was typed
    too_long: bool = False
    words: list[str] = field(default_factory=list)  # all are wanted; what stood in quotes is one
    category: Section | None = None
    time: str = ""
    sort: str = "relevance"
    page: int = 1

    def folded(self) -> str:
        return fold(self.text)

    def is_empty(self) -> bool:
        """Whether there is nothing to look for: no letter, no digit."""
        return not self.words

    def is_single(self) -> bool:
        """Whether there are only single characters, which are looked for in titles and tags alone."""
        return bool(self.words) and all(len(fold(word)) == 1 for word in self.words)

    def since(self) -> datetime | None:
        return timezone.now() - timedelta(days=TIMES[self.time][1]) if self.time else None

    def query(self, **changes) -> str:
        """The one way to write this in an address; `page` only when it is named."""
        category = self.category.path if self.category else ""
        parts = {"q": self.text, "category": category, "time": self.time, "sort": self.sort, **changes}
        if parts["sort"] == "relevance":
            parts["sort"] = ""
        return urlencode({name: value for name, value in parts.items() if value})

    def everywhere(self) -> str:
        return self.query(category="", time="")


def asked(parameters, categories: list[Section]) -> Asked:
    """Read the parameters of an address; `categories` are those that can be chosen. What is unknown is left out."""
    raw = parameters.get("q", "")
    text = " ".join(UNUSABLE.sub(" ", raw[:LONGEST]).split())
    if len(raw) > LONGEST:
        return Asked(text, too_long=True)
    path, time, sort, page = (parameters.get(name, "") for name in ("category", "time", "sort", "page"))
    return Asked(
        text,
        words=_words(text),
        category=next((category for category in categories if category.path == path), None),
        time=time if time in TIMES else "",
        sort=sort if sort in SORTS else "relevance",
        page=int(page) if re.fullmatch(r"[1-9][0-9]{0,5}", page) else 1,
    )


def _words(text: str) -> list[str]:
    quoted = [next(filter(None, match), "") for match in QUOTED.findall(text)]
    loose = QUOTED.sub(" ", text)
    separated = "".join(c if fold(c) or not c.isprintable() else " " for c in loose)
    found = [fold(phrase) for phrase in quoted] + [fold(word) for word in separated.split()]
    return list(dict.fromkeys(filter(None, found)))

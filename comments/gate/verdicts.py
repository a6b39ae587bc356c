"""What the gate says of a post: it goes back to its writer, or it waits for a moderator, perhaps with marks.

Nothing is ever published by the gate.
"""

from dataclasses import dataclass, field

from django.db import models

from comments.models import Comment
from comments.visitor import Visitor
from news.models import Article


class Mark(models.TextChoices):
    """What a moderator should look at."""

    WORD = "word", "含可疑词"
    LINK = "link", "含网址"
    CONTACT = "contact", "含联系方式"
    REPEAT = "repeat", "与别人的评论相同"
    NEAR_REPEAT = "near_repeat", "与别的评论相近"
    HISTORY = "history", "近来多次未通过"


# How much sooner it should be read.
RISK = {
    Mark.WORD: 40,
    Mark.CONTACT: 30,
    Mark.LINK: 20,
    Mark.REPEAT: 20,
    Mark.NEAR_REPEAT: 10,
    Mark.HISTORY: 30,
}


@dataclass(frozen=True)
class Post:
    """Words that somebody sends: new ones, or other ones for `comment`."""

    name: str
    body: str
    article: Article
    visitor: Visitor
    comment: Comment | None = None
    pressed: bool = False  # pressure.is_pressed()


class Refused(Exception):
    """Back to the writer: a code for the statistics, what is said, and the field it is about (None: the whole)."""

    def __init__(self, code: str, message: str, field: str | None = None):
        super().__init__(message)
        self.code, self.field = code, field


@dataclass
class Verdict:
    marks: list[Mark] = field(default_factory=list)

    @property
    def risk(self) -> int:
        return sum(RISK[mark] for mark in self.marks)

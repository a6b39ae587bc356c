"""A whole file of lines → the site, a batch at a time."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import BinaryIO

from django.db import transaction

from operations.exchange.checks import Refused
from operations.exchange.reading import ArticleLine, numbered_lines, read
from operations.exchange.storing import Outcome, added_up, store

MOST_LINES = 500
MOST_BYTES = 8_000_000  # 500 lines of the greatest length would be 2.5 GB


class Stopped(Exception):
    """A strict import met this line."""

    def __init__(self, number: int, refused: Refused):
        super().__init__(number)
        self.number = number
        self.refused = refused


class Import:
    """One run over one file. Of the lines that are done it remembers their ids alone, to find one used twice."""

    def __init__(self, *, strict: bool = False, overwrite: bool = False, refuse: Callable, advance: Callable):
        """`refuse(number, refused)` is called for each bad line, in order; `advance(lines, bytes)` after each batch."""
        self.strict = strict
        self.overwrite = overwrite
        self.refuse = refuse
        self.advance = advance
        self.ids: set[int] = set()
        self.total = Outcome()
        self.refused = 0

    def run(self, file: BinaryIO) -> None:
        """Import everything. Raises Stopped, with nothing saved, when strict and a line is bad."""
        with transaction.atomic() if self.strict else nullcontext():
            batch, size = [], 0
            for number, line, length in numbered_lines(file):
                batch.append((number, self.examined(number, line)))
                size += length
                stop = self.strict and isinstance(batch[-1][1], Refused)
                if stop or len(batch) == MOST_LINES or size >= MOST_BYTES:
                    self.finish(batch, size)
                    batch, size = [], 0
            self.finish(batch, size)

    def examined(self, number: int, line: bytes) -> ArticleLine | Refused | None:
        try:
            found = read(number, line)
            if found and found.id in self.ids:
                raise Refused("is in an earlier line of this file", "id")
        except Refused as refused:
            return refused
        if found:
            self.ids.add(found.id)
        return found

    def finish(self, batch: list[tuple[int, ArticleLine | Refused | None]], size: int) -> None:
        outcome = store([line for number, line in batch if isinstance(line, ArticleLine)], self.overwrite)
        refused = [(number, line) for number, line in batch if isinstance(line, Refused)] + outcome.refused
        for number, reason in sorted(refused, key=lambda item: item[0]):
            if self.strict:
                raise Stopped(number, reason)
            self.refuse(number, reason)
        self.refused += len(refused)
        outcome.refused = []
        self.total = added_up([self.total, outcome])
        self.advance(len(batch), size)

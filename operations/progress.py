"""How a long command says where it is: a bar on a terminal, plain lines elsewhere."""

import sys

from tqdm import tqdm

LINES_BETWEEN_WORDS = 5_000


class Progress:
    """Counts what is done. `out` is the command's stream for plain lines; the bar itself goes to stderr.

    A bar counts `total` units (bytes, or things); plain lines always count the things.
    """

    def __init__(self, out, noun: str, *, total: int | None = None, unit: str = "", scaled: bool = False):
        self.out = out
        self.noun = noun
        self.done = 0
        self.bar = None
        if sys.stderr.isatty():
            self.bar = tqdm(total=total, unit=unit or f" {noun}", unit_scale=scaled, file=sys.stderr, leave=False)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.bar is not None:
            self.bar.close()

    def advance(self, things: int, units: int | None = None) -> None:
        before, self.done = self.done, self.done + things
        if self.bar is not None:
            self.bar.update(things if units is None else units)
        elif before // LINES_BETWEEN_WORDS < self.done // LINES_BETWEEN_WORDS:
            self.out.write(f"{self.done:,} {self.noun}")

    def say(self, stream, line: str) -> None:
        """Write a line without tearing the bar."""
        if self.bar is not None:
            with tqdm.external_write_mode(file=sys.stderr):
                stream.write(line)
        else:
            stream.write(line)

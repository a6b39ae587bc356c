"""The file of a command: a name, or - for the standard stream. Raises OSError with the name in it."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """The file for reading and its size, where it has one."""
    if name == "-":
        yield sys.stdin.buffer, None
        return
    with open(name, "rb") as file:
        status = os.fstat(file.fileno())
        yield file, status.st_size if stat.S_ISREG(status.st_mode) else None


@contextmanager
def replaced(name: str) -> Iterator[BinaryIO]:
    """The file for writing: under its name stands the old content or all of the new one, never a part."""
    path = Path(name).resolve()
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():
        # A pipe or /dev/null is written into; a new file must not take its place.
        with path.open("wb") as file:
            yield file
    else:
        new = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with new.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            with suppress(FileNotFoundError):
                new.unlink()

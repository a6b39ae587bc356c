"""The files of a picture: their names, from which addresses and sizes follow, and how they reach the disk and leave it.

A picture is `pictures/2026/11/<32 random hex digits>_1600x900.webp`; beside it stand narrower copies (`…-480.webp`,
`…-960.webp`, where the picture is wider than that) and a JPEG for messengers that show no WebP (`…-share.jpg`).
They lie in MEDIA_ROOT, written here rather than through Django's storage, which leaves half a file under its final
name when the disk is full.
"""

import os
import re
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings

NARROWER = (480, 960)
SHARE_WIDTH = 1200
STEM = r"pictures/[0-9]{4}/[0-9]{2}/[0-9a-f]{32}_([1-9][0-9]{0,4})x([1-9][0-9]{0,4})"
NAME = re.compile(rf"{STEM}\.webp")
FILE = re.compile(rf"{STEM}(?:(?:-480|-960)?\.webp|-share\.jpg)")


def new_name(width: int, height: int, day: date) -> str:
    """A name nobody can guess: the address of a picture is known only once an article shows it."""
    return f"pictures/{day:%Y/%m}/{secrets.token_hex(16)}_{width}x{height}.webp"


def names_in(body: str) -> list[str]:
    """The pictures of the library that a body shows, each once, in their order."""
    return list(dict.fromkeys(match[0] for match in NAME.finditer(body)))


def size_of(name: str) -> tuple[int, int]:
    """Width and height in pixels of the picture called `name`; raises ValueError if no picture is called so."""
    match = NAME.fullmatch(name)
    if not match:
        raise ValueError(f"not the name of a picture: {name!r}")
    return int(match[1]), int(match[2])


def copies(name: str) -> list[tuple[int, str]]:
    """(width, name) of every WebP of the picture, narrowest first, the picture itself last."""
    width, _ = size_of(name)
    stem = name.removesuffix(".webp")
    return [*((narrow, f"{stem}-{narrow}.webp") for narrow in NARROWER if narrow < width), (width, name)]


def renditions(name: str) -> list[tuple[int, str]]:
    """(width, address) of every WebP of the picture, narrowest first: what a srcset is made of."""
    return [(width, url_of(copy)) for width, copy in copies(name)]


def share_name(name: str) -> str:
    size_of(name)
    return f"{name.removesuffix('.webp')}-share.jpg"


def share_url(name: str) -> str:
    """The address of the JPEG for sharing, at most 1200 wide."""
    return url_of(share_name(name))


def share_size(name: str) -> tuple[int, int]:
    """Width and height of the JPEG for sharing: of a long picture it shows the head alone."""
    width, height = size_of(name)
    height = min(height, 2 * width)
    if width <= SHARE_WIDTH:
        return width, height
    return SHARE_WIDTH, max(1, round(height * SHARE_WIDTH / width))


def url_of(name: str) -> str:
    return f"{settings.MEDIA_URL}{name}"


def write(files: Mapping[str, bytes]) -> None:
    """Put all of the files on the disk for good, or none. Raises OSError."""
    written = []
    try:
        for name, content in files.items():
            written.append(path_of(name))
            _write_one(written[-1], content)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def remove(name: str) -> None:
    """Delete every file of the picture; a file that is gone already is no error."""
    for _, copy in copies(name):
        path_of(copy).unlink(missing_ok=True)
    path_of(share_name(name)).unlink(missing_ok=True)


def path_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT, name)


def _write_one(path: Path, content: bytes) -> None:
    """Under the final name stands the whole file or nothing, also after a power cut or on a full disk."""
    path.parent.mkdir(settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, settings.FILE_UPLOAD_PERMISSIONS)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)

"""The pictures of the demo site: drawn by other processes while this one stores them."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from PIL import Image

from news import pictures
from news.models import Picture
from operations.demo.pictures import paint
from operations.processes import obey_parent_alone

SIZE = (1600, 900)
PAINTERS = 2
AHEAD = 8  # pictures drawn and not yet stored, 4 MB each

Key = tuple[str, int]  # painter, seed


def make_pictures(wanted: dict[Key, tuple[str, str]], user) -> Iterator[tuple[Key, Picture]]:
    """Draw and store each (painter, seed); `wanted` says its alternative text and its credit."""
    # Fresh interpreters, which know no Django: a forked one would share our connection to the database.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(PAINTERS, mp_context=context, initializer=obey_parent_alone)
    try:
        for key, image in _drawn(pool, wanted):
            alt, credit = wanted[key]
            yield key, pictures.picture_from_image(image, alt=alt, credit=credit, user=user)
    finally:
        pool.shutdown(cancel_futures=True)


def _drawn(pool: ProcessPoolExecutor, keys: Iterable[Key]) -> Iterator[tuple[Key, Image.Image]]:
    waiting = deque()
    for key in keys:
        waiting.append((key, pool.submit(paint, *key, SIZE)))
        if len(waiting) == AHEAD:
            oldest, picture = waiting.popleft()
            yield oldest, picture.result()
    for oldest, picture in waiting:
        yield oldest, picture.result()

"""The pictures of the demo site: drawn by other processes while this one stores them."""

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from PIL import Image

from news import pictures
from news.models import Picture
from operations.demo.painting import paint
from operations.processes import end_with_parent

SIZE = (1600, 900)
PAINTERS = 2

Key = tuple[str, int]  # painter, seed


def make_pictures(wanted: dict[Key, tuple[str, str]], user, done: Callable[[], None]) -> dict[Key, Picture]:
    """Draw and store each (painter, seed) once; `wanted` says its alternative text and its credit."""
    found = {}
    # Fresh interpreters: a forked one would share our connection to the database.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(PAINTERS, mp_context=context, initializer=_prepare_painter)
    try:
        for key, image in zip(wanted, pool.map(draw, wanted), strict=True):
            alt, credit = wanted[key]
            found[key] = pictures.picture_from_image(image, alt=alt, credit=credit, user=user)
            done()
    finally:
        pool.shutdown(cancel_futures=True)
    return found


def draw(key: Key) -> Image.Image:
    painter, seed = key
    return paint(painter, seed, SIZE)


def _prepare_painter() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # our parent hears Ctrl-C and ends us
    end_with_parent(signal.SIGKILL)

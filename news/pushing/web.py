"""One POST to another machine: no redirect is followed, nothing waits for long, nothing large is read."""

import http.client
import time
from typing import NamedTuple
from urllib.parse import urlsplit

TIMEOUT = 10  # seconds without a sign of life
DEADLINE = 30  # seconds for the whole of an answer
LONGEST_ANSWER = 256 * 1024


class Answer(NamedTuple):
    status: int
    text: str


class NoAnswer(Exception):
    """The message says what kind of failure it was; no address and no key."""


def post(address: str, body: bytes, content_type: str) -> Answer:
    """Raises NoAnswer."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=TIMEOUT)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("POST", target, body, {"Content-Type": content_type, "User-Agent": "dayuan"})
        response = connection.getresponse()
        return Answer(response.status, _read(response))
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(type(error).__name__) from None
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse) -> str:
    deadline = time.monotonic() + DEADLINE
    content = b""
    while len(content) < LONGEST_ANSWER and (piece := response.read1(16_384)):
        content += piece
        if time.monotonic() > deadline:
            raise http.client.IncompleteRead(b"")
    return content.decode("utf-8", "replace").replace("\0", "")

"""Requests and bytes of an article page in Chromium: python bench/weight.py http://127.0.0.1:8000 [path]

Bytes are those of the bodies as they travel, compressed where the server compresses. Without a path it is the lead
story of the front page. "Read on" is what comes when the reader scrolls to the end: lazy pictures, the comments.
"""

import shutil
import sys
from collections import Counter

from playwright.sync_api import sync_playwright

LIMIT = 30_000  # of HTML, CSS and scripts together, before interaction
KINDS = {"document": "HTML", "stylesheet": "CSS", "script": "JS", "image": "images"}
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def weighed(requests: list) -> tuple[Counter, Counter]:
    """Of each kind how many requests and how many bytes."""
    number, size = Counter(), Counter()
    for request in requests:
        kind = KINDS.get(request.resource_type, "other")
        number[kind] += 1
        size[kind] += max(0, request.sizes()["responseBodySize"])  # of a 204 it is negative
    return number, size


def row(name: str, requests: list) -> int:
    """Print a line of the table; return the bytes of all but the images."""
    number, size = weighed(requests)
    kinds = [*KINDS.values(), "other"]
    cells = [f"{number[kind]} | {size[kind]:,}" for kind in kinds]
    print(f"| {name} | {' | '.join(cells)} | {number.total()} | {size.total():,} |")
    return size["HTML"] + size["CSS"] + size["JS"]


def main() -> None:
    site, path = sys.argv[1].rstrip("/"), (sys.argv[2:] or [None])[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        if path is None:
            page = browser.new_page()
            page.goto(site)
            path = page.locator(".lead__title a").get_attribute("href")
            page.close()
        page = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=3)
        requests = []
        page.on("requestfinished", lambda request: requests.append(request))
        page.goto(site + path, wait_until="networkidle")
        first = list(requests)
        page.locator("[data-comments]").scroll_into_view_if_needed()
        page.locator("form textarea").wait_for()
        page.locator("footer").last.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        print("| | HTML | bytes | CSS | bytes | JS | bytes | images | bytes | other | bytes | all | bytes |")
        print("|---" * 13 + "|")
        text = row("first view", first)
        row("read on", requests[len(first) :])
        browser.close()
    print(f"\nHTML, CSS and JS of the first view: {text:,} bytes, {text / LIMIT:.2f} of the {LIMIT:,} allowed")


if __name__ == "__main__":
    main()

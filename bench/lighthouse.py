"""Lighthouse's scores of the front page, a section and an article, as on a phone: python bench/lighthouse.py [ADDRESS]

Asks the site that `make run` serves (http://127.0.0.1:8000 unless told otherwise), three times a page; the median is
told. Needs Debian's chromium, and once `npm ci --ignore-scripts --prefix bench/lighthouse`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from statistics import median

LIGHTHOUSE = Path(__file__).parent / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
ROUNDS = 3
SCORES = ["performance", "accessibility", "best-practices", "seo"]
FIGURES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"]
SWITCHES = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


def pages(site: str) -> dict[str, str]:
    """Kind of page → its address: the front page's first section, and the first article of that."""
    section = re.search(r'<li><a href="(/[a-z0-9-]+/)"', fetch(site + "/"))[1]
    article = re.search(r'href="(/[a-z0-9/-]+\.html)"', fetch(site + section))[1]
    return {"front": "/", "category": section, "article": article}


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode()


def judge(address: str) -> list[float]:
    """The four scores, then the four figures in ms (the last without a unit)."""
    command = [LIGHTHOUSE, address, "--quiet", "--output=json", f"--only-categories={','.join(SCORES)}"]
    chromium = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(
        [*command, f"--chrome-flags={SWITCHES}"], env=chromium, capture_output=True, text=True, check=True
    )
    report = json.loads(done.stdout)
    scores = [100 * report["categories"][name]["score"] for name in SCORES]
    return scores + [report["audits"][name]["numericValue"] for name in FIGURES]


def main() -> None:
    site = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    if not LIGHTHOUSE.exists():
        raise SystemExit("Lighthouse is missing: npm ci --ignore-scripts --prefix bench/lighthouse")
    print(f"| page | {' | '.join(SCORES)} | {' | '.join(FIGURES)} |\n{'|---' * 9}|")
    for kind, path in pages(site).items():
        rounds = [judge(site + path) for _ in range(ROUNDS)]
        middle = [median(values) for values in zip(*rounds, strict=True)]
        print(f"| {kind} | {' | '.join(f'{value:.0f}' for value in middle[:-1])} | {middle[-1]:.3f} |", flush=True)


if __name__ == "__main__":
    main()

"""Seconds from `git clone` of what is committed to the first page of `make run`: python bench/start.py

Cold has neither packages in pip's cache nor a database; warm is the second start of the same clone. The clone, its
database and the cache are removed at the end. The floor is the time a local `git clone` alone takes.
"""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 900  # seconds
OURS = {"DATABASE_URL", "SITE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "DEBUG", "VIRTUAL_ENV"}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_page(clone: Path, environment: dict, started: float) -> float:
    """Start the site, wait for its front page, end it; return the seconds since `started` that the page took."""
    site = subprocess.Popen(
        ["make", "--silent", "run"], cwd=clone, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while time.monotonic() - started < LONGEST:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/", timeout=60) as answer:
                    answer.read()
                return time.monotonic() - started
            except OSError:
                if site.poll() is not None:
                    raise SystemExit(f"make run ended with {site.returncode}") from None
                time.sleep(0.05)
        raise SystemExit(f"no page after {LONGEST} seconds")
    finally:
        if site.poll() is None:
            os.killpg(site.pid, signal.SIGINT)  # what Ctrl-C does
        site.wait()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dayuan-start-", ignore_cleanup_errors=True) as folder:
        clone = Path(folder, "dayuan")
        environment = {key: value for key, value in os.environ.items() if key not in OURS}
        environment |= {"PORT": str(free_port()), "PIP_CACHE_DIR": f"{folder}/pip", "DEMO_PASSWORD": "mima-ceshi-2026"}
        started = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        cloned = time.monotonic() - started
        cold = first_page(clone, environment, started)
        warm = first_page(clone, environment, time.monotonic())
    print("| start | s |\n|---|---|")
    for name, seconds in [("git clone alone", cloned), ("cold, with the clone", cold), ("warm", warm)]:
        print(f"| {name} | {seconds:.1f} |")


if __name__ == "__main__":
    main()

"""Cached pages as ratios: python bench/cache.py [seconds a round (2)] [server]

Serves the front page of 100 imported articles in several ways, each by two workers of the same kind, and asks each in
turn with wrk: a bare HttpResponse of as many bytes, Django's own cache middleware in memory (which may be stale), ours,
ours told that the page is known (304), and, when there is an nginx, its own file of the page and ours behind it with
the shipped configuration. The page travels compressed. `server` is gthread (the default), sync or granian, which has
to be installed for that.

"CPU" is what all processes of the server and its Postgres backends computed for one answer: on a busy machine the
better figure of the two.
"""

import contextlib
import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from email.message import Message
from pathlib import Path
from statistics import median

import database

ROUNDS, CONNECTIONS = 7, 16
PORTS = {"bare": 8301, "LocMem": 8302, "ours": 8303}
NGINX = 8304
GUNICORN = "-m gunicorn bench.cache_sites:{name} -b 127.0.0.1:{port} -w 2 --no-control-socket"
COMMANDS = {
    "gthread": f"{GUNICORN} -k gthread --threads 4",
    "sync": GUNICORN,
    "granian": "-m granian bench.cache_sites:{name} --host 127.0.0.1 --port {port} --interface wsgi --workers 2"
    " --blocking-threads 4 --no-ws --log-level warning",
}


def fetch(address: str) -> tuple[bytes, Message]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip", "Host": "localhost"})
    with urllib.request.urlopen(request) as answer:
        return answer.read(), answer.headers


@contextlib.contextmanager
def running(command: list, port: int, **environment):
    """A server of ours, once it answers; killed with all its children at the end."""
    process = subprocess.Popen(
        command, cwd=database.ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                fetch(f"http://127.0.0.1:{port}/")
                break
            time.sleep(0.2)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def nginx_conf(folder: Path) -> Path:
    """The shipped configuration with addresses and folders of this bench, and the page as a file beside it."""
    shipped = (database.ROOT / "deploy/nginx/dayuan.conf").read_text()
    changes = {
        r"listen 443 ssl http2;": f"listen {NGINX};",
        r"server \{\n    listen 80;.*?\n\}\n": "",
        r"ssl_certificate\w* [^;]+;": "",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{PORTS['ours']}",
        r"www\.example\.cn": "localhost",
        r"/var/cache/nginx/dayuan": f"{folder}/cache",
        r"/srv/dayuan/var/static/": f"{folder}/static/",
        r"/etc/nginx/dayuan-proxy\.conf": f"{folder}/dayuan-proxy.conf",
        r"limit_conn dayuan_connections \d+;": "",
    }
    for old, new in changes.items():
        shipped = re.sub(old, new, shipped, flags=re.DOTALL)
    shutil.copy(database.ROOT / "deploy/nginx/dayuan-proxy.conf", folder)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"worker_processes 2; daemon off; user root; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 512; }}\nhttp {{ access_log off; include /etc/nginx/mime.types;\n"
        f"keepalive_requests 1000000;\n{shipped}}}\n"
    )
    return conf


def wrk(address: str, seconds: float, *headers: str) -> int:
    """Answers in so many seconds."""
    options = [part for header in headers for part in ("-H", header)]
    found = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Host: localhost", *options, address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Non-2xx" not in found and "Socket errors" not in found, found
    return int(re.search(r"(\d+) requests in", found)[1])


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(far for child in children for far in family(int(child)))]


def computed(pids: list[int]) -> float:
    """Seconds on a processor of these processes, all their threads, and of all Postgres backends."""
    backends = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if is_backend(path)]
    ticks = 0
    for pid in [*pids, *backends]:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def is_backend(cmdline: Path) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return cmdline.read_bytes().startswith(b"postgres: postgres bench_100 ")
    return False


def memory(pids: list[int]) -> int:
    """MiB of these processes, what they share counted once."""
    pages = [re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1] for pid in pids]
    return sum(map(int, pages)) // 1024


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2
    server = sys.argv[2] if len(sys.argv) > 2 else "gthread"
    database.start()
    database.use("bench_100")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        pids = {}
        for name, port in PORTS.items():
            command = [sys.executable, *COMMANDS[server].format(name=name.lower(), port=port).split()]
            pids[name] = stack.enter_context(running(command, port, BENCH_SITE=name))
        page, headers = fetch(f"http://127.0.0.1:{PORTS['ours']}/")
        packed = ["Accept-Encoding: gzip"]
        targets = {name: (pids[name], f"http://127.0.0.1:{port}/", packed) for name, port in PORTS.items()}
        known = f"If-None-Match: {headers['ETag']}"
        targets["ours, 304"] = (pids["ours"], targets["ours"][1], [*packed, known])
        if shutil.which("nginx"):
            (folder / "static").mkdir()
            (folder / "static/page.html").write_bytes(gzip.decompress(page))
            (folder / "static/page.html.gz").write_bytes(page)
            pid = stack.enter_context(running(["nginx", "-c", nginx_conf(folder)], NGINX))
            targets["nginx, file"] = (pid, f"http://127.0.0.1:{NGINX}/static/page.html", packed)
            targets["nginx, ours"] = (pid, f"http://127.0.0.1:{NGINX}/", packed)
        show(measure(targets, seconds), len(page), memory(family(pids["ours"])), server)


def measure(targets: dict, seconds: float) -> dict[str, list[tuple[float, float]]]:
    """Of each target (answers a second, CPU ms an answer) of each round; the rounds of all take turns."""
    found = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, (pid, address, headers) in targets.items():
            before, started = computed(family(pid)), time.perf_counter()
            answers = wrk(address, int(seconds) or 1, *headers)
            used, passed = computed(family(pid)) - before, time.perf_counter() - started
            found[name].append((answers / passed, 1000 * used / answers))
    return found


def show(found: dict, size: int, mebibytes: int, server: str) -> None:
    rates = {name: median(rate for rate, _ in rounds) for name, rounds in found.items()}
    costs = {name: median(cost for _, cost in rounds) for name, rounds in found.items()}
    print(f"{server}, {size} bytes, {ROUNDS} rounds, {CONNECTIONS} connections; two workers of ours: {mebibytes} MiB\n")
    print("| | answers/s | × bare | × LocMem | CPU ms | bare / CPU | LocMem / CPU |\n|---|---|---|---|---|---|---|")
    for name in found:
        base = "nginx, file" if name.startswith("nginx") else "bare"
        print(
            f"| {name} | {rates[name]:.0f} | {rates[name] / rates[base]:.2f} | {rates[name] / rates['LocMem']:.2f}"
            f" | {costs[name]:.3f} | {costs[base] / costs[name]:.2f} | {costs['LocMem'] / costs[name]:.2f} |"
        )


if __name__ == "__main__":
    main()

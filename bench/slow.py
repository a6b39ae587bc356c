"""Slow visitors, without an nginx before us: python bench/slow.py [connections (40)]

So many connections send one byte of their request a second and never end it, while wrk asks for the front page. Under
each server the rate is given as a share of its own rate without them, and by gunicorn's both kinds of workers and
granian; then the same through nginx with the shipped configuration. Granian has to be installed for its line.
"""

import contextlib
import importlib.util
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import cache
import database

SECONDS = 4
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@contextlib.contextmanager
def slow_visitors(count: int, port: int):
    """They come back when they are thrown out."""
    end, lines = threading.Event(), {}

    def go_on():
        while not end.wait(1):
            for place in range(count):
                try:
                    lines[place].send(b"x")
                except (KeyError, OSError):
                    with contextlib.suppress(OSError):
                        lines[place] = socket.create_connection(("127.0.0.1", port), timeout=1)
                        lines[place].send(REQUEST)

    thread = threading.Thread(target=go_on)
    thread.start()
    time.sleep(3)
    try:
        yield
    finally:
        end.set()
        thread.join()
        for line in lines.values():
            line.close()


def rate(port: int) -> float:
    """Answers a second; 0 when none came."""
    try:
        return cache.wrk(f"http://127.0.0.1:{port}/", SECONDS, "Accept-Encoding: gzip") / SECONDS
    except AssertionError:
        return 0  # wrk met timeouts


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    database.start()
    database.use("bench_100")
    print(f"{count} slow connections\n\n| server | answers/s | with them | share |\n|---|---|---|---|")
    for server in cache.COMMANDS:
        if server == "granian" and not importlib.util.find_spec("granian"):
            continue
        port = cache.PORTS["ours"]
        command = [sys.executable, *cache.COMMANDS[server].format(name="ours", port=port).split()]
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            folder.chmod(0o755)
            stack.enter_context(cache.running(command, port, BENCH_SITE="ours"))
            show(server, port, count)
            stack.enter_context(cache.running(["nginx", "-c", cache.nginx_conf(folder)], cache.NGINX))
            show(f"nginx, {server}", cache.NGINX, count)


def show(name: str, port: int, count: int) -> None:
    alone = rate(port)
    with slow_visitors(count, port):
        among = rate(port)
    print(f"| {name} | {alone:.0f} | {among:.0f} | {among / alone:.2f} |", flush=True)


if __name__ == "__main__":
    main()

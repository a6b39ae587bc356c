"""The production server as a child of this process: `make run` on a newcomer's machine, behind no proxy."""

import os
import signal
import socket
import subprocess
import sys
from types import FrameType

from operations.processes import end_with_parent

OPTIONS = {
    "worker-class": "gthread",
    "workers": 2,
    "threads": 4,
    "timeout": 60,
    "graceful-timeout": 10,
    "keep-alive": 5,
    "max-requests": 200_000,  # a worker that leaks is replaced before anybody notices, its pages are drawn anew,
    "max-requests-jitter": 20_000,  # and never both at once
    "log-level": "warning",
    "limit-request-line": 0,  # a search for ten thousand characters gets a page of ours
    "forwarded-allow-ips": "",  # nobody stands before us: no header says who the visitor is
}
ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


class PortUnavailable(Exception):
    """The message is one line for the person at the terminal."""


def hold_port(port: int) -> socket.socket:
    """Bind the port at once, before minutes of preparation, so that nobody else takes it meanwhile.

    Raises PortUnavailable. Until the server listens on it, visitors are refused, not kept waiting.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind(("127.0.0.1", port))
    except PermissionError as error:
        held.close()
        raise PortUnavailable(f"port {port} is not ours to use: choose another with PORT=…") from error
    except OSError as error:
        held.close()
        raise PortUnavailable(f"port {port} is taken: choose another with PORT=…") from error
    return held


def run(held: socket.socket) -> int:
    """Serve on the held port until somebody ends it; return the server's exit code. No process outlives the call."""
    child = subprocess.Popen(  # noqa: S603 - our own interpreter with fixed arguments
        [sys.executable, "-m", "gunicorn", "dayuan.wsgi:application", "--no-control-socket", *_options(held.fileno())],
        env=_environment(),
        pass_fds=[held.fileno()],
        start_new_session=True,  # the terminal's Ctrl-C comes to us alone, and we end the child properly
        preexec_fn=end_with_parent,
    )
    held.close()

    def end(signum: int, frame: FrameType | None) -> None:
        child.send_signal(signal.SIGTERM)

    before = {ending: signal.signal(ending, end) for ending in ENDINGS}
    try:
        return child.wait()
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _options(descriptor: int) -> list[str]:
    return [f"--bind=fd://{descriptor}", *(f"--{name}={value}" for name, value in OPTIONS.items())]


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    # manage.py lets an operator's queries run as long as they like; a visitor's are cut off.
    if environment.get("STATEMENT_TIMEOUT_SECONDS") == "0":
        del environment["STATEMENT_TIMEOUT_SECONDS"]
    return environment

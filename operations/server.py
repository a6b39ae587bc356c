"""The production server as a child of this process: `make run` on a newcomer's machine, behind no proxy."""

import os
import signal
import socket
import subprocess
import sys
from types import FrameType

from django.conf import settings

from operations.processes import end_with_parent

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
        [sys.executable, "-m", "gunicorn", "dayuan.wsgi", "--no-control-socket", f"--bind=fd://{held.fileno()}"],
        cwd=settings.BASE_DIR,  # where gunicorn.conf.py lies
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


def _environment() -> dict[str, str]:
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ}  # as in deploy/systemd
    # manage.py lets an operator's queries run as long as they like; a visitor's are cut off.
    if environment.get("STATEMENT_TIMEOUT_SECONDS") == "0":
        del environment["STATEMENT_TIMEOUT_SECONDS"]
    return environment

"""Real threads on the real database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from django.db import connection, transaction

WAITED_FOR = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"


def at_once(calls: list[Callable]) -> list:
    """Start all calls at the same moment, each in a thread and on a connection of its own; return their results."""
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def overlapping(first: Callable, second: Callable, then: Callable = lambda: None) -> None:
    """`first` and `then` are one transaction. In between, `second` is another: it is done by then, or waits for us."""

    def run():
        try:
            second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            first()
            running, waits = pool.submit(run), False
            while not waits and not wait([running], timeout=0.02).done:
                cursor.execute(WAITED_FOR)
                waits = cursor.fetchone()[0]
            then()
        running.result(timeout=30)

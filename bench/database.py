"""Where the benchmarks keep their articles: a cluster of their own, var/postgres-bench, never that of DATABASE_URL."""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dayuan import local  # noqa: E402 - found through the line above

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def start() -> None:
    """Start the cluster until this process ends."""
    os.environ.update(DATABASE_URL="", DEBUG="false", SITE_URL="http://localhost")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.settings")
    local.prepare(database="postgres-bench")


def use(name: str, *, anew: bool = False) -> bool:
    """Make `name` the database of this process and of its children, migrated; say whether it is a new one."""
    address, _, folder = os.environ["DATABASE_URL"].partition("?")
    server = f"{address.rsplit('/', 1)[0]}/postgres?{folder}"
    os.environ["DATABASE_URL"] = f"{address.rsplit('/', 1)[0]}/{name}?{folder}"
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        if anew:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        is_new = cursor.fetchone() is None
        if is_new:
            cursor.execute(f"CREATE DATABASE {name}")
    manage("migrate", "--no-input")
    return is_new


def manage(*arguments) -> tuple[float, int]:
    """Run manage.py; return its seconds and its peak memory in MiB. Raises RuntimeError when it fails."""
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, ROOT / "manage.py", *map(str, arguments)], cwd=ROOT, **QUIET)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} ended with {child.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def archive(total: int) -> Path:
    """The file with the exchange lines of `total` articles, written on first use."""
    path = ROOT / "var" / f"bench-{total}.jsonl"
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("w") as file:
            subprocess.run([sys.executable, ROOT / "bench" / "generate.py", str(total)], stdout=file, check=True)
        part.rename(path)
    return path


def connect() -> psycopg2.extensions.connection:
    return psycopg2.connect(os.environ["DATABASE_URL"])

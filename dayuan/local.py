"""What a clean clone needs before settings can load: an address, a secret key and a database.

Called by manage.py and the tests, never by settings.py: a production server states all of it in its environment.
"""

import os
import secrets
from pathlib import Path

from dayuan import postgres

VAR = Path(__file__).resolve().parent.parent / "var"


def prepare(database: str = "postgres") -> None:
    """Fill the gaps of the environment: SITE_URL, SECRET_KEY (kept in var/) and DATABASE_URL (embedded Postgres).

    `database` names the cluster's folder in var/. Raises postgres.PostgresUnavailable.
    """
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = _kept_secret(VAR / "secret_key")
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = postgres.start(VAR / database)


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        new = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        new.rename(path)
    return path.read_text()

#!/usr/bin/env python3
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from dayuan import local, postgres


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayuan.settings")
    # Visitors' queries are cut off after seconds; an operator's import, index or migration may take its time.
    os.environ.setdefault("STATEMENT_TIMEOUT_SECONDS", "0")
    try:
        local.prepare()
        execute_from_command_line(sys.argv)
    except (postgres.PostgresUnavailable, ImproperlyConfigured) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except OperationalError as reason:
        sys.stderr.write(f"the database can't be used: {str(reason).strip().splitlines()[0]}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

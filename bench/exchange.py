"""Seconds and peak memory of import_articles and export_articles: python bench/exchange.py [10000 100000]

Floors: for memory, `manage.py check`, which is Django and nothing else; for time, COPY of the same lines as they are
into a table of one column.
"""

import sys
import time
from contextlib import closing

import database

COPY = r"COPY floor FROM STDIN (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"


def copy_seconds(path) -> float:
    with closing(database.connect()) as connection, connection.cursor() as cursor, path.open("rb") as file:
        started = time.perf_counter()
        cursor.execute("CREATE TABLE floor (line text)")
        cursor.copy_expert(COPY, file)
        connection.commit()
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE floor")
        connection.commit()
    return seconds


def measure(total: int) -> None:
    path = database.archive(total)
    database.use("bench_exchange", anew=True)
    _, bare = database.manage("check")
    floor = copy_seconds(path)
    exported = path.with_suffix(".export")
    runs = {
        "import, all new": ("import_articles", path),
        "import again, all unchanged": ("import_articles", path),
        "export": ("export_articles", exported),
    }
    for name, command in runs.items():
        seconds, peak = database.manage(*command)
        print(
            f"| {name} | {total:,} | {seconds:.1f} | {total / seconds:,.0f} | {seconds / floor:.1f} "
            f"| {peak} | {peak / bare:.2f} |",
            flush=True,
        )
    exported.unlink()


def main() -> None:
    database.start()
    print("| command | lines | s | lines/s | × COPY | peak MiB | × manage.py check |\n|---|---|---|---|---|---|---|")
    for total in map(int, sys.argv[1:] or ["10000", "100000"]):
        measure(total)


if __name__ == "__main__":
    main()

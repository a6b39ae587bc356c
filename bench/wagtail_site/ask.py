"""Asks Wagtail's site for bench/wagtail.py, as often as standard input says: ask.py ARCHIVE TITLE

Its own process, in the virtual environment that has Wagtail, and its own folder, as `import wagtail` beside
bench/wagtail.py would find that. The site is filled from the archive on first use.
"""

import json
import sys
import time
from datetime import datetime
from io import BytesIO
from pathlib import Path

import django

django.setup()

from django.core.files.images import ImageFile  # noqa: E402 - models need Django set up
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from paper.models import ArticlePage, SectionPage, TaggedArticle  # noqa: E402
from PIL import Image as Canvas  # noqa: E402
from taggit.models import Tag  # noqa: E402
from wagtail.images.models import Image  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402


def prepare(archive: Path) -> None:
    call_command("migrate", verbosity=0)
    if ArticlePage.objects.exists():
        return
    with transaction.atomic():
        fill([json.loads(line) for line in archive.open()])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill(records: list[dict]) -> None:
    home = Page.get_first_root_node().add_child(instance=SectionPage(title="大院", slug="dayuan"))
    Site.objects.update(root_page=home)
    names = {name for record in records for name in record["tags"]}
    tags = {tag.name: tag for tag in Tag.objects.bulk_create(Tag(name=name, slug=name) for name in names)}
    cover, sections, tagged = picture(), {}, []
    for record in records:
        slug, name = record["categories"][0].values()
        if slug not in sections:
            sections[slug] = home.add_child(instance=SectionPage(title=name, slug=slug))
        texts = {key: record[key] for key in ["title", "summary", "body", "byline"]}
        page = ArticlePage(**texts, slug=record["id"], date=datetime.fromisoformat(record["published_at"]), cover=cover)
        sections[slug].add_child(instance=page)
        tagged += [TaggedArticle(tag=tags[name], content_object=page) for name in record["tags"]]
    TaggedArticle.objects.bulk_create(tagged)


def picture() -> Image:
    file = BytesIO()
    Canvas.new("RGB", (1600, 900), "teal").save(file, "WEBP")
    return Image.objects.create(title="河岸", file=ImageFile(file, name="cover.webp"))


def clocks() -> tuple[float, float]:
    """As in bench/pages.py."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.perf_counter(), time.process_time() + int(backend) / 1e9


def answer(value) -> None:
    print(json.dumps(value), flush=True)


def main() -> None:
    archive, title = sys.argv[1:]
    prepare(Path(archive))
    reader, address = Client(headers={"host": "localhost"}), ArticlePage.objects.get(title=title).get_url()
    reader.get(address)  # makes the narrower copies of the cover
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            page = reader.get(address).content.decode()
        answer({"page": page, "queries": len(captured)})
        for line in sys.stdin:
            before, times = clocks(), int(line)
            for _ in range(times):
                reader.get(address)
            answer([1000 * (now - then) / times for then, now in zip(before, clocks(), strict=True)])


if __name__ == "__main__":
    main()

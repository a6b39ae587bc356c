"""What an article names and the site makes on first use: categories, sources, tags, and pictures of the library.

All of them are found by what identifies them (path, name, folded name, file); whatever else the site says of them,
such as a category's own name, stays as it is.
"""

import unicodedata

from django.db import connection

from news import picture_files
from news.models import Category, Picture, Source, Tag
from operations.exchange.reading import ArticleLine

TAGS_BY_NAME = """
    SELECT given.name, tag.id FROM unnest(%s::text[]) AS given(name)
    JOIN news_tag tag ON tag.key = lower(normalize(given.name, NFKC))
"""


def category_ids(lines: list[ArticleLine]) -> dict[str, int]:
    """path → id of every category of the lines and of its parent. The first line that names a new one is believed."""
    names: dict[str, tuple[str, str]] = {}
    for line in lines:
        for depth, (slug, name) in enumerate(line.categories, start=1):
            path = "/".join(level_slug for level_slug, _ in line.categories[:depth])
            names.setdefault(path, (slug, name))
    found = dict(Category.objects.filter(path__in=names).values_list("path", "id"))
    for path in sorted(names.keys() - found.keys()):  # the parent first
        slug, name = names[path]
        parent = found.get(path.removesuffix(f"/{slug}")) if "/" in path else None
        defaults = {"slug": slug, "name": name, "parent_id": parent}
        found[path] = Category.objects.get_or_create(path=path, defaults=defaults)[0].pk
    return found


def source_ids(lines: list[ArticleLine]) -> dict[str, int | None]:
    """name → id; no name, no source."""
    names = {line.source for line in lines} - {""}
    found = dict(Source.objects.filter(name__in=names).values_list("name", "id"))
    if missing := names - found.keys():
        Source.objects.bulk_create([Source(name=name) for name in sorted(missing)], ignore_conflicts=True)
        found = dict(Source.objects.filter(name__in=names).values_list("name", "id"))
    return {"": None, **found}


def tag_ids(lines: list[ArticleLine]) -> dict[str, int]:
    """name as written → id of the tags that exist. ＡＩ and ai lead to one tag: the database folds, so it is asked."""
    names = sorted({name for line in lines for name in line.tags})
    with connection.cursor() as cursor:
        cursor.execute(TAGS_BY_NAME, [names])
        return dict(cursor.fetchall())


def made_tag_ids(lines: list[ArticleLine]) -> dict[str, int]:
    """name as written → id of every tag of the lines."""
    found = tag_ids(lines)
    missing: dict[str, str] = {}
    for line in lines:
        for name in line.tags:
            if name not in found:
                missing.setdefault(unicodedata.normalize("NFKC", name).lower(), name)
    if missing:
        # In one order, so that two imports which make the same tags can't wait for each other.
        Tag.objects.bulk_create([Tag(name=missing[key]) for key in sorted(missing)], ignore_conflicts=True)
        found = tag_ids(lines)
    return found


def unavailable_pictures(lines: list[ArticleLine]) -> set[str]:
    """Files that the lines name and that are neither in the library nor in the media folder."""
    files = {line.cover["file"] for line in lines if line.cover}
    known = set(Picture.objects.filter(file__in=files).values_list("file", flat=True))
    return {file for file in files - known if not picture_files.path_of(file).is_file()}


def picture_ids(lines: list[ArticleLine]) -> dict[str | None, int | None]:
    """file → id; no cover, no picture."""
    covers = {line.cover["file"]: line.cover for line in lines if line.cover}
    found = dict(Picture.objects.filter(file__in=covers).values_list("file", "id"))
    for file in covers.keys() - found.keys():
        width, height = picture_files.size_of(file)
        defaults = {**covers[file], "width": width, "height": height}
        found[file] = Picture.objects.get_or_create(file=file, defaults=defaults)[0].pk
    return {None: None, **found}

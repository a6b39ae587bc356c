"""What the checks have to know beside the words of the article: asked for once, for any number of articles."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from news import picture_files, word_list
from news.checks.body import Body, take_apart
from news.models import Article, Picture, Source
from news.words import Matcher

ALMOST_THE_SAME = 0.5  # pg_trgm: one character changed in a title of eight gives about 0.5
RECENT = timedelta(days=30)
NARROWER = re.compile(r"-\d+\.webp\Z")
TWINS = """
SELECT asked.place, twin.id FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS asked(place, id, title),
LATERAL (
    SELECT id FROM news_article
    WHERE title %% asked.title AND similarity(title, asked.title) >= %s AND id <> asked.id AND binned_at IS NULL
      AND (created_at >= %s OR published_at >= %s)
    ORDER BY similarity(title, asked.title) DESC, id DESC LIMIT 1
) AS twin
"""


@dataclass
class Facts:
    matcher: Matcher
    bodies: dict[int, Body]  # by the object's id(): an article that was never saved has no number
    sources: dict[int, Source]
    pictures: dict[int | str, Picture]  # by number and by name of the file
    twins: dict[int, Article]
    tags: dict[int, list[str]]
    user: object

    def may_name(self, other: Article) -> bool:
        return other.is_published() or (self.user is not None and other.visible_to(self.user))


def gather(articles: list[Article], user) -> Facts:
    bodies = {id(article): take_apart(article.body) for article in articles}
    shown = {name for body in bodies.values() for picture in body.pictures if (name := file_of(picture.src))}
    covers = {article.cover_id for article in articles if article.cover_id}
    pictures = Picture.objects.filter(Q(pk__in=covers) | Q(file__in=shown)) if covers or shown else []
    sources = {article.source_id for article in articles if article.source_id}
    return Facts(
        matcher=word_list.current(),
        bodies=bodies,
        sources=Source.objects.in_bulk(sources),
        pictures={key: picture for picture in pictures for key in (picture.pk, picture.file)},
        twins=_twins(articles),
        tags=_tags(articles),
        user=user,
    )


def file_of(src: str) -> str | None:
    """The name in the library of the picture that lies at the address, whichever of its sizes that is."""
    name = NARROWER.sub(".webp", src.removeprefix(settings.MEDIA_URL))
    return name if picture_files.NAME.fullmatch(name) else None


def _twins(articles: list[Article]) -> dict[int, Article]:
    """For each article that has one the recent other whose title is most like its own. Two queries, or one."""
    since = timezone.now() - RECENT
    places, ids = list(range(len(articles))), [article.pk or 0 for article in articles]
    titles = [article.title.replace("\0", "") for article in articles]
    with connection.cursor() as cursor:
        cursor.execute(TWINS, [places, ids, titles, ALMOST_THE_SAME, since, since])
        found = dict(cursor.fetchall())
    twins = Article.objects.defer("body").in_bulk(found.values())
    return {id(articles[place]): twins[pk] for place, pk in found.items() if pk in twins}


def _tags(articles: list[Article]) -> dict[int, list[str]]:
    tags = {id(article): article.working_tags for article in articles if hasattr(article, "working_tags")}
    others = {article.pk: id(article) for article in articles if article.pk and id(article) not in tags}
    links = Article.tags.through.objects.filter(article__in=others) if others else Article.tags.through.objects.none()
    for pk, name in links.values_list("article", "tag__name"):
        tags.setdefault(others[pk], []).append(name)
    return tags

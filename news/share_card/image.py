"""Which picture stands for an article where it is shared."""

import hashlib
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from news import picture_files
from news.models import Article
from news.share_card.drawing import DESIGN, SIZE


class ShareImage(NamedTuple):
    url: str
    type: str
    width: int
    height: int
    alt: str


def share_image(article: Article) -> ShareImage:
    """Its cover, else a card with its title. The address of a card changes with what stands on it."""
    if article.cover:
        address = picture_files.share_url(article.cover.file)
        width, height = picture_files.share_size(article.cover.file)
        return ShareImage(settings.SITE_URL + address, "image/jpeg", width, height, article.cover.alt)
    address = reverse("news:card", kwargs={"pk": article.pk, "version": version_of(article)})
    return ShareImage(settings.SITE_URL + address, "image/png", *SIZE, article.title)


def words_of(article: Article) -> dict[str, str]:
    """What stands on the card of an article."""
    return {
        "title": article.title,
        "category": article.category.name,
        "day": f"{timezone.localtime(article.published_at):%Y-%m-%d}",
        "site_name": settings.SITE_NAME,
        "host": settings.HOST,
    }


def version_of(article: Article) -> str:
    """16 hex digits, the same for the same card."""
    words = "\n".join([DESIGN, *words_of(article).values()])
    return hashlib.sha256(words.encode()).hexdigest()[:16]

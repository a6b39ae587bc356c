"""Which picture stands for an article where it is shared."""

import hashlib
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from news import picture_files
from news.models import Article, Picture
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
        return image_of(article.cover)
    address = reverse("news:card", kwargs={"pk": article.pk, "version": version_of(article)})
    return ShareImage(settings.SITE_URL + address, "image/png", *SIZE, article.title)


def image_of(picture: Picture) -> ShareImage:
    """The JPEG of a picture of the library: many messengers show no WebP."""
    width, height = picture_files.share_size(picture.file)
    address = settings.SITE_URL + picture_files.share_url(picture.file)
    return ShareImage(address, "image/jpeg", width, height, picture.alt)


def share_emblem() -> ShareImage:
    """The paper's own, for a page that has no picture."""
    address = urljoin(f"{settings.SITE_URL}/", static("img/card.png"))
    return ShareImage(address, "image/png", *SIZE, settings.SITE_NAME)


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

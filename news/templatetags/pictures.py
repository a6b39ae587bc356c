"""How pictures, and the bodies they stand in, reach the page. Nothing here asks the database."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news import markup, picture_files
from news.body_on_page import EAGER, LAZY, body_on_page, responsive, story_on_page
from news.models import Article, Picture
from news.models.headline import Cover

register = template.Library()


@register.filter
def article_body(body: str) -> SafeString:
    """A clean body as it goes on a page that is no story."""
    return body_on_page(body)


@register.simple_tag
def story_body(article: Article, credits: dict[str, str]) -> SafeString:
    """The article's body as it goes on its page. `credits`: file of a picture → whose it is."""
    return story_on_page(article.body, credits, below_cover=article.shows_cover())


@register.simple_tag
def picture_tag(picture: Picture | Cover | None, sizes: str = "100vw", lazy: bool = True, **attributes: str) -> str:
    """The <img> of a picture of the library, nothing without one. `lazy=False` for what is seen first of a page.

    The only further attribute is `class`.
    """
    if picture is None:
        return ""
    return _image(picture.file, picture.alt, sizes, lazy, attributes.get("class", ""))


@register.filter
def whole_picture(picture: Picture) -> str:
    """The address of the picture in full."""
    return picture_files.url_of(picture.file)


@register.simple_tag
def share_picture(picture: Picture) -> str:
    """The whole address of the JPEG that messengers show beside a shared link."""
    return settings.SITE_URL + picture_files.share_url(picture.file)


@register.filter
def reading_time(body: str) -> str:
    return f"阅读约需 {markup.reading_minutes(body)} 分钟"


# All that it says follows from the name; the pictures of a front page are drawn again with every page.
@lru_cache(1024)
def _image(name: str, alt: str, sizes: str, lazy: bool, class_name: str) -> SafeString:
    class_name = format_html(' class="{}"', class_name) if class_name else ""
    loading = SafeString(LAZY if lazy else EAGER)
    return format_html('<img {} alt="{}"{}{}>', responsive(name, sizes), alt, class_name, loading)

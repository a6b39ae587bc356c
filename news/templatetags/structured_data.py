import json
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news import structured_data
from news.models import Article, Tag
from news.newest import Section
from news.share_card.drawing import SIZE
from news.share_card.image import ShareImage, share_image

register = template.Library()
# Within <script>, only these could end it or open another.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: dict) -> SafeString:
    """`data` as the content of <script type="application/ld+json">: data to the browser, never run."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


@register.simple_tag
def website_data() -> SafeString:
    return _script(structured_data.website())


@register.simple_tag
def category_data(category: Section, top: Section) -> SafeString:
    return _script(structured_data.category_front(category, top))


@register.simple_tag
def tag_data(tag: Tag) -> SafeString:
    return _script(structured_data.tag_front(tag))


@register.inclusion_tag("includes/_share_image.html")
def share_image_tags(article: Article | None = None) -> dict:
    """The picture for who shares the page: of an article, or the paper's emblem."""
    if article:
        return {"image": share_image(article)}
    address = urljoin(f"{settings.SITE_URL}/", static("img/card.png"))
    return {"image": ShareImage(address, "image/png", *SIZE, settings.SITE_NAME)}


def _script(data: dict) -> SafeString:
    return format_html('<script type="application/ld+json">{}</script>', json_ld(data))

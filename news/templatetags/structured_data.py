import json

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news import structured_data
from news.models import Article, Picture, Tag
from news.newest import Section
from news.share_card.image import image_of, share_emblem, share_image

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
def share_image_tags(article: Article) -> dict:
    return {"image": share_image(article)}


@register.inclusion_tag("includes/_open_graph.html", takes_context=True)
def open_graph(context, address: str, cover: Picture | None = None) -> dict:
    """What is shown of a page that is no article where it is shared, with the paper's emblem if it has no cover.

    Title and description are the page's own: its blocks, which base.html draws, are drawn once more.
    """
    blocks = context.render_context[BLOCK_CONTEXT_KEY]
    return {
        "site_name": settings.SITE_NAME,
        "title": blocks.get_block("title").render(context),
        "description": blocks.get_block("description").render(context),
        "url": settings.SITE_URL + address,
        "image": image_of(cover) if cover else share_emblem(),
    }


def _script(data: dict) -> SafeString:
    return format_html('<script type="application/ld+json">{}</script>', json_ld(data))

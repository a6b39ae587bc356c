from django import template
from django.utils.safestring import SafeString

from news import markup

register = template.Library()


@register.filter
def clean_html(html: str) -> SafeString:
    """The allow-list once more, for text that reaches the page from a model which isn't ours."""
    return SafeString(markup.clean_html(html))

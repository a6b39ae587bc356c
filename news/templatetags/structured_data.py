import json

from django import template
from django.utils.safestring import SafeString

register = template.Library()
# Within <script>, only these could end it or open another.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: dict) -> SafeString:
    """`data` as the content of <script type="application/ld+json">: data to the browser, never run."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))

from datetime import date
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString

from dayuan import context as processor

register = template.Library()


@register.simple_tag(takes_context=True)
def drawn_once(context, name: str, asked=None) -> SafeString:
    """What the template draws of the site's own words, the day, and whether something is `asked`: drawn once a day.

    A template engine takes longer over what all pages share than over most of what is their own.
    """
    return _drawn(name, timezone.localdate(), get_script_prefix(), bool(asked), processor.words())


@lru_cache(maxsize=100)
def _drawn(name: str, day: date, prefix: str, asked: bool, words: processor.Words) -> SafeString:
    # The prefix is in the addresses that the template asks for.
    return render_to_string(name, {**words._asdict(), "asked": asked})

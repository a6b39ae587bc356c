from django import template
from django.template.defaultfilters import linebreaksbr

from comments import word_list
from comments.gate.verdicts import Mark
from comments.highlighting import highlighted
from comments.reasons import USUAL_GROUND

register = template.Library()


@register.simple_tag
def usual_ground(reason: str) -> str:
    return USUAL_GROUND[reason]


@register.simple_tag
def history(whose: str, numbers: dict[str, int]) -> str:
    """What was decided about a device or network in the last 30 days."""
    if not numbers:
        return f"{whose}近 30 天没有处理过的评论"
    return f"{whose}近 30 天通过 {numbers.get('approved', 0)}、未通过 {numbers.get('rejected', 0)}"


@register.simple_tag
def duration(time) -> str:
    """A timedelta as a person says it: two units at most."""
    if time is None:
        return "–"
    minutes = round(time.total_seconds() / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{days} 天" if days else "", f"{hours} 小时" if hours else "", f"{minutes} 分钟" if minutes else ""]
    return " ".join([part for part in parts if part][:2]) or "不到 1 分钟"


@register.filter
def with_words(text: str):
    """The text as HTML, with what the list of words finds in it marked."""
    hits = word_list.kept().find(text)
    return linebreaksbr(highlighted(text, [(hit.start, hit.end) for hit in hits]))


@register.filter
def mark_label(code: str) -> str:
    return dict(Mark.choices).get(code, code)

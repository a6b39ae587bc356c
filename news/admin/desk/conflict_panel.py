"""Two texts side by side, with what differs marked: what the article form shows after a stale save."""

import re
from difflib import SequenceMatcher
from html import escape

from django import forms
from django.utils.safestring import mark_safe

from news.conflicts import BODY, Conflict
from news.markup import clean_html, text_of
from news.people import name_of

PICTURE = re.compile(r'<img(?:[^>"]|"[^"]*")*>')
ALTERNATIVE = re.compile(r'\balt="([^"]*)"')
MOST_PAIRS = 4_000_000  # of characters; longer texts are shown without marks
WORDS_OF_CHOICE = {"mine": "用我的", "theirs": "用对方的", "both": "两段都要"}
WORDS_OF_CHOSEN = {"mine": "表单里是我的", "theirs": "表单里是对方的", "both": "表单里两段都有"}


def panel(form) -> dict | None:
    """What the panel says about the form; None if nothing needs a word."""
    if not form.instance.pk or (not form.conflicts and not form.merged):
        return None
    taken = form.merged.taken if form.merged else []
    newest = form.instance.revisions.for_listing().first()
    return {
        "newest": newest,
        "by": name_of(newest.created_by) if newest and newest.created_by else "",
        "rows": [_row(form, number, conflict) for number, conflict in enumerate(form.conflicts)],
        "taken": [_taken(form, *change) for change in taken],
        "value": form.conflicts_field(),
    }


def _row(form, number: int, conflict: Conflict) -> dict:
    mine, theirs, note = _side_by_side(form, conflict.field, conflict.mine, conflict.theirs)
    choices = [
        {"value": f"{number}:{choice}", "label": WORDS_OF_CHOICE[choice], "chosen": choice == conflict.chosen}
        for choice in conflict.choices()
    ]
    return {
        "label": form.fields[conflict.field].label,
        "mine": mine,
        "theirs": theirs,
        "note": note,
        "choices": choices,
        "chosen": WORDS_OF_CHOSEN[conflict.chosen],
    }


def _taken(form, field: str, mine: list[str], theirs: list[str]) -> dict:
    before, after, _ = _side_by_side(form, field, mine, theirs)
    return {"label": form.fields[field].label, "before": before, "after": after, "is_body": field == BODY}


def _side_by_side(form, field: str, mine: list[str], theirs: list[str]):
    """(HTML, HTML, a note) of the two."""
    if field != BODY:
        texts = [_shown(form.fields[field], side[0]) for side in (mine, theirs)]
        return *marked(*texts), ""
    texts = ["\n".join(filter(None, map(words_of, side))) for side in (mine, theirs)]
    if texts[0] == texts[1] and mine != theirs:
        pages = [mark_safe(clean_html("".join(side))) for side in (mine, theirs)]  # noqa: S308 - cleaned
        return *pages, "文字相同，格式、链接或图片不同"
    return *marked(*texts), ""


def _shown(field, text: str) -> str:
    """The value of a field in words."""
    if isinstance(field, forms.ModelChoiceField):
        number = text if text.isascii() and text.isdigit() and len(text) < 19 else 0
        found = field.queryset.filter(pk=number).first() if number else None
        return str(found or ("（已删除）" if text else ""))
    if isinstance(field, forms.BooleanField):
        return "是" if text else "否"
    if isinstance(field, forms.TypedChoiceField):
        return str(dict(field.choices).get(text, text))
    return text.replace("T", " ") if isinstance(field, forms.DateTimeField) else text


def words_of(block: str) -> str:
    """The words of a block of the body, pictures by their alternative text."""
    named = PICTURE.sub(lambda tag: f"〔图片：{(ALTERNATIVE.search(tag[0]) or ['', ''])[1]}〕", block)
    return text_of(named)


def marked(mine: str, theirs: str) -> tuple[str, str]:
    """Both texts as HTML, with marks around the characters that the other doesn't have."""
    if len(mine) * len(theirs) > MOST_PAIRS:
        return mark_safe(escape(mine)), mark_safe(escape(theirs))  # noqa: S308 - escaped
    sides = "", ""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        pieces = escape(mine[i1:i2]), escape(theirs[j1:j2])
        if kind != "equal":
            pieces = tuple(piece and f"<mark>{piece}</mark>" for piece in pieces)
        sides = sides[0] + pieces[0], sides[1] + pieces[1]
    return mark_safe(sides[0]), mark_safe(sides[1])  # noqa: S308 - escaped piece by piece

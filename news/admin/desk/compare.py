"""Two revisions beside each other: fields in two columns, the body as one text with what went and what came."""

from functools import partial
from typing import NamedTuple

from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from news.admin.desk.article_screen import article_at, render
from news.admin.widgets import thumbnail
from news.comparing import CAME, GONE, compare_bodies, compare_lines
from news.models import Article, Category, Picture, Source
from news.models.article import WORDS

LINES = [name for name in WORDS if name not in {"body", "reprint"}]
DELETED = "（已删除）"
NOTHING = "—"


class Change(NamedTuple):
    label: str
    old: SafeString
    new: SafeString


def urls(model_admin) -> list:
    address = "<int:pk>/revisions/<int:old>/<int:new>/"
    return [path(address, partial(compare, model_admin), name="news_article_compare")]


def compare(model_admin, request, pk, old, new):
    article = article_at(model_admin, request, pk)
    if old >= new:
        return redirect("admin:news_article_compare", pk, new, old) if old > new else redirect("..")
    before, after = (get_object_or_404(article.revisions.select_related("created_by"), number=n) for n in (old, new))
    changes, same = changed_fields(before.content, after.content)
    context = {
        "before": before,
        "after": after,
        "versions": [before, after],
        "changes": changes,
        "same": same,
        "comparison": compare_bodies(before.content["body"], after.content["body"]),
        "earlier": _neighbour(article.revisions.filter(number__lt=old).order_by("-number")),
        "later": _neighbour(article.revisions.filter(number__gt=new).order_by("number")),
    }
    return render(model_admin, request, "compare", article, f"比较第 {old} 版和第 {new} 版", context)


def _neighbour(revisions) -> int | None:
    return revisions.values_list("number", flat=True).first()


def changed_fields(old: dict, new: dict) -> tuple[list[Change], list[str]]:
    """What differs beside the body, marked on both sides; and the labels of what doesn't. At most five queries."""
    changes, same = [], []

    def compared(label: str, name: str, marked) -> None:
        if old[name] == new[name]:
            same.append(label)
        else:
            changes.append(Change(label, *(side or NOTHING for side in marked(old[name], new[name]))))

    for name in LINES:
        compared(_label(name), name, compare_lines)
    compared(_label("reprint"), "reprint", lambda *sides: _replaced(*("是" if side else "否" for side in sides)))
    compared(
        _label("category"), "category_id", lambda *sides: _linked(Category.objects.select_related("parent"), sides)
    )
    compared(_label("source"), "source_id", lambda *sides: _linked(Source.objects.all(), sides))
    compared(_label("cover"), "cover_id", _pictures)
    compared(_label("tags"), "tags", _tags)
    compared(_label("related"), "related", _related)
    return changes, same


def _label(name: str) -> str:
    return str(Article._meta.get_field(name).verbose_name)


def _replaced(old: str, new: str) -> tuple[str, str]:
    return _marked(GONE, old), _marked(CAME, new)


def _marked(mark: str, words: str) -> SafeString:
    return format_html("<{}>{}</{}>", mark, words, mark) if words else SafeString()


def _linked(queryset, sides) -> tuple[str, str]:
    rows = queryset.in_bulk([pk for pk in sides if pk])
    return _replaced(*(str(rows.get(pk, DELETED)) if pk else "" for pk in sides))


def _pictures(*sides) -> tuple[str, str]:
    rows = Picture.objects.in_bulk([pk for pk in sides if pk])
    drawn = [
        format_html("{}<br>{}", thumbnail(rows[pk]), rows[pk].alt) if pk in rows else DELETED if pk else ""
        for pk in sides
    ]
    return _replaced(*drawn)


def _related(*sides: list[int]) -> tuple[str, str]:
    return _replaced(*("、".join(Article.objects.titles(numbers)) if numbers else "" for numbers in sides))


def _tags(old: list[str], new: list[str]) -> tuple[str, str]:
    def side(names: list[str], others: list[str], mark: str) -> SafeString:
        return format_html_join("、", "{}", ([name if name in others else _marked(mark, name)] for name in names))

    return side(old, new, GONE), side(new, old, CAME)

"""Choosing an article by words or number, on screens where editors arrange some."""

from django import forms
from django.db.models import Q

from news.fields import LineField
from news.models import Article

SHOWN = 20
BIGGEST = 2**63 - 1


class SearchForm(forms.Form):
    q = LineField(label="找稿件", required=False, max_length=100)


def found(request) -> tuple[str, list[Article]]:
    """What ?q= asks for, and the newest articles that the user may see with these words in the title or this number."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    articles = Article.objects.visible_to_staff(request.user).outside_bin()
    if words.isascii() and words.isdigit() and len(words) <= 18:
        articles = articles.filter(Q(pk=int(words)) | Q(title__contains=words))
    else:
        articles = articles.titled(words)
    # Not for_listing(), whose cover is a join more: whether there is one stands in the row.
    chosen = articles.select_related("category__parent").defer("body").order_by("-published_at", "-id")
    if not words:
        chosen = chosen.filter(published_at__isnull=False)
    return words, list(chosen[:SHOWN])


class RowForm(forms.Form):
    """The pressed button: what to do, and with which row; and what was seen."""

    seen = forms.CharField(max_length=16)
    up = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    down = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)
    out = forms.IntegerField(min_value=1, max_value=BIGGEST, required=False)

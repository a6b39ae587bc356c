"""Publishing, withdrawing and taking back: asked about first, with what will happen and what won't."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news.desk import publishing
from news.desk.revising import with_newest_words
from news.forms import WithdrawalForm
from news.models import Article

MOST_AT_ONCE = 200


class Move(NamedTuple):
    verb: str
    done: str
    permission: str
    obstacles: Callable[[Article], list[str]]
    make: Callable[[int, object, str], Article]  # number of the article, user, notice
    form: type[forms.Form] = forms.Form


PUBLISH = Move(
    verb="发布",
    done="已发布",
    permission="news.publish_article",
    obstacles=Article.publishing_obstacles,
    make=lambda pk, user, notice: publishing.publish(pk, user),
)
WITHDRAW = Move(
    verb="撤稿",
    done="已撤稿",
    permission="news.withdraw_article",
    obstacles=Article.withdrawing_obstacles,
    make=lambda pk, user, notice: publishing.withdraw(pk, user, notice),
    form=WithdrawalForm,
)
REDRAFT = Move(
    verb="退回草稿",
    done="已退回草稿",
    permission="news.publish_article",
    obstacles=Article.redrafting_obstacles,
    make=lambda pk, user, notice: publishing.return_to_draft(pk, user),
)


def confirm(model_admin, request, queryset, move: Move):
    """The page that asks, or, once it was answered, the move itself and the way back to the list."""
    if not request.user.has_perm(move.permission):
        raise PermissionDenied
    back = HttpResponseRedirect(reverse("admin:news_article_changelist"))
    if queryset.count() > MOST_AT_ONCE:
        model_admin.message_user(request, f"一次最多{move.verb} {MOST_AT_ONCE} 篇，请少选一些。", messages.ERROR)
        return back
    form = move.form(request.POST if "confirmed" in request.POST else None)
    if form.is_valid():
        _make(model_admin, request, queryset, move, form.cleaned_data.get("notice", ""))
        return back
    possible, refused = sort_out(queryset.for_decision(), request.user, move)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"确认{move.verb}",
        "opts": model_admin.opts,
        "media": model_admin.media,
        "move": move,
        "action": request.POST.get("action", ""),
        "possible": possible,
        "refused": refused,
        "form": form,
    }
    return TemplateResponse(request, "admin/news/article/confirm.html", context)


def sort_out(articles, user, move: Move) -> tuple[list[Article], list[tuple[Article, list[str]]]]:
    """The articles that `user` can make the move with, and the others, each with the reasons why not."""
    possible, refused = [], []
    for article in map(with_newest_words, articles):
        reasons = [*article.moving_obstacles(user), *move.obstacles(article)]
        if reasons:
            refused.append((article, reasons))
        else:
            possible.append(article)
    return possible, refused


def _make(model_admin, request, queryset, move: Move, notice: str) -> None:
    with transaction.atomic():
        # Fresh and locked: between question and answer somebody else may have moved them.
        ids = list(queryset.values_list("pk", flat=True))
        locked = Article.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)).for_decision()
        possible, refused = sort_out(locked, request.user, move)
        for article in possible:
            move.make(article.pk, request.user, notice)
            model_admin.log_change(request, article, f"{move.verb}：{notice}" if notice else move.verb)
    if possible:
        model_admin.message_user(request, f"{move.done} {len(possible)} 篇。")
    for article, reasons in refused:
        model_admin.message_user(request, f"《{article}》没有{move.verb}：{'；'.join(reasons)}。", messages.WARNING)

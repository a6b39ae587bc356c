"""Publishing, withdrawing and taking back: asked about first, with what will happen and what won't."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news import checks
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
    make: Callable[[int, object, str, set[str]], Article]  # number of the article, user, notice, confirmed warnings
    form: type[forms.Form] = forms.Form
    checked: bool = False  # whether errors of the checks forbid it, and warnings must be confirmed


PUBLISH = Move(
    verb="发布",
    done="已发布",
    permission="news.publish_article",
    obstacles=Article.publishing_obstacles,
    make=lambda pk, user, notice, confirmed: publishing.publish(pk, user, confirmed=confirmed),
    checked=True,
)
WITHDRAW = Move(
    verb="撤稿",
    done="已撤稿",
    permission="news.withdraw_article",
    obstacles=Article.withdrawing_obstacles,
    make=lambda pk, user, notice, confirmed: publishing.withdraw(pk, user, notice),
    form=WithdrawalForm,
)
REDRAFT = Move(
    verb="退回草稿",
    done="已退回草稿",
    permission="news.publish_article",
    obstacles=Article.redrafting_obstacles,
    make=lambda pk, user, notice, confirmed: publishing.return_to_draft(pk, user),
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
    """The articles that `user` can make the move with, and the others, each with the reasons why not.

    Every article has the report of the checks as its `report`, where the move is a checked one.
    """
    articles, possible, refused = [with_newest_words(article) for article in articles], [], []
    reports = checks.check_all(articles, user) if move.checked else [checks.Report() for _ in articles]
    for article, article.report in zip(articles, reports, strict=True):
        errors = [finding.message for finding in article.report.errors]
        # Both say that a reprint lacks its source: once is enough.
        reasons = list(dict.fromkeys([*article.moving_obstacles(user), *move.obstacles(article), *errors]))
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
        done = []
        for article in possible:
            confirmed = checks.confirmed(request.POST.getlist(f"warnings_{article.pk}"))
            if warnings := article.report.unconfirmed(confirmed):
                refused.append((article, [f"还没有确认：{finding.message}" for finding in warnings]))
                continue
            try:
                move.make(article.pk, request.user, notice, confirmed)
            except ValidationError as reasons:  # another in the same list has changed what the checks say
                refused.append((article, reasons.messages))
                continue
            done.append(article)
            model_admin.log_change(request, article, f"{move.verb}：{notice}" if notice else move.verb)
    if done:
        model_admin.message_user(request, f"{move.done} {len(done)} 篇。")
    for article, reasons in refused:
        model_admin.message_user(request, f"《{article}》没有{move.verb}：{'；'.join(reasons)}。", messages.WARNING)

"""Every move is asked about first, with what will happen and what won't, and why."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news import checks
from news.admin.moves import Move
from news.desk.revising import with_newest_words
from news.models import Article

MOST_AT_ONCE = 200


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
        _make(model_admin, request, queryset, move, form.cleaned_data)
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

    Every article has the report of the checks as its `report`, empty where the move shows nothing to readers.
    """
    articles, possible, refused = [with_newest_words(article) for article in articles], [], []
    reports = checks.check_all(articles, user) if move.to_readers else [checks.Report() for _ in articles]
    for article, article.report in zip(articles, reports, strict=True):
        errors = [finding.message for finding in article.report.errors]
        # Both say that a reprint lacks its source: once is enough.
        if reasons := list(dict.fromkeys([*move.obstacles(article, user), *errors])):
            refused.append((article, reasons))
        else:
            possible.append(article)
    return possible, refused


def _make(model_admin, request, queryset, move: Move, data: dict) -> None:
    done = []
    with transaction.atomic():
        # Fresh and locked: between question and answer somebody else may have moved them.
        ids = list(queryset.values_list("pk", flat=True))
        locked = Article.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)).for_decision()
        possible, refused = sort_out(locked, request.user, move)
        for article in possible:
            if move.to_readers and request.POST.get(f"seen_{article.pk}") != str(article.revision_number):
                refused.append((article, ["您看过之后，稿件又有新的修改"]))
                continue
            confirmed = checks.confirmed(request.POST.getlist(f"warnings_{article.pk}"))
            if warnings := article.report.unconfirmed(confirmed):
                refused.append((article, [f"还没有确认：{finding.message}" for finding in warnings]))
                continue
            try:
                with transaction.atomic():
                    move.make(article.pk, request.user, {**data, "confirmed": confirmed})
            except ValidationError as error:  # what only the deed can see, such as the category it would go to
                refused.append((article, error.messages))
                continue
            done.append(article)
            notice = data.get("notice")
            model_admin.log_change(request, article, f"{move.verb}：{notice}" if notice else move.verb)
    if done:
        model_admin.message_user(request, f"{move.done} {len(done)} 篇。")
    for article, reasons in refused:
        model_admin.message_user(request, f"《{article}》没有{move.verb}：{'；'.join(reasons)}。", messages.WARNING)

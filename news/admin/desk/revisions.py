"""修订: every state that an article's words have been in; look at one, restore one, name one."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from news.admin.desk import preview
from news.admin.desk.article_screen import article_at, render
from news.admin.desk.compare import changed_fields
from news.comparing import compare_bodies
from news.desk import revising
from news.fields import LineField
from news.models import Article, Revision

PER_PAGE = 30
MOST = 2_147_483_647  # what Postgres takes as a revision's number


class PageForm(forms.Form):
    """Which revisions to show, by number rather than by page: as quick among millions as among ten."""

    before = forms.IntegerField(required=False, min_value=2, max_value=MOST)
    after = forms.IntegerField(required=False, min_value=0, max_value=MOST)


class ChoiceForm(forms.Form):
    old = forms.IntegerField(min_value=1, max_value=MOST)
    new = forms.IntegerField(min_value=1, max_value=MOST)


class NameForm(forms.ModelForm):
    class Meta:
        model = Revision
        fields = ["name"]
        field_classes = {"name": LineField}
        widgets = {"name": forms.TextInput(attrs={"class": "vTextField"})}


def urls(model_admin) -> list:
    view = "<int:pk>/revisions/<int:number>/"
    return [
        path("<int:pk>/revisions/", partial(revisions, model_admin), name="news_article_revisions"),
        path(view, partial(revision, model_admin), name="news_article_revision"),
        path(f"{view}restore/", partial(restore, model_admin), name="news_article_restore"),
        path(f"{view}name/", partial(name, model_admin), name="news_article_revision_name"),
    ]


def revisions(model_admin, request, pk):
    article = article_at(model_admin, request, pk)
    choice = ChoiceForm(request.GET)
    if choice.is_valid():
        return redirect("admin:news_article_compare", pk, choice.cleaned_data["old"], choice.cleaned_data["new"])
    asked = PageForm(request.GET)
    if not asked.is_valid():
        raise Http404
    rows, newer, older = article.revisions.for_listing().page(PER_PAGE, **asked.cleaned_data)
    marks = marks_of(article)
    elsewhere = [number for number in marks if number not in {row.number for row in rows}]
    context = {
        "rows": [(row, marks.get(row.number, [])) for row in rows],
        "pinned": [(row, marks[row.number]) for row in article.revisions.for_listing().filter(number__in=elsewhere)],
        "newer": rows[0].number if newer else None,
        "older": rows[-1].number if older else None,
        "old": rows[min(1, len(rows) - 1)].number if rows else None,
        "new": article.revision_number,
        "wrong_choice": "old" in request.GET or "new" in request.GET,
        "obstacles": article.editing_obstacles(request.user),
    }
    return render(model_admin, request, "revisions", article, "修订", context)


def marks_of(article: Article) -> dict[int, list[str]]:
    """The revisions that mean something now: number → words for it."""
    review = article.running_review()
    found = {}
    for number, mark in [
        (article.revision_number, "最新"),
        (article.published_number if article.is_published() else None, "读者看到的"),
        (article.published_number if article.is_scheduled() else None, "定时发布"),
        (article.update_number, "定时更新"),
        (review and review.number, "送审"),
    ]:
        if number:
            found.setdefault(number, []).append(mark)
    return found


def revision(model_admin, request, pk, number):
    """One revision as readers would see it."""
    article = article_at(model_admin, request, pk)
    try:
        return preview.page(request, revising.as_of(article, number), note=f"第 {number} 版")
    except Revision.DoesNotExist as error:
        raise Http404 from error


def restore(model_admin, request, pk, number):
    article = article_at(model_admin, request, pk)
    if request.method == "POST" and not request.user.has_perm("news.change_article"):
        raise PermissionDenied
    chosen = get_object_or_404(article.revisions, number=number)
    newest = revising.newest_content(article)
    if request.method == "POST" and _restore(model_admin, request, article, number):
        return redirect("admin:news_article_change", pk)
    context = {
        "revision": chosen,
        "obstacles": revising.restoring_obstacles(article, chosen.content, request.user),
        "nothing_new": chosen.content == newest,
        "changes": changed_fields(newest, chosen.content)[0],
        "comparison": compare_bodies(newest["body"], chosen.content["body"]),
        "seen": article.revision_number,
    }
    return render(model_admin, request, "restore", article, f"恢复第 {number} 版", context)


def _restore(model_admin, request, article: Article, number: int) -> bool:
    seen = request.POST.get("seen", "")
    try:
        after = revising.restore(
            article.pk, number, request.user, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        )
    except ValidationError as refused:
        model_admin.message_user(request, f"没有恢复：{'；'.join(refused.messages)}。", messages.ERROR)
        return False
    except Revision.DoesNotExist as error:
        raise Http404 from error
    if after.revision_number == article.revision_number:
        model_admin.message_user(request, f"第 {number} 版和最新的一样，没有什么要恢复。")
        return True
    model_admin.log_change(request, after, f"恢复第 {number} 版")
    seen_by = "读者看到的没有变，要发布更新才变。" if after.has_unpublished_changes() else ""
    model_admin.message_user(request, f"已恢复第 {number} 版，存为第 {after.revision_number} 版。{seen_by}")
    return True


def name(model_admin, request, pk, number):
    article = article_at(model_admin, request, pk)
    if request.method == "POST" and not request.user.has_perm("news.change_article"):
        raise PermissionDenied
    chosen = get_object_or_404(article.revisions, number=number)
    obstacles = article.moving_obstacles(request.user)
    form = NameForm(request.POST or None, instance=chosen)
    if not obstacles and request.method == "POST" and form.is_valid():
        form.save()
        model_admin.message_user(request, f"第 {number} 版现在叫“{chosen.name}”。" if chosen.name else "已去掉名称。")
        return redirect("admin:news_article_revisions", pk)
    context = {"revision": chosen, "form": form, "obstacles": obstacles}
    return render(model_admin, request, "revision_name", article, f"给第 {number} 版起名", context)

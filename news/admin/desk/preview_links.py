"""预览链接: make one, see who has opened which, take one back."""

from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse

from news.admin.desk.article_screen import article_at, render
from news.desk import sharing
from news.models import PreviewLink

SHOWN = 50
MOST = 2_147_483_647


class LinkForm(forms.Form):
    number = forms.IntegerField(label="修订", min_value=1, max_value=MOST, help_text="拿到链接的人只能看到这一版")
    days = forms.TypedChoiceField(
        label="有效期", choices=[(1, "1 天"), (3, "3 天"), (7, "7 天")], coerce=int, widget=forms.RadioSelect
    )


class RevokeForm(forms.Form):
    revoke = forms.IntegerField(min_value=1, max_value=2**63 - 1)


def urls(model_admin) -> list:
    return [path("<int:pk>/links/", partial(links, model_admin), name="news_article_preview_links")]


def links(model_admin, request, pk):
    article = article_at(model_admin, request, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    if "revoke" in request.POST:
        _revoke(model_admin, request, article)
        return redirect("admin:news_article_preview_links", pk)
    form = LinkForm(
        request.POST or None, initial={"number": request.GET.get("number", article.revision_number), "days": 3}
    )
    context = {
        "form": form,
        # Shown in the answer to the very request that made it: there is no second time.
        "address": _make(request, article, form) if form.is_valid() else "",
        "links": article.preview_links.select_related("created_by")[:SHOWN],
    }
    return render(model_admin, request, "preview_links", article, "预览链接", context)


def _make(request, article, form: LinkForm) -> str:
    try:
        _, token = sharing.make_link(article.pk, request.user, **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return ""
    return settings.SITE_URL + reverse("news:shared_preview", args=[token])


def _revoke(model_admin, request, article) -> None:
    form = RevokeForm(request.POST)
    try:
        if not form.is_valid():
            raise PreviewLink.DoesNotExist
        sharing.revoke_link(article.pk, form.cleaned_data["revoke"], request.user)
        model_admin.message_user(request, "链接已收回，打开它的人不再看到稿件。")
    except PreviewLink.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as refused:
        model_admin.message_user(request, f"没有收回：{'；'.join(refused.messages)}。", messages.ERROR)

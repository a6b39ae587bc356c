"""签发: what will be published, now or at a time, and the word that does it."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from news import checks
from news.admin.desk.article_screen import article_at, render
from news.desk import publishing
from news.fields import MomentField
from news.models import Article
from news.models.article import WORDS

SHOWN = [*WORDS, "category", "cover", "source", "related"]


class SignatureForm(forms.Form):
    """`seen` is the revision that the signer looked at."""

    NOW, WRITTEN, LATER = "now", "written", "later"

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    when = forms.ChoiceField(label="何时", choices=[(NOW, "现在"), (LATER, "定时")], widget=forms.RadioSelect)
    at = MomentField(label="定时到", required=False, help_text="北京时间，精确到秒；选“定时”时填写")

    def __init__(self, *args, written=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.written = written
        if written:
            label = f"按稿件上写的时间：{timezone.localtime(written):%Y-%m-%d %H:%M:%S}"
            self.fields["when"].choices = [(self.WRITTEN, label), *self.fields["when"].choices]

    def clean(self):
        said = super().clean()
        if said.get("when") == self.LATER and "at" not in self.errors and not _lies_ahead(said["at"]):
            self.add_error("at", "请填写将来的时间")
        return said

    def moment(self):
        said = self.cleaned_data
        now = timezone.now().replace(microsecond=0)
        return {self.NOW: now, self.WRITTEN: self.written, self.LATER: said["at"]}[said["when"]]


def _lies_ahead(moment) -> bool:
    return moment is not None and moment > timezone.now()


class Change(NamedTuple):
    label: str
    before: str
    after: str
    is_html: bool = False


def urls(model_admin) -> list:
    def view(request, pk):
        return sign_view(model_admin, request, pk)

    return [path("<int:pk>/sign/", view, name="news_article_sign")]


def sign_view(model_admin, request, pk):
    article = article_at(model_admin, request, pk)
    if article.signing_obstacles(request.user):
        raise PermissionDenied
    if "cancel_update" in request.POST:
        return _cancel_update(request, pk)
    form = _form(article, request.POST) if request.method == "POST" else _form(article)
    problems = []
    if form.is_valid():
        try:
            signed = publishing.publish(
                pk,
                request.user,
                at=form.moment(),
                seen=form.cleaned_data["seen"],
                confirmed=checks.confirmed(request.POST.getlist("warnings")),
            )
        except ValidationError as error:
            problems = error.messages
        else:
            model_admin.log_change(request, signed, "签发")
            messages.success(request, signed_message(signed))
            return redirect("admin:news_article_changelist")
    article = article_at(model_admin, request, pk)
    return render(model_admin, request, "sign", article, "签发", _context(article, form, problems, request.user))


def _cancel_update(request, pk):
    try:
        article = publishing.cancel_update(pk, request.user)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    else:
        messages.success(request, f"《{article}》的定时更新已取消，改动还在，读者看到的仍是原来的版本。")
    return redirect("admin:news_article_change", pk)


def signed_message(article: Article) -> str:
    if article.update_at:
        return f"《{article}》定于 {timezone.localtime(article.update_at):%Y-%m-%d %H:%M:%S} 更新。"
    if article.is_scheduled():
        return f"《{article}》将于 {timezone.localtime(article.published_at):%Y-%m-%d %H:%M:%S} 自动发布。"
    return f"《{article}》已发布。"


def _form(article: Article, posted=None) -> SignatureForm:
    """Empty, or with what was posted; what was looked at is always what the page shows now."""
    written = article.published_at if article.state == Article.State.DRAFT else None
    initial = {
        "seen": article.revision_number,
        "when": SignatureForm.LATER if article.update_at else SignatureForm.WRITTEN if written else SignatureForm.NOW,
        "at": article.update_at,
    }
    return SignatureForm(posted, written=written, initial=initial)


def _context(article: Article, form: SignatureForm, problems: list[str], user) -> dict:
    if problems:
        # The page now shows what is newest: a second click signs that.
        form = _form(article, form.data.dict() | {"seen": article.revision_number})
        form.full_clean()
    is_update = article.state == Article.State.PUBLISHED
    report = checks.check(article, user)
    errors = [finding.sentence for finding in report.errors]
    return {
        "report": report,
        "form": form,
        "problems": problems,
        "obstacles": list(dict.fromkeys([*article.publishing_obstacles(), *errors])),
        "is_update": is_update,
        "changes": changes(article) if is_update else [],
        "needs_review": bool(article.category.steps()),
    }


def changes(article: Article) -> list[Change]:
    """What readers would see otherwise than now, field by field; `article` is the working copy."""
    live = Article.objects.select_related("category__parent", "cover", "source").get(pk=article.pk)
    found = [
        Change(Article._meta.get_field(name).verbose_name, before, after, is_html=name == "body")
        for name in SHOWN
        if (before := _words(getattr(live, name))) != (after := _words(getattr(article, name)))
    ]
    before, after = live.content()["tags"], article.working_tags
    return found + ([Change("标签", "、".join(before), "、".join(after))] if before != after else [])


def _words(value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(Article.objects.titles(value)) if value else ""
    return "" if value is None else str(value)

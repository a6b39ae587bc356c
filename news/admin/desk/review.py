"""审稿: the text as it reads, and the decision about it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse

from news.admin.desk.article_screen import article_at, render
from news.desk import reviewing, revising
from news.fields import ParagraphField
from news.models import Article, Entry, Review
from news.models.review import step_name

LONGEST_REASON = 500


class DecisionForm(forms.Form):
    """`step` and `seen` say what the reviewer looked at: the step that was due and the revision."""

    step = forms.IntegerField(min_value=1, max_value=9, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    to = forms.IntegerField(label="退给", min_value=0, max_value=9, required=False, widget=forms.Select)
    reason = ParagraphField(
        label="意见",
        required=False,
        max_length=LONGEST_REASON,
        help_text="退回要写明理由；通过时可以不写",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    def __init__(self, *args, due: int, review: Review | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        earlier = [(step, f"{step_name(step, review.steps)}") for step in range(1, due)] if review else []
        self.fields["to"].widget.choices = [(reviewing.TO_WRITER, "作者"), *reversed(earlier)]


def urls(model_admin) -> list:
    def view(request, pk):
        return review_view(model_admin, request, pk)

    return [path("<int:pk>/review/", view, name="news_article_review")]


def review_view(model_admin, request, pk):
    problems = []
    if request.method == "POST":
        if not request.user.has_perm("news.change_article"):
            raise PermissionDenied
        article_at(model_admin, request, pk)
        try:
            return _decide(request, pk)
        except ValidationError as error:
            problems = error.messages
    article = article_at(model_admin, request, pk)
    return render(model_admin, request, "review", article, "审稿", _context(request, article, problems))


def _decide(request, pk):
    """Make the decision that was posted and go on; raises ValidationError, and then nothing is decided."""
    decision = request.POST.get("decision")
    if decision == "take_back":
        review = reviewing.take_back(pk, request.user)
        messages.success(request, f"《{review.article}》已撤回，可以继续修改。")
        return redirect("admin:news_article_change", pk)
    form = DecisionForm(request.POST, due=0)
    if not form.is_valid():
        raise ValidationError([message for field in form.errors.values() for message in field])
    said = form.cleaned_data
    if decision == "pass":
        review = reviewing.pass_step(pk, request.user, step=said["step"], seen=said["seen"], remark=said["reason"])
        messages.success(request, passed_message(review))
        return after_passing(pk, request.user)
    elif decision == "return":
        to = said["to"] or reviewing.TO_WRITER
        review = reviewing.send_back(
            pk, request.user, step=said["step"], seen=said["seen"], to=to, reason=said["reason"]
        )
        whom = step_name(to, review.steps) if to else "作者"
        messages.success(request, f"《{review.article}》已退给{whom}。")
    else:
        raise BadRequest("pass, return or take_back")
    return _to_what_waits()


def after_passing(pk: int, user):
    """Whoever passed the last step and may sign goes on to it; the others to what else waits for them."""
    article = revising.with_newest_words(Article.objects.for_decision().get(pk=pk))
    if article.signing_obstacles(user) or article.publishing_obstacles():
        return _to_what_waits()
    return redirect("admin:news_article_sign", pk)


def _to_what_waits():
    return redirect(f"{reverse('admin:news_article_changelist')}?desk=awaiting")


def passed_message(review: Review) -> str:
    return f"《{review.article}》已通过，{review.stage()}。"


def _context(request, article: Article, problems: list[str]) -> dict:
    review = article.running_review()
    due = review.due() if review else 0
    signing = bool(review) and due > review.steps
    obstacles = article.signing_obstacles(request.user) if signing else article.reviewing_obstacles(request.user)
    said = request.POST if problems else {}
    initial = {"step": due, "seen": article.revision_number, "reason": said.get("reason", ""), "to": said.get("to", 0)}
    return {
        "review": review,
        "problems": problems,
        "obstacles": obstacles,
        "may_decide": bool(review) and not obstacles,
        "signing": signing,
        "may_take_back": review_is_of(review, article, request.user),
        "form": DecisionForm(due=due, review=review, initial=initial),
        "steps": _steps(review),
        "entries": Entry.objects.of_article(article.pk)[:30] if request.user.has_perm("news.view_entry") else [],
    }


def review_is_of(review: Review | None, article: Article, user) -> bool:
    return review is not None and user.pk in {article.created_by_id, review.submitted_by_id}


def _steps(review: Review | None) -> list[tuple[str, str]]:
    """(name, done / due / ahead) of each step, the signature being the last."""
    if review is None:
        return []
    names = [step_name(step, review.steps) for step in range(1, review.steps + 1)] + ["签发"]
    due = review.due()
    words = ["done" if step < due else "due" if step == due else "ahead" for step in range(1, len(names) + 1)]
    return list(zip(names, words, strict=True))

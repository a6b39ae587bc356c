"""The moderators' screen: what waits, decided by key or button, one by one or many at once."""

import re

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path

from comments import claiming, queue
from comments.gate.verdicts import Mark
from comments.models import Comment
from comments.moderation import Act, Outcome, decide, undo
from comments.queue import Kind, Sort, Wish
from comments.reasons import USUAL_GROUND, Ground, Occasion, Reason
from news.models import Article

State = Comment.State
KEY = re.compile("[1-9][0-9]{0,17}")
PIN = re.compile("([1-9][0-9]{0,17}):([1-9][0-9]{0,8})")
MOST_AT_ONCE = 200


class ActForm(forms.Form):
    """What is to be done with the comments that are pinned: "primary key:version", as they were looked at."""

    deed = forms.ChoiceField(choices=[(name, name) for name in ("approve", "reject", "spam", "undo", "renew")])
    reason = forms.ChoiceField(choices=Reason.choices, required=False)
    ground = forms.ChoiceField(choices=Ground.choices, required=False)
    note = forms.CharField(max_length=200, required=False)

    def act(self, moderator) -> Act:
        given = self.cleaned_data
        if given["deed"] == "approve":
            return Act(State.APPROVED, moderator, Occasion.FIT, note=given["note"])
        reason = Reason.SPAM if given["deed"] == "spam" else given["reason"] or Reason.OTHER
        return Act(State.REJECTED, moderator, reason, given["ground"] or USUAL_GROUND[reason], given["note"])


def addresses(model_admin) -> list:
    def view(request):
        return screen(model_admin, request)

    return [path("queue/", model_admin.admin_site.admin_view(view), name="comments_comment_queue")]


def screen(model_admin, request):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return receive(model_admin, request)
    may_decide = model_admin.has_change_permission(request)
    wish = wish_of(request.GET, may_decide)
    comments = queue.page_for(request.user, wish)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "审核评论",
        "opts": model_admin.opts,
        "comments": comments,
        "last": comments[-1].pk if len(comments) == queue.ON_A_PAGE else None,
        "article": Article.objects.only("title").filter(pk=wish.article).first() if wish.article else None,
        "waiting": queue.number_waiting(),
        "most_counted": queue.MOST_COUNTED,
        "since": queue.waits_since(),
        "late": queue.number_late(),
        "late_after": settings.COMMENTS_REMIND_AFTER_HOURS,
        "wish": wish,
        "sorts": Sort.choices,
        "kinds": [("", "全部"), *Kind.choices, *Mark.choices],
        "may_decide": may_decide,
        "reasons": Reason.choices,
        "grounds": Ground.choices,
        "usual_grounds": {str(reason): str(ground) for reason, ground in USUAL_GROUND.items()},
        "undoable": request.GET.getlist("undo")[:MOST_AT_ONCE] if PIN.fullmatch(request.GET.get("undo", "")) else [],
    }
    return TemplateResponse(request, "comments/admin/queue.html", context)


def wish_of(asked, may_decide: bool) -> Wish:
    return Wish(
        sort=Sort(asked["sort"]) if asked.get("sort") in Sort.values else Sort.AGE,
        search=asked.get("q", "")[:50].replace("\x00", "").strip(),
        kind=asked["kind"] if asked.get("kind") in [*Kind.values, *Mark.values] else "",
        article=_key_in(asked, "article"),
        after=_key_in(asked, "after"),
        with_claimed=asked.get("claimed") == "1" or not may_decide,
    )


def _key_in(asked, name: str) -> int | None:
    return int(asked[name]) if KEY.fullmatch(asked.get(name, "")) else None


def receive(model_admin, request):
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    # A row's button names the deed and the row; those over the list the deed alone, for what is ticked.
    deed, of_row, pin = request.POST.get("deed", "").partition("@")
    row = pin.partition(":")[0]
    form = ActForm(
        {
            "deed": deed,
            "reason": request.POST.get(f"reason-{row}" if row else "reason", ""),
            "ground": request.POST.get("ground", ""),
            "note": request.POST.get(f"note-{row}" if row else "note", ""),
        }
    )
    pins = [PIN.fullmatch(given) for given in ([pin] if of_row else request.POST.getlist("chosen"))]
    if not form.is_valid() or not all(pins) or len(pins) > MOST_AT_ONCE:
        raise PermissionDenied
    seen = {int(found[1]): int(found[2]) for found in pins}
    deed = form.cleaned_data["deed"]
    if deed == "renew":
        return JsonResponse({"mine": sorted(claiming.claim(sorted(seen), request.user))})
    outcome = undo(seen, request.user) if deed == "undo" else decide(seen, form.act(request.user))
    return answer(request, deed, seen, outcome)


DONE = {"approve": "已通过", "reject": "已拒绝", "spam": "已按广告拒绝", "undo": "已撤销处理"}


def answer(request, deed: str, seen: dict[int, int], outcome: Outcome):
    moved = {pk: seen[pk] + 1 for pk in outcome.moved}
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"moved": moved, "told": what_stays(outcome), "done": DONE[deed]})
    tell(request, deed, outcome)
    if not seen:
        messages.warning(request, "没有选中评论")
    asked = request.GET.copy()
    asked.setlist("undo", [f"{pk}:{version}" for pk, version in moved.items()] if deed != "undo" else [])
    return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")


def tell(request, deed: str, outcome: Outcome) -> None:
    """What was done and what was not, as messages on the next page."""
    if outcome.moved:
        messages.success(request, f"{len(outcome.moved)} 条评论{DONE[deed]}")
    stays = what_stays(outcome)
    for comment in Comment.objects.filter(pk__in=stays).order_by("pk"):
        messages.warning(request, f"“{comment}”：{stays[comment.pk]}")


def what_stays(outcome: Outcome) -> dict[int, str]:
    """Why the others were not moved, by primary key."""
    why = "它回复的评论没有公开，不能通过"
    return queue.what_happened(outcome.overtaken) | dict.fromkeys(outcome.orphaned, why)

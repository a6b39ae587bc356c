"""How moderation goes: what was decided, how long it took, by whom and why."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from comments.models import Appeal, Decision, Refusal, Report

# What the gate gave a post back for: the codes of forms and rules (comments/forms.py, comments/gate).
REFUSALS = {
    "required": "有一栏没有填",
    "max_length": "太长",
    "unacceptable": "含控制符、乱码或叠加符号",
    "empty": "称呼没有文字",
    "line_break": "称呼换行",
    "line_breaks": "换行太多",
    "invalid": "表单不完整",
    "incomplete": "没有填验证码",
    "too_fast": "提交得太快",
    "too_old": "页面打开太久",
    "not_public": "回复的评论已不公开",
    "honeypot": "填了陷阱栏（多半是机器）",
    "throttled": "同网段提交太多",
    "wrong": "验证码不对",
    "word": "含拒收的词",
    "reserved": "称呼冒充本站、机关或媒体",
    "contact_in_name": "称呼里有网址或联系方式",
    "link": "繁忙时带网址",
    "repeat": "重复",
    "near_repeat": "与自己的另一条相近",
    "blocked": "在禁言",
}
FIRST_LOOKS = Q(from_state="pending", to_state__in=["approved", "rejected"], actor="moderator")


class Percentile(models.Aggregate):
    """percentile_cont of a duration, the share `part` between 0 and 1."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(part)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def since(days: int) -> dict:
    """Everything that the page of statistics shows, of the last `days` days. Seven queries."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    decisions = Decision.objects.filter(decided_at__gte=start)
    looks = decisions.filter(FIRST_LOOKS)
    waited = ExpressionWrapper(F("decided_at") - F("comment__created_at"), DurationField())
    times = looks.annotate(waited=waited).aggregate(
        median=Percentile("waited", part=0.5), slow=Percentile("waited", part=0.9)
    )
    return {
        **times,
        "days": _by_day(looks, start, days),
        "moderators": list(
            looks.order_by()
            .values("moderator__username", "moderator__first_name", "moderator__last_name")
            .annotate(
                number=Count("id"),
                approved=Count("id", filter=Q(to_state="approved")),
                median=Percentile(waited, part=0.5),
            )
            .order_by("-number")[:50]
        ),
        "reasons": _labelled(decisions.moves().filter(to_state="rejected"), "reason", Decision),
        "refusals": [
            {"label": REFUSALS.get(code, code), "number": number}
            for code, number in Refusal.objects.filter(day__gte=start.date())
            .values_list("code")
            .annotate(number=Sum("count"))
            .order_by("-number", "code")
        ],
        "reports": Report.objects.open()[:1000].count(),
        "appeals": Appeal.objects.open()[:1000].count(),
    }


def _by_day(looks, start, days: int) -> list[dict]:
    """One row a day, newest first, also of those when nothing was decided; `share` in percent of the busiest."""
    rows = looks.annotate(day=TruncDate("decided_at")).order_by().values_list("day")
    rows = rows.annotate(approved=Count("id", filter=Q(to_state="approved")), all=Count("id"))
    found = {day: (approved, number) for day, approved, number in rows}
    most = max([number for _, number in found.values()], default=1)
    table = []
    for ahead in reversed(range(days)):
        day = start.date() + timedelta(days=ahead)
        approved, number = found.get(day, (0, 0))
        share = round(100 * number / most)
        table.append({"day": day, "approved": approved, "rejected": number - approved, "all": number, "share": share})
    return table


def _labelled(rows, column: str, model) -> list[dict]:
    labels = dict(model._meta.get_field(column).choices)
    counted = rows.order_by().values_list(column).annotate(number=Count("id")).order_by("-number")
    return [{"label": labels[code], "number": number} for code, number in counted]

"""日历: what went out and what will, by day and by category."""

from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from news.models import Article, Category

IN_CELL = 6  # stories that a day shows; the others unfold
FIRST, LAST = date(1949, 1, 1), date(2099, 12, 31)


class MonthForm(forms.Form):
    month = forms.DateField(required=False, input_formats=["%Y-%m"])
    category = forms.ModelChoiceField(Category.objects.select_related("parent"), required=False, empty_label="全部栏目")


def urls(model_admin) -> list:
    def view(request):
        return calendar(model_admin, request)

    return [path("calendar/", view, name="news_article_calendar")]


def calendar(model_admin, request):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = MonthForm(request.GET)
    if not form.is_valid():
        raise BadRequest("no month, or no category")
    first = (form.cleaned_data["month"] or timezone.localdate()).replace(day=1)
    if not FIRST <= first <= LAST:
        raise BadRequest("no newspaper has that month")
    articles = Article.objects.visible_to_staff(request.user).outside_bin()
    if category := form.cleaned_data["category"]:
        articles = articles.in_category(category)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{first:%Y} 年 {first.month} 月",
        "opts": model_admin.opts,
        "form": MonthForm(initial={"category": category}),
        "category": category,
        "month": first,
        "previous": (first - timedelta(days=1)).replace(day=1),
        "next": (first + timedelta(days=31)).replace(day=1),
        "weeks": weeks(articles, first),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "admin/news/article/calendar.html", context)


def weeks(articles, first: date) -> list[list[dict]]:
    """Weeks of days, from Monday: {"day", "in_month", "events": the first few by time, "more": the others}."""
    days = Calendar().monthdatescalendar(first.year, first.month)
    events = events_by_day(articles, days[0][0], days[-1][-1] + timedelta(days=1))
    return [
        [
            {
                "day": day,
                "in_month": day.month == first.month,
                "events": events[day][:IN_CELL],
                "more": events[day][IN_CELL:],
            }
            for day in week
        ]
        for week in days
    ]


def events_by_day(articles, first: date, end: date) -> dict[date, list[dict]]:
    """What happens to the articles from `first` to before `end`, in the order of time. One query."""
    start, stop = (timezone.make_aware(timezone.datetime(day.year, day.month, day.day)) for day in (first, end))
    now, found = timezone.now(), defaultdict(list)
    columns = ["published_at", "expires_at", "update_at"]
    within = [Q(**{f"{name}__gte": start, f"{name}__lt": stop}) for name in columns]
    published = articles.filter(within[0] | within[1] | within[2], state=Article.State.PUBLISHED)
    kinds = {"expires_at": "expires", "update_at": "update"}
    for article in published.only("title", "category", *columns).select_related("category").order_by():
        for name in columns:
            moment = getattr(article, name)
            if moment and start <= moment < stop:
                kind = kinds.get(name) or ("went-out" if moment <= now else "will")
                found[timezone.localdate(moment)].append({"at": moment, "kind": kind, "article": article})
    for events in found.values():
        events.sort(key=lambda event: (event["at"], event["article"].pk))
    return found

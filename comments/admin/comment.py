import re

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from comments.admin import answer, appeals, queue, reports, statistics
from comments.models import STATES, Comment
from comments.moderation import Act, decide
from comments.reasons import Occasion, Reason
from comments.story import story_of

State = Comment.State
APPROVE, REJECT = State.APPROVED, State.REJECTED


class StateFilter(admin.SimpleListFilter):
    """The tabs over the list: what waits comes first, and each tab says how many it holds."""

    title = "状态"
    template = "comments/admin/_tabs.html"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def value(self):
        return super().value() if super().value() in STATES else State.PENDING.value

    def queryset(self, request, queryset):
        self.counts = Comment.objects.state_counts()
        return queryset.filter(state=self.value())

    def choices(self, changelist):
        for state, label in self.lookup_choices:
            yield {
                "selected": self.value() == state,
                "query_string": changelist.get_query_string({self.parameter_name: state}, ["p"]),
                "display": f"{label}（{self.counts[state]}）",
            }


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """The moderator's desk. Comments are read and decided here; nobody writes, changes or deletes them."""

    list_filter = [StateFilter, ("created_at", admin.DateFieldListFilter)]
    list_select_related = ["article__category"]
    list_per_page = 50
    list_display_links = None
    search_fields = ["name", "body", "article__title", "=number"]
    search_help_text = "按称呼、内容、编号或文章标题查找"
    show_full_result_count = False
    actions = ["approve", "reject"]
    fields = readonly_fields = [
        "number",
        "article_link",
        "answered",
        "name",
        "text",
        "state",
        "region",
        "created_at",
        "same_origin",
    ]
    change_list_template = "comments/admin/change_list.html"
    change_form_template = "comments/admin/change_form.html"

    class Media:
        css = {"all": ["css/comments-admin.css"]}

    def lookup_allowed(self, lookup, value, request):
        # What is no array the database refuses with an error.
        return not lookup.startswith("marks") and super().lookup_allowed(lookup, value, request)

    def get_urls(self):
        screens = [queue, reports, appeals, statistics, answer]
        return [*(path for screen in screens for path in screen.addresses(self)), *super().get_urls()]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_list_display(self, request):
        columns = ["text", "name", "article_link", "created_at", "record"]
        return [*columns, "buttons"] if self.has_change_permission(request) else columns

    def get_ordering(self, request):
        waiting = request.GET.get("state", State.PENDING) not in [APPROVE, REJECT]
        return ["created_at", "id"] if waiting else ["-created_at", "-id"]

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and "decide" in request.POST:
            return self._decide_one(request)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Only the two buttons post here; there is nothing to save.
        if request.method == "POST":
            return self._decide_one(request)
        context = {**(extra_context or {}), "may_decide": self.has_change_permission(request)}
        return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        # Once it is known that there is such a comment and that it may be looked at.
        return super().render_change_form(request, context | {"story": story_of(obj)}, *args, obj=obj, **kwargs)

    def _decide_one(self, request):
        """Of the form "state:seen:id": what the moderator decided, on which state of which comment."""
        wish = re.fullmatch(r"(approved|rejected):(\w{1,10}):([1-9][0-9]{0,17})", request.POST.get("decide", ""))
        if not wish or wish[2] not in STATES:
            raise PermissionDenied
        self._decide(request, Comment.objects.filter(pk=int(wish[3])), wish[1], seen=wish[2])
        back = request.get_full_path() if "object_id" not in request.resolver_match.kwargs else None
        return HttpResponseRedirect(back or reverse("admin:comments_comment_changelist"))

    def _decide(self, request, comments, state, *, seen):
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = comments.count()
        reason = Occasion.FIT if state == APPROVE else Reason.OTHER
        moved = len(decide(comments.filter(state=seen).versions(), Act(state, request.user, reason)).moved)
        self.message_user(request, f"{moved} 条评论{'已通过' if state == APPROVE else '已拒绝'}", messages.SUCCESS)
        if moved < asked:
            self.message_user(request, f"{asked - moved} 条已由别人处理，未改动", messages.WARNING)

    @admin.action(description="通过所选评论", permissions=["change"])
    def approve(self, request, queryset):
        self._decide(request, queryset, APPROVE, seen=self._tab(request))

    @admin.action(description="拒绝所选评论", permissions=["change"])
    def reject(self, request, queryset):
        self._decide(request, queryset, REJECT, seen=self._tab(request))

    def _tab(self, request):
        state = request.GET.get("state")
        return state if state in STATES else State.PENDING

    @admin.display(description="内容")
    def text(self, comment):
        return format_html('<div class="comment-text" dir="auto">{}</div>', linebreaksbr(comment.body))

    @admin.display(description="文章", ordering="article")
    def article_link(self, comment):
        if not comment.article.is_published():
            return f"{comment.article}（{comment.article.get_state_display()}）"
        return format_html('<a href="{}">{}</a>', comment.article.get_absolute_url(), comment.article)

    @admin.display(description="回复")
    def answered(self, comment):
        return f"{comment.parent.name}：{comment.parent.body}" if comment.parent else "–"

    @admin.display(description="同一来源")
    def same_origin(self, comment):
        address = reverse("admin:comments_comment_changelist")
        origins = [("device", "此设备", comment.device), ("network", "同网段", comment.network)]
        links = [
            (f"{address}?{column}__exact={value}&state={state}", f"{whose}{label}")
            for column, whose, value in origins
            for state, label in [(State.PENDING, "待审核的"), (APPROVE, "已通过的"), (REJECT, "未通过的")]
            if value
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', links) or "没有记录来源"

    @admin.display(description="记录")
    def record(self, comment):
        address = reverse("admin:comments_comment_change", args=[comment.pk])
        return format_html('<a href="{}">查看</a>', address)

    @admin.display(description="处理")
    def buttons(self, comment):
        return render_to_string("comments/admin/_buttons.html", {"comment": comment})

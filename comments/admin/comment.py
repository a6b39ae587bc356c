from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from comments.admin import answer, appeals, queue, reports, statistics
from comments.models import STATES, Comment
from comments.moderation import FINAL, decide
from comments.reasons import Reason
from comments.story import story_of

State = Comment.State
APPROVED, REJECTED = State.APPROVED, State.REJECTED


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


class DecisionForm(ActionForm):
    """Beside the choice of the action."""

    reason = forms.ChoiceField(label="拒绝理由", choices=Reason.choices, required=False, initial=Reason.OTHER)


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
    action_form = DecisionForm
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

    def view_on_site(self, comment):
        is_there = comment.is_public() and comment.article.is_published()
        return comment.get_absolute_url() if is_there else None

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
        waiting = request.GET.get("state", State.PENDING) not in [APPROVED, REJECTED]
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
        context |= {"story": story_of(obj), **deeds_for(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _decide_one(self, request):
        """Of the form "deed@id:version": what the moderator decided, about which comment as it was looked at."""
        deed, _, pin = request.POST.get("decide", "").partition("@")
        seen = queue.PIN.fullmatch(pin)
        if not seen:
            raise PermissionDenied
        self._decide(request, {int(seen[1]): int(seen[2])}, deed, request.POST.get(f"reason-{seen[1]}", ""))
        back = request.get_full_path() if "object_id" not in request.resolver_match.kwargs else None
        return HttpResponseRedirect(back or reverse("admin:comments_comment_changelist"))

    @admin.action(description="通过所选评论", permissions=["change"])
    def approve(self, request, queryset):
        self._decide_many(request, "approve")

    @admin.action(description="拒绝所选评论", permissions=["change"])
    def reject(self, request, queryset):
        self._decide_many(request, "reject")

    def _decide_many(self, request, deed):
        """What is ticked on the page, as the page showed it: not what the filter would find now."""
        ticked = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        pins = [pin for pin in map(queue.PIN.fullmatch, request.POST.getlist("seen")) if pin and pin[1] in ticked]
        self._decide(request, {int(pin[1]): int(pin[2]) for pin in pins}, deed, request.POST.get("reason", ""))
        if len(pins) < len(ticked):
            self.message_user(request, "只处理了这一页上的，其余的还没有看过", messages.WARNING)

    def _decide(self, request, seen, deed, reason):
        form = queue.ActForm({"deed": deed, "reason": reason})
        if not (self.has_change_permission(request) and form.is_valid() and deed in {"approve", "reject"}):
            raise PermissionDenied
        queue.tell(request, deed, decide(seen, form.act(request.user)))

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
            for state, label in [(State.PENDING, "待审核的"), (APPROVED, "已通过的"), (REJECTED, "未通过的")]
            if value
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', links) or "没有记录来源"

    @admin.display(description="记录")
    def record(self, comment):
        address = reverse("admin:comments_comment_change", args=[comment.pk])
        return format_html('<a href="{}">查看</a>', address)

    @admin.display(description="处理")
    def buttons(self, comment):
        return render_to_string("comments/admin/_buttons.html", deeds_for(comment))


def deeds_for(comment: Comment) -> dict:
    """What the buttons of a comment are made of."""
    return {"comment": comment, "is_final": comment.state in FINAL, "reasons": Reason.choices}

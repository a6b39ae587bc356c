from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms import Script
from django.http import Http404
from django.shortcuts import redirect
from django.template.defaultfilters import date as format_date
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince

from news import markup
from news.admin.article_filters import CategoryFilter, CoverFilter, CreatorFilter, DeskFilter, StateFilter, TagFilter
from news.admin.confirming import confirm
from news.admin.desk import SCREENS, open_form
from news.admin.desk.checks import panel as checks_panel
from news.admin.desk.panel import move_after_saving, panel
from news.admin.desk.review import after_passing
from news.admin.model_admin import NewsroomAdmin, editor_csp
from news.admin.moves import MOVES, Move
from news.admin.states import state_of
from news.admin.widgets import CoverWidget
from news.desk import publishing, revising
from news.desk_tabs import WAITING
from news.forms import ArticleForm
from news.merging_form import SETTINGS
from news.models import Article
from news.paging import KeyPaginator
from news.people import name_of

LONGEST_ID = 18  # digits that bigint holds for sure
SCRIPTS = ["article-form", "autosave", "checks", "paste", "preview-pane"]


class ArticleChangeList(ChangeList):
    """Lists without bodies, as the template then hangs readings and comment counts on the rows."""

    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).defer("body").with_newest_review()

    def get_ordering(self, request, queryset):
        if request.GET.get("desk") in WAITING and ORDER_VAR not in self.params:
            return list(queryset.query.order_by)  # the longest waiting first
        return super().get_ordering(request, queryset)

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)


@admin.register(Article)
class ArticleAdmin(NewsroomAdmin):
    form = ArticleForm
    fieldsets = [
        ("标题", {"fields": ["title", "subtitle", "original_title"]}),
        ("正文", {"fields": ["body"], "classes": ["wide-field"]}),
        ("摘要与封面", {"fields": ["summary", "cover"]}),
        ("署名与来源", {"fields": ["byline", "editor", "source", "source_url", "reprint"]}),
        ("栏目与标签", {"fields": ["category", "tags", "related"]}),
        ("发布与评论", {"fields": ["published_at", "expires_at", "comment_policy"]}),
    ]
    autocomplete_fields = ["category", "source"]
    raw_id_fields = ["cover"]
    list_display = ["title", "state_badge", "stage", "category", "byline", "published", "readings", "comment_count"]
    list_filter = [DeskFilter, StateFilter, CategoryFilter, "reprint", CoverFilter, TagFilter, CreatorFilter]
    list_select_related = ["category__parent"]
    search_fields = ["title"]  # so that there is a search; get_search_results() does it
    paginator = KeyPaginator
    search_help_text = "标题或编号"
    date_hierarchy = "published_at"
    ordering = ["-id"]

    class Media:
        css = {"all": [f"css/admin/{name}.css" for name in ["autosave", "checks", "review"]]}
        js = [Script(f"js/admin/{name}.js", type="module") for name in SCRIPTS]

    # What the list shows

    @admin.display(description="状态", ordering="state")
    def state_badge(self, article):
        name, label = state_of(article)
        badge = format_html('<span class="state state-{}">{}</span>', name, label)
        return format_html('{} <span class="state state-pinned">置顶</span>', badge) if article.is_pinned() else badge

    @admin.display(description="审核")
    def stage(self, article):
        review = article.newest_review()
        if review is None or not review.concerns_desk():
            return "—"
        return format_html(
            '<span class="stage stage-{}">{}</span><span class="quiet waiting">{}，{}送审</span>',
            review.state,
            review.stage(),
            timesince(review.moved_at, depth=1),
            name_of(review.submitted_by),
        )

    @admin.display(description="发布时间", ordering="published_at")
    def published(self, article):
        moment = article.published_at
        return format_date(timezone.localtime(moment), "Y-m-d H:i") if moment else "—"

    @admin.display(description="阅读")
    def readings(self, article):
        return getattr(article, "readings", 0)

    @admin.display(description="评论")
    def comment_count(self, article):
        return getattr(article, "comment_count", 0)

    @admin.display(description="正文")
    def readable_body(self, article):
        return mark_safe(f'<div class="readable-body">{markup.clean_html(article.body)}</div>')  # noqa: S308 - cleaned

    def get_changelist(self, request, **kwargs):
        return ArticleChangeList

    def get_search_results(self, request, queryset, search_term):
        number = search_term.strip()
        if number.isascii() and number.isdigit() and len(number) <= LONGEST_ID:
            return queryset.filter(Q(pk=int(number)) | Q(title__contains=number)), False
        return queryset.titled(search_term), False

    # Who may do what

    def lookup_allowed(self, lookup, value, request):
        # An array, which no list filters by and most lookups don't know.
        return not lookup.startswith("related") and super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to_staff(request.user)

    def get_object(self, request, object_id, from_field=None):
        """The article as the desk has it. A POST holds its row until it is answered: of two who save at once, the
        second finds its version stale.
        """
        article = super().get_object(request, object_id, from_field)
        if article is None:
            return None
        if request.user.has_perm("news.change_article"):
            article = revising.keep_pace(article.pk)
        return revising.working_copy(article)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (obj is None or obj.visible_to(request.user))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.editable_by(request.user))

    def has_delete_permission(self, request, obj=None):
        # What readers can see is withdrawn first: that leaves them a notice.
        may = obj is None or not (obj.moving_obstacles(request.user) or obj.binning_obstacles())
        return super().has_delete_permission(request, obj) and may

    def has_publish_permission(self, request):
        return request.user.has_perm("news.publish_article")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("news.withdraw_article")

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return [(title, {"fields": _readable(options["fields"])}) for title, options in self.fieldsets]

    def get_readonly_fields(self, request, obj=None):
        return ["readable_body"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "cover":
            kwargs["widget"] = CoverWidget(db_field.remote_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.autocomplete_fields:
            # A new source comes up with its first text; everything else about them has pages of its own.
            field.widget.can_add_related &= db_field.name == "source"
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    @method_decorator(editor_csp)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except (PermissionDenied, Http404):
            if request.method != "POST":
                raise
            return open_form.refuse(self, request, object_id)
        return open_form.mark_saved(request, response)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        state, label = state_of(obj) if obj else ("draft", "草稿")
        moves = obj is not None and not obj.moving_obstacles(request.user)
        context |= {
            "state": state,
            "state_label": label,
            "may_publish": self.has_publish_permission(request),
            "may_redraft": moves and self.has_publish_permission(request),
            "may_withdraw": moves and self.has_withdraw_permission(request),
            "may_pin": moves and request.user.has_perm("news.pin_article"),
            "may_correct": moves and request.user.has_perm("news.correct_article"),
            "may_delete": moves and request.user.has_perm("news.delete_article"),
            "desk": panel(obj, request.user),
            **open_form.context(self, request, obj, context["adminform"].form),
            **checks_panel(context["adminform"].form, obj, request.user),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_published() else None

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = obj.updated_by = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        article = revising.save(form.instance.pk, form.content(), request.user, is_new=not change)
        Article.objects.filter(pk=article.pk).update(**{name: form.cleaned_data[name] for name in SETTINGS})
        open_form.forget(request, article if change else None)
        try:
            self._move(request, form, article)
        except ValidationError as error:
            # The words are saved; only what should have become of them was refused.
            request.move_refused = True
            self._say(request, f"已保存，但没有继续：{'；'.join(error.messages)}。", messages.ERROR)

    def _move(self, request, form, article):
        if form.wants_to_publish() and article.is_published() and not article.has_unpublished_changes():
            self._say(request, "没有改动，读者看到的已经是最新的。", messages.INFO)
        elif form.wants_to_publish():
            self._publish(request, publishing.publish(article.pk, request.user, confirmed=form.confirmed()))
        elif said := move_after_saving(request, article):
            self._say(request, said)
        elif article.has_unpublished_changes():
            self._say(request, "改动已保存，读者看到的仍是原来的版本；发布更新后读者才看到。")

    def _say(self, request, words: str, level=messages.SUCCESS) -> None:
        """What became of the save. Django's own words about it are left out then."""
        request.was_told = True
        self.message_user(request, words, level)

    def response_add(self, request, obj, post_url_continue=None):
        return self._answer(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._answer(request, obj) or super().response_change(request, obj)

    def _answer(self, request, article):
        """Where the pressed button leads once the words are saved; None: where Django would go, with its words."""
        for button, screen in {"_sign": "sign", "_return": "review"}.items():
            if button in request.POST:
                return redirect(f"admin:news_article_{screen}", article.pk)
        if hasattr(request, "move_refused") or (hasattr(request, "was_told") and "_continue" in request.POST):
            return redirect("admin:news_article_change", article.pk)
        if "_pass" in request.POST:
            return after_passing(article.pk, request.user)
        return self.response_post_save_change(request, article) if hasattr(request, "was_told") else None

    def _publish(self, request, article):
        self.log_change(request, article, "发布")
        if article.is_scheduled():
            self._say(request, f"《{article}》将于 {self.published(article)} 自动发布。")
        else:
            self._say(request, f"《{article}》已发布。")

    # What happens to articles in the list or from the form

    def get_actions(self, request):
        """The moves that the user has the right to, under the names that the confirmation posts again."""
        actions = {}
        for name, move in MOVES.items():
            if request.user.has_perm(move.permission):
                actions[f"{name}_selected"] = (_action_of(move), f"{name}_selected", f"{move.verb}所选文章")
        return actions

    def get_urls(self):
        views = []
        for name, move in MOVES.items():
            view = partial(self.move_view, move=move)
            views.append(path(f"<int:pk>/{name}/", view, name=f"news_article_{name}"))
        views += [url for screen in SCREENS for url in screen.urls(self)]
        for view in views:
            if not hasattr(view.callback, "answers_strangers"):
                view.callback = self.admin_site.admin_view(view.callback)
        return [*views, *super().get_urls()]

    def move_view(self, request, pk, move):
        return confirm(self, request, self._one(request, pk), move)

    def delete_view(self, request, object_id, extra_context=None):
        """Nothing is deleted at once: the bin asks, and keeps."""
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        if not self.has_delete_permission(request, article):
            raise PermissionDenied
        return redirect("admin:news_article_bin", article.pk)

    def _one(self, request, pk):
        queryset = self.get_queryset(request).filter(pk=pk)
        if not queryset.exists():
            raise Http404
        return queryset


def _action_of(move: Move):
    def action(model_admin, request, queryset):
        return confirm(model_admin, request, queryset, move)

    return action


def _readable(fields: list[str]) -> list[str]:
    return ["readable_body" if name == "body" else name for name in fields]

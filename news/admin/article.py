from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import Script
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import date as format_date
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from news import markup
from news.admin import moves
from news.admin.article_filters import CategoryFilter, CoverFilter, CreatorFilter, StateFilter, TagFilter
from news.admin.desk import SCREENS, open_form
from news.admin.model_admin import NewsroomAdmin, editor_csp
from news.admin.widgets import CoverWidget
from news.article_page import article_page
from news.desk import publishing, revising
from news.forms import ArticleForm
from news.merging_form import SETTINGS
from news.models import Article

LONGEST_ID = 18  # digits that bigint holds for sure


class ArticleChangeList(ChangeList):
    """Lists without bodies, as the template then hangs readings and comment counts on the rows."""

    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).defer("body")

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
        ("栏目与标签", {"fields": ["category", "tags"]}),
        ("发布与评论", {"fields": ["published_at", "expires_at", "comment_policy"]}),
    ]
    autocomplete_fields = ["category", "source"]
    raw_id_fields = ["cover"]
    list_display = ["title", "state_badge", "category", "byline", "published", "readings", "comment_count"]
    list_filter = [StateFilter, CategoryFilter, "reprint", CoverFilter, TagFilter, CreatorFilter]
    list_select_related = ["category__parent"]
    search_fields = ["title"]
    search_help_text = "标题或编号"
    date_hierarchy = "published_at"
    ordering = ["-id"]
    actions = ["publish_selected", "withdraw_selected"]

    class Media:
        css = {"all": ["css/admin/autosave.css"]}
        js = [Script("js/admin/article-form.js", type="module"), Script("js/admin/autosave.js", type="module")]

    # What the list shows

    @admin.display(description="状态", ordering="state")
    def state_badge(self, article):
        name, label = state_of(article)
        return format_html('<span class="state state-{}">{}</span>', name, label)

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
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        number = search_term.strip()
        if number.isascii() and number.isdigit() and len(number) <= LONGEST_ID:
            found = queryset.filter(Q(pk=int(number)) | Q(title__icontains=number))
        return found, may_have_duplicates

    # Who may do what

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
        gone = obj is None or obj.state != Article.State.PUBLISHED
        return super().has_delete_permission(request, obj) and gone

    def has_publish_permission(self, request):
        return request.user.has_perm("news.publish_article")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("news.withdraw_article")

    def get_deleted_objects(self, objs, request):
        # Comments and counters go with their article; nobody needs a right of their own for that.
        _, counts, lacking, protected = super().get_deleted_objects(objs, request)
        counts.pop(Article.tags.through._meta.verbose_name_plural, None)
        return [str(article) for article in objs], counts, lacking & {Article._meta.verbose_name}, protected

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
        context |= {
            "state": state,
            "state_label": label,
            "may_publish": self.has_publish_permission(request),
            "may_withdraw": self.has_withdraw_permission(request),
            **open_form.context(self, request, obj, context["adminform"].form),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_published() else None

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = obj.updated_by = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        article = revising.save(form.instance.pk, form.content(), request.user)
        Article.objects.filter(pk=article.pk).update(**{name: form.cleaned_data[name] for name in SETTINGS})
        open_form.forget(request, article if change else None)
        if form.wants_to_publish():
            self._publish(request, publishing.publish(article.pk, request.user))
        elif article.has_unpublished_changes():
            self.message_user(request, "改动已保存，读者看到的仍是原来的版本；点“发布更新”后读者才看到。")

    def _publish(self, request, article):
        self.log_change(request, article, "发布")
        if article.is_scheduled():
            self.message_user(request, f"《{article}》将于 {self.published(article)} 自动发布。")
        else:
            self.message_user(request, f"《{article}》已发布。")

    # What happens to articles in the list or from the form

    @admin.action(description="发布所选文章", permissions=["publish"])
    def publish_selected(self, request, queryset):
        return moves.confirm(self, request, queryset, moves.PUBLISH)

    @admin.action(description="撤下所选文章（撤稿）", permissions=["withdraw"])
    def withdraw_selected(self, request, queryset):
        return moves.confirm(self, request, queryset, moves.WITHDRAW)

    def get_urls(self):
        views = [
            path("<int:pk>/preview/", self.preview_view, name="news_article_preview"),
            path("<int:pk>/withdraw/", self.withdraw_view, name="news_article_withdraw"),
            path("<int:pk>/redraft/", self.redraft_view, name="news_article_redraft"),
        ]
        views += [url for screen in SCREENS for url in screen.urls(self)]
        for view in views:
            if not hasattr(view.callback, "answers_strangers"):
                view.callback = self.admin_site.admin_view(view.callback)
        return [*views, *super().get_urls()]

    def withdraw_view(self, request, pk):
        return moves.confirm(self, request, self._one(request, pk), moves.WITHDRAW)

    def redraft_view(self, request, pk):
        return moves.confirm(self, request, self._one(request, pk), moves.REDRAFT)

    def _one(self, request, pk):
        queryset = self.get_queryset(request).filter(pk=pk)
        if not queryset.exists():
            raise Http404
        return queryset

    def preview_view(self, request, pk):
        """The reader's page of a text that readers don't see yet, for those who may see it here."""
        article = get_object_or_404(self.get_queryset(request).select_related("category__parent", "cover"), pk=pk)
        context = {**article_page(article), "state_label": state_of(article)[1]}
        headers = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}
        return TemplateResponse(request, "admin/news/article/preview.html", context, headers=headers)


def state_of(article: Article) -> tuple[str, str]:
    """(name, label) of what an editor calls the state: more than the database's word, as time plays into it."""
    if article.state != Article.State.PUBLISHED or article.is_published():
        return article.state, article.get_state_display()
    return ("scheduled", "定时发布") if article.is_scheduled() else ("expired", "已下线")


def _readable(fields: list[str]) -> list[str]:
    return ["readable_body" if name == "body" else name for name in fields]

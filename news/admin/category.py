from django import forms
from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.html import format_html

from news.admin.category_rights import CategoryRightInline, warn_of_the_incapable
from news.admin.model_admin import NewsroomAdmin
from news.models import Article, Category

STEPS = dict(Category._meta.get_field("review_steps").choices)


@admin.register(Category)
class CategoryAdmin(NewsroomAdmin):
    fields = ["parent", "name", "slug", "description", "order", "is_notice", "review_steps"]
    inlines = [CategoryRightInline]
    list_display = ["tree_name", "order", "address", "review", "article_count"]
    list_display_links = ["tree_name"]
    list_editable = ["order"]
    list_per_page = 500
    search_fields = ["name", "slug", "parent__name"]
    actions = None

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("parent")
            .with_article_counts(Article.objects.visible_to_staff(request.user))
        )

    def get_ordering(self, request):
        """As a tree: each top category, then its children."""
        top = [Coalesce("parent__order", "order"), Coalesce("parent_id", "id")]
        return [*top, F("parent_id").asc(nulls_first=True), "order", "id"]

    def get_changelist_form(self, request, **kwargs):
        named = forms.NumberInput(attrs={"aria-label": "排序", "class": "vIntegerField"})
        return super().get_changelist_form(request, widgets={"order": named}, **kwargs)

    @admin.display(description="名称")
    def tree_name(self, category):
        name = category.name
        return format_html('<span class="child-category">{}</span>', name) if category.parent_id else name

    @admin.display(description="地址")
    def address(self, category):
        return f"/{category.path}/"

    @admin.display(description="审核")
    def review(self, category):
        if category.review_steps is not None:
            return category.get_review_steps_display()
        return f"{STEPS[category.steps()]}{'（沿用上级）' if category.parent_id else ''}"

    @admin.display(description="文章")
    def article_count(self, category):
        return category.article_count

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_of_the_incapable(request, form.instance)

    def in_use(self, category):
        if count := category.articles.count():
            return f"栏目“{category}”里还有 {count} 篇文章，要先移到别的栏目才能删除。"
        return f"栏目“{category}”下面还有子栏目，要先删除子栏目。" if category.children.exists() else ""

"""The filters beside the article list. Each knows its choices, so that no address can ask the database nonsense."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from news.desk_tabs import TABS
from news.models import Article, Category, Tag

LONGEST_ID = 18


class DeskFilter(admin.SimpleListFilter):
    """The tabs above the list; templates/admin/news/article/_desk_tabs.html draws them."""

    title = "分工"
    parameter_name = "desk"
    template = "admin/news/article/_no_filter.html"

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _) in TABS.items()]

    def queryset(self, request, queryset):
        if self.value() not in TABS:
            return queryset
        _, articles = TABS[self.value()]
        return articles(queryset, request.user)


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", "草稿"),
            ("scheduled", "定时发布"),
            ("published", "已发布"),
            ("expired", "已下线"),
            ("withdrawn", "已撤稿"),
            ("pinned", "置顶中"),
            ("binned", "回收站"),
        ]

    def queryset(self, request, queryset):
        if self.value() == "binned":
            return queryset.in_bin()
        now = timezone.now()
        published = Q(state=Article.State.PUBLISHED)
        conditions = {
            "draft": Q(state=Article.State.DRAFT),
            "withdrawn": Q(state=Article.State.WITHDRAWN),
            "scheduled": published & Q(published_at__gt=now),
            "expired": published & Q(expires_at__lte=now),
            "published": published & Q(published_at__lte=now) & (Q(expires_at=None) | Q(expires_at__gt=now)),
            "pinned": published & Q(pinned_until__gt=now),
        }
        return queryset.outside_bin().filter(conditions.get(self.value(), Q()))


class CategoryFilter(admin.SimpleListFilter):
    title = "栏目"
    parameter_name = "category"

    def lookups(self, request, model_admin):
        rows = []
        for top in Category.objects.for_navigation():
            rows.append((str(top.pk), top.name))
            rows += [(str(child.pk), f"— {child.name}") for child in top.children.all()]
        return rows

    def queryset(self, request, queryset):
        known = {value for value, _ in self.lookup_choices}
        return queryset.in_category(Category(pk=int(self.value()))) if self.value() in known else queryset


class CoverFilter(admin.SimpleListFilter):
    title = "封面"
    parameter_name = "cover"

    def lookups(self, request, model_admin):
        return [("yes", "有封面"), ("no", "没有封面")]

    def queryset(self, request, queryset):
        if self.value() in {"yes", "no"}:
            return queryset.filter(cover__isnull=self.value() == "no")
        return queryset


class TagFilter(admin.SimpleListFilter):
    """Reached from the tags' list; there are too many tags to offer them all."""

    title = "标签"
    parameter_name = "tag"

    def lookups(self, request, model_admin):
        asked = request.GET.get("tag", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_ID):
            return []
        return [(str(tag.pk), tag.name) for tag in Tag.objects.filter(pk=int(asked))]

    def queryset(self, request, queryset):
        known = {value for value, _ in self.lookup_choices}
        return queryset.filter(tags=int(self.value())) if self.value() in known else queryset


class CreatorFilter(admin.SimpleListFilter):
    title = "创建者"
    parameter_name = "creator"

    def lookups(self, request, model_admin):
        if not request.user.has_perm("news.edit_others_article"):
            return []
        return [(str(user.pk), str(user)) for user in get_user_model().objects.filter(is_staff=True)]

    def queryset(self, request, queryset):
        known = {value for value, _ in self.lookup_choices}
        return queryset.filter(created_by=int(self.value())) if self.value() in known else queryset

from datetime import timedelta

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from directory.forms import LineField
from directory.models import Area, Channel, Group, Phone, Service

STALE_AFTER = timedelta(days=365)
LINES = {
    models.CharField: {"form_class": LineField},
    ArrayField: {"base_field": LineField(max_length=40), "error_messages": {"item_invalid": "第 %(nth)s 个："}},
}


class StaleFilter(admin.SimpleListFilter):
    title = "核对"
    parameter_name = "verified"

    def lookups(self, request, model_admin):
        return [("stale", "超过一年没有核对"), ("never", "从未核对")]

    def queryset(self, request, queryset):
        if self.value() == "stale":
            return queryset.filter(verified_on__lt=timezone.localdate() - STALE_AFTER)
        if self.value() == "never":
            return queryset.filter(verified_on=None)
        return queryset


class RowsInline(admin.TabularInline):
    formfield_overrides = LINES
    max_num = 30

    def get_formset(self, request, obj=None, **kwargs):
        # Django would draw 2000 rows for who asks for them, which takes half a minute.
        return super().get_formset(request, obj, absolute_max=40, **kwargs)


class PhoneInline(RowsInline):
    model = Phone
    extra = 1


class ChannelInline(RowsInline):
    model = Channel
    extra = 0


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    formfield_overrides = LINES
    list_display = ["name", "group", "area", "department", "verified", "is_public", "order"]
    list_editable = ["order"]
    list_filter = ["group", "area", "is_public", StaleFilter]
    list_select_related = ["group", "area"]
    list_per_page = 50
    search_fields = ["name", "spellings", "department", "phones__number"]
    search_help_text = "名称、别名、拼音、首字母、部门或电话"
    inlines = [PhoneInline, ChannelInline]
    actions = ["mark_verified", "make_public", "hide"]
    fieldsets = [
        (None, {"fields": ["name", "aliases", "own_pinyin", "group", "area"]}),
        ("办事", {"fields": ["summary", "department", "address", "hours", "official_url"]}),
        ("维护", {"fields": ["verified_on", "order", "is_public", "is_example"]}),
    ]

    def lookup_allowed(self, lookup, value, request):
        # Postgres takes only arrays here, and nobody filters by them.
        return not lookup.startswith("aliases") and super().lookup_allowed(lookup, value, request)

    @admin.display(description="核对日期", ordering="verified_on")
    def verified(self, service):
        if service.verified_on is None:
            return "从未核对"
        stale = service.verified_on < timezone.localdate() - STALE_AFTER
        return f"{service.verified_on}（该核对了）" if stale else str(service.verified_on)

    @admin.action(description="标记为今天已核对", permissions=["change"])
    def mark_verified(self, request, queryset):
        self._report(request, "今天已核对", queryset.update(verified_on=timezone.localdate()))

    @admin.action(description="公开", permissions=["change"])
    def make_public(self, request, queryset):
        self._report(request, "已公开", queryset.update(is_public=True))

    @admin.action(description="隐藏", permissions=["change"])
    def hide(self, request, queryset):
        self._report(request, "已隐藏", queryset.update(is_public=False))

    def _report(self, request, done: str, number: int) -> None:
        self.message_user(request, f"{done}：{number} 条服务")


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    formfield_overrides = LINES
    list_display = ["name", "slug", "is_emergency", "order"]
    list_editable = ["order"]


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    formfield_overrides = LINES
    list_display = ["name", "order"]
    list_editable = ["order"]

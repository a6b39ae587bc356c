from django.contrib import admin

from comments.models import CommentWord


@admin.register(CommentWord)
class CommentWordAdmin(admin.ModelAdmin):
    """评论词表: what the gate refuses and what it marks."""

    list_display = ["word", "action", "category", "by_pinyin", "active", "hits", "hit_at"]
    list_filter = ["active", "action", "category", "by_pinyin"]
    search_fields = ["word", "note"]
    search_help_text = "按词或说明查找"
    show_full_result_count = False
    list_per_page = 100
    actions = ["switch_on", "switch_off"]
    fields = ["word", "action", "category", "by_pinyin", "exceptions", "note", "active", "hits", "hit_at"]
    readonly_fields = ["hits", "hit_at"]

    @admin.action(description="启用所选的词", permissions=["change"])
    def switch_on(self, request, queryset):
        self.message_user(request, f"已启用 {queryset.update(active=True)} 个词")

    @admin.action(description="停用所选的词", permissions=["change"])
    def switch_off(self, request, queryset):
        self.message_user(request, f"已停用 {queryset.update(active=False)} 个词")

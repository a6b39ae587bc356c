from django.contrib import admin

from comments.models import Decision


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    """The log, to be read."""

    list_display = ["decided_at", "who", "from_state", "to_state", "reason", "ground", "note", "comment"]
    list_select_related = ["moderator", "comment"]
    list_filter = ["to_state", "actor", "reason", ("decided_at", admin.DateFieldListFilter)]
    search_fields = ["moderator__username", "=comment__number", "comment__name", "comment__body"]
    search_help_text = "按审核人、评论编号、称呼或内容查找"
    show_full_result_count = False
    list_display_links = None

    @admin.display(description="处理人", ordering="moderator")
    def who(self, decision):
        return decision.moderator or decision.get_actor_display()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

from django.contrib import admin

from comments.models import NetworkLog


@admin.register(NetworkLog)
class NetworkLogAdmin(admin.ModelAdmin):
    """Addresses, to be read by whom the permission to see them was given by name."""

    list_display = ["created_at", "act", "address", "agent", "comment"]
    list_select_related = ["comment"]
    list_filter = ["act", ("created_at", admin.DateFieldListFilter)]
    search_fields = ["=address", "=comment__number"]
    search_help_text = "按完整地址或评论编号查找"
    show_full_result_count = False
    list_display_links = None

    def lookup_allowed(self, lookup, value, request):
        # What is no address the database refuses with an error.
        return not lookup.startswith("address") and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

from django.contrib import admin
from django.utils.html import format_html

from news.admin.model_admin import NewsroomAdmin
from news.models import AddressPush


@admin.register(AddressPush)
class AddressPushAdmin(NewsroomAdmin):
    """What search engines were told of, to read; what is over can be told once more."""

    fields = ["link", "service", "gone", "state", "attempts", "next_at", "result", "asked_at", "finished_at"]
    list_display = ["asked_at", "service", "link", "gone", "state", "attempts", "due", "result"]
    list_display_links = ["asked_at"]
    list_filter = ["service", "state"]
    search_fields = ["address"]
    search_help_text = "网址"
    actions = ["push_again"]

    @admin.display(description="网址", ordering="address")
    def link(self, push):
        return format_html('<a href="{}">{}</a>', push.address, push.address)

    @admin.display(description="下次推送", ordering="next_at")
    def due(self, push):
        return push.next_at if push.state == AddressPush.State.WAITING else None

    @admin.action(description="再推一次", permissions=["view"])
    def push_again(self, request, queryset):
        again = queryset.try_again()
        self.message_user(request, f"已重新放入 {again} 个网址，几分钟内推送。")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

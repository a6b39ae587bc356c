from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from news.admin.model_admin import NewsroomAdmin
from news.models import Article, Entry


@admin.register(Entry)
class EntryAdmin(NewsroomAdmin):
    """The desk's log, to read. A reporter reads about their own articles."""

    fields = ["article", "action", "step_label", "number", "actor", "reason", "at"]
    list_display = ["at", "action", "article", "step_label", "number", "actor", "reason"]
    list_display_links = ["at"]
    list_filter = ["action"]
    list_select_related = ["actor"]
    search_fields = ["title", "actor__username", "actor__first_name", "actor__last_name"]
    actions = None

    @admin.display(description="文章", ordering="article_id")
    def article(self, entry):
        address = reverse("admin:news_article_log", args=[entry.article_id])
        return format_html('<a href="{}">{}</a>', address, entry.title)

    @admin.display(description="审次")
    def step_label(self, entry):
        return entry.step_label() or "—"

    def get_queryset(self, request):
        entries = super().get_queryset(request)
        if request.user.has_perm("news.edit_others_article"):
            return entries  # also about what has left the bin
        return entries.of_articles(Article.objects.visible_to_staff(request.user))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

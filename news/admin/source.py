from django.contrib import admin

from news.admin.model_admin import NewsroomAdmin
from news.models import Revision, Source


@admin.register(Source)
class SourceAdmin(NewsroomAdmin):
    list_display = ["name", "url", "allowed"]
    list_filter = ["allowed"]
    search_fields = ["name"]
    actions = None

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.has_perm("news.allow_source") else ["allowed"]

    def in_use(self, source):
        count = source.articles.count()
        count += Revision.objects.waiting().filter(content__source_id=source.pk).count()
        return f"还有 {count} 篇文章（含没发布的修改）的来源是“{source}”，不能删除。" if count else ""

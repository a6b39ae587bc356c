from django.contrib import admin

from news.admin.model_admin import NewsroomAdmin
from news.models import Source


@admin.register(Source)
class SourceAdmin(NewsroomAdmin):
    list_display = ["name", "url"]
    search_fields = ["name"]
    actions = None

    def in_use(self, source):
        count = source.articles.count()
        return f"还有 {count} 篇文章的来源是“{source}”，不能删除。" if count else ""

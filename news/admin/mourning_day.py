from django.contrib import admin

from news.admin.model_admin import NewsroomAdmin
from news.models import MourningDay


@admin.register(MourningDay)
class MourningDayAdmin(NewsroomAdmin):
    """公祭日: which days the readers' pages are grey. The admin keeps its colours."""

    list_display = ["date", "every_year", "reason"]

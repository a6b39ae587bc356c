from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html

from news.admin.model_admin import NewsroomAdmin
from news.forms import TagQueryForm
from news.models import Article, Tag


@admin.register(Tag)
class TagAdmin(NewsroomAdmin):
    fields = ["name"]
    list_display = ["name", "used_by"]
    search_fields = ["name"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_article_counts(Article.objects.visible_to_staff(request.user))

    @admin.display(description="文章", ordering="article_count")
    def used_by(self, tag):
        address = f"{reverse('admin:news_article_changelist')}?tag={tag.pk}"
        return format_html('<a href="{}">{} 篇</a>', address, tag.article_count)

    def get_urls(self):
        suggest = self.admin_site.admin_view(self.suggest_view)
        return [path("suggest/", suggest, name="news_tag_suggest"), *super().get_urls()]

    def suggest_view(self, request):
        """{"tags": [up to ten names that begin with q]}"""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TagQueryForm(request.GET)
        names = Tag.objects.beginning_with(form.cleaned_data["q"])[:10] if form.is_valid() else []
        return JsonResponse({"tags": [tag.name for tag in names]})

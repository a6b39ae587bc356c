from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.redirects import admin as redirects_admin
from django.contrib.redirects.models import Redirect
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from news import moved_addresses
from news.admin.model_admin import NewsroomAdmin
from news.fields import LineField
from news.models import MissingAddress

admin.site.unregister(redirects_admin.Redirect)


class RedirectForm(forms.ModelForm):
    old_path = LineField(label="原网址", max_length=200, help_text="以 / 开头，不带域名，如 /zhengce/2019/")
    new_path = LineField(
        label="转到",
        max_length=200,
        required=False,
        help_text="本站网址以 / 开头；外站写全网址；留空表示“内容已不存在”（410）",
    )

    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]

    def clean_old_path(self):
        path = self.cleaned_data["old_path"]
        if not path.startswith("/") or path.startswith("//"):
            raise ValidationError("要以一个 / 开头")
        if Redirect.objects.exclude(pk=self.instance.pk).filter(site=settings.SITE_ID, old_path=path).exists():
            raise ValidationError("这个网址已经有重定向，请直接修改那一条")
        return path

    def clean_new_path(self):
        path = self.cleaned_data["new_path"]
        local = path.startswith("/") and not path.startswith("//")
        if path and not local and not path.startswith(("http://", "https://")):
            raise ValidationError("要以 /、http:// 或 https:// 开头")
        return path

    def clean(self):
        cleaned = super().clean()
        old, new = cleaned.get("old_path"), cleaned.get("new_path")
        if old and old == new:
            self.add_error("new_path", "不能转到它自己")
        elif old and new and moved_addresses.leads_to(new, old):
            self.add_error("new_path", "那里又转回这个网址，会绕圈子")
        return cleaned

    def _post_clean(self):
        self.instance.site = Site.objects.get(pk=settings.SITE_ID)
        super()._post_clean()


@admin.register(Redirect)
class RedirectAdmin(NewsroomAdmin):
    form = RedirectForm
    list_display = ["old_path", "new_path"]
    search_fields = ["old_path", "new_path"]
    search_help_text = "原网址或新网址"
    fields = ["old_path", "new_path"]

    def save_model(self, request, obj, form, change):
        obj.new_path = moved_addresses.end_of(obj.new_path)
        super().save_model(request, obj, form, change)
        moved_addresses.shorten_ways_to(obj.old_path, obj.new_path)
        MissingAddress.objects.filter(path=obj.old_path).delete()


@admin.register(MissingAddress)
class MissingAddressAdmin(NewsroomAdmin):
    """Addresses asked for in vain, the most frequent first, each one click from a redirect."""

    list_display = ["path", "hits", "last_at", "lead"]
    list_display_links = None
    search_fields = ["path"]
    search_help_text = "网址"
    date_hierarchy = "last_at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="处理")
    def lead(self, missing):
        address = reverse("admin:redirects_redirect_add", query={"old_path": missing.path})
        return format_html('<a href="{}">建立重定向</a>', address)

"""What every page of the newsroom has in common."""

from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.db import models
from django.http import Http404
from django.shortcuts import redirect

from news.admin.widgets import NumberSelect
from news.fields import LineField, MomentField

# CKEditor writes styles and scripts into its page. Only the views with the editor get this, see settings for the rest.
editor_csp = csp_update({"script-src": ["'unsafe-inline'"], "style-src": ["'unsafe-inline'"]})


class NewsroomAdmin(admin.ModelAdmin):
    formfield_overrides = {
        models.CharField: {"form_class": LineField},
        models.DateTimeField: {"form_class": MomentField},
        models.URLField: {"assume_scheme": "https"},
    }
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = NumberSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def in_use(self, obj) -> str:
        """Why the row can't be deleted, in a sentence; empty if it can."""
        return ""

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        if obj and self.has_delete_permission(request, obj) and (reason := self.in_use(obj)):
            self.message_user(request, reason, messages.ERROR)
            return redirect(admin_urlname(self.opts, "change"), obj.pk)
        return super().delete_view(request, object_id, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

from django.conf import settings
from django.contrib import admin
from django.contrib.flatpages import admin as flatpages_admin  # registers Django's own, which ours replaces
from django.contrib.flatpages.models import FlatPage
from django.utils.decorators import method_decorator

from news.admin.model_admin import NewsroomAdmin, editor_csp
from news.forms import FlatPageForm

admin.site.unregister(flatpages_admin.FlatPage)


@admin.register(FlatPage)
class FlatPageAdmin(NewsroomAdmin):
    form = FlatPageForm
    fields = ["url", "title", "content"]
    list_display = ["title", "url"]
    search_fields = ["title", "url"]

    @method_decorator(editor_csp)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.sites.set([settings.SITE_ID])

    def view_on_site(self, page):
        return page.get_absolute_url()

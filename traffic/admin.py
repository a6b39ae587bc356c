from django.contrib import admin

from traffic.models import DailyClicks, DailyReadings


class CounterAdmin(admin.ModelAdmin):
    """Counters are looked at, never edited."""

    # No date hierarchy: it would look through all the rows there are for the years they are of.
    list_filter = [("day", admin.DateFieldListFilter)]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(DailyReadings)
class DailyReadingsAdmin(CounterAdmin):
    list_display = ["article", "day", "readings"]
    list_select_related = ["article"]
    search_fields = ["article__title"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body")


@admin.register(DailyClicks)
class DailyClicksAdmin(CounterAdmin):
    list_display = ["service", "day", "clicks"]
    list_select_related = ["service"]
    search_fields = ["service__name"]

from django.urls import path, register_converter

from directory import converters, views

register_converter(converters.ServiceIdConverter, "service_id")
register_converter(converters.GroupSlugConverter, "group_slug")

app_name = "directory"
urlpatterns = [
    path("", views.index, name="index"),
    path("<service_id:pk>.html", views.service, name="service"),
    path("<group_slug:slug>/", views.group, name="group"),
]

from django.urls import path, register_converter

from directory.converters import ServiceIdConverter
from news.converters import IdConverter
from traffic import views

register_converter(ServiceIdConverter, "clicked_service_id")
register_converter(IdConverter, "read_article_id")

app_name = "traffic"
urlpatterns = [
    path("services/go/<clicked_service_id:pk>/", views.go, name="go"),
    path("traffic/articles/<read_article_id:pk>/", views.reading, name="reading"),
]

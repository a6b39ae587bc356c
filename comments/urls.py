from django.urls import path, register_converter

from comments import views
from news.converters import IdConverter

register_converter(IdConverter, "article_id")

app_name = "comments"
urlpatterns = [path("<article_id:pk>/", views.comments, name="comments")]

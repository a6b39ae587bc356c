from django.urls import path, register_converter

from news import converters, views

register_converter(converters.IdConverter, "id")
register_converter(converters.CategoryPathConverter, "category_path")
register_converter(converters.TagConverter, "tag")

app_name = "news"
urlpatterns = [
    path("", views.home, name="home"),
    path("tag/<tag:name>/", views.tag, name="tag"),
    path("<category_path:path>/<id:pk>.html", views.article, name="article"),
    path("<category_path:path>/", views.category, name="category"),
]

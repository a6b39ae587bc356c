from django.urls import path, register_converter

from news import converters, media, views

register_converter(converters.IdConverter, "id")
register_converter(converters.CategoryPathConverter, "category_path")
register_converter(converters.TagConverter, "tag")
register_converter(converters.PictureFileConverter, "picture_file")

app_name = "news"
urlpatterns = [
    path("", views.home, name="home"),
    path("media/<picture_file:name>", media.picture, name="media"),
    path("tag/<tag:name>/", views.tag, name="tag"),
    path("<category_path:path>/<id:pk>.html", views.article, name="article"),
    path("<category_path:path>/", views.category, name="category"),
]

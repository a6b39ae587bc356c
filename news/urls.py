from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from news import converters, feeds, media, shared_preview, topic_page, views

register_converter(converters.IdConverter, "id")
register_converter(converters.CategoryPathConverter, "category_path")
register_converter(converters.TagConverter, "tag")
register_converter(converters.PictureFileConverter, "picture_file")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthConverter, "month")

app_name = "news"
urlpatterns = [
    path("", views.home, name="home"),
    path("media/<picture_file:name>", media.picture, name="media"),
    path("feed/", require_safe(feeds.LatestFeed()), name="feed"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive, name="archive_year"),
    path("archive/<year:year>/<month:month>/", views.archive_month, name="archive_month"),
    path("preview/<str:token>/", shared_preview.shared_preview, name="shared_preview"),
    path("corrections/", views.corrections, name="corrections"),
    path("tag/<tag:name>/", views.tag, name="tag"),
    path("topic/", topic_page.topics, name="topics"),
    path("topic/<slug:slug>/", topic_page.topic, name="topic"),
    path("<category_path:path>/feed/", require_safe(feeds.CategoryFeed()), name="category_feed"),
    path("<category_path:path>/<id:pk>.html", views.article, name="article"),
    path("<category_path:path>/", views.category, name="category"),
]

from django.urls import path, register_converter
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from news import converters, feeds, media, shared_preview, views
from news.search.views import search

register_converter(converters.IdConverter, "id")
register_converter(converters.CategoryPathConverter, "category_path")
register_converter(converters.TagConverter, "tag")
register_converter(converters.PictureFileConverter, "picture_file")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthConverter, "month")

opensearch = TemplateView.as_view(
    template_name="news/opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8"
)

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
    path("search/", search, name="search"),
    path("search/opensearch.xml", opensearch, name="opensearch"),
    path("tag/<tag:name>/", views.tag, name="tag"),
    path("<category_path:path>/feed/", require_safe(feeds.CategoryFeed()), name="category_feed"),
    path("<category_path:path>/<id:pk>.html", views.article, name="article"),
    path("<category_path:path>/", views.category, name="category"),
]

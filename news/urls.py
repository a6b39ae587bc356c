from django.urls import path, register_converter
from django.views.generic import TemplateView

from news import converters, feeds, media, shared_preview, topic_page, views
from news.pushing.views import dead_links, key_file
from news.search.views import search
from news.share_card.view import card

register_converter(converters.IdConverter, "id")
register_converter(converters.CategoryPathConverter, "category_path")
register_converter(converters.TagConverter, "tag")
register_converter(converters.PictureFileConverter, "picture_file")
register_converter(converters.PushKeyConverter, "push_key")
register_converter(converters.CardVersionConverter, "card_version")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthConverter, "month")

opensearch = TemplateView.as_view(
    template_name="news/opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8"
)

app_name = "news"
urlpatterns = [
    path("", views.home, name="home"),
    path("media/<picture_file:name>", media.picture, name="media"),
    path("card/<id:pk>-<card_version:version>.png", card, name="card"),
    path("feed/", feeds.feed, {"form": "rss"}, name="feed"),
    path("feed/atom/", feeds.feed, {"form": "atom"}, name="feed_atom"),
    path("feed/json/", feeds.feed, {"form": "json"}, name="feed_json"),
    path("silian.txt", dead_links, name="dead_links"),
    path("<push_key:key>.txt", key_file, name="push_key"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive, name="archive_year"),
    path("archive/<year:year>/<month:month>/", views.archive_month, name="archive_month"),
    path("preview/<str:token>/", shared_preview.shared_preview, name="shared_preview"),
    path("corrections/", views.corrections, name="corrections"),
    path("saved/", views.saved, name="saved"),
    path("search/", search, name="search"),
    path("search/opensearch.xml", opensearch, name="opensearch"),
    path("tag/<tag:name>/", views.tag, name="tag"),
    path("topic/", topic_page.topics, name="topics"),
    path("topic/<slug:slug>/", topic_page.topic, name="topic"),
    path("<category_path:path>/feed/", feeds.feed, {"form": "rss"}, name="category_feed"),
    path("<category_path:path>/feed/atom/", feeds.feed, {"form": "atom"}, name="category_feed_atom"),
    path("<category_path:path>/feed/json/", feeds.feed, {"form": "json"}, name="category_feed_json"),
    path("<category_path:path>/<id:pk>.html", views.article, name="article"),
    path("<category_path:path>/<id:pk>.svg", views.article_code, name="article_code"),
    path("<category_path:path>/", views.category, name="category"),
]

"""RSS of the newest articles, of the site and of a category."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed

from news import markup
from news.models import Article, Category
from news.structured_data import description

LENGTH = 20
# What XML 1.0 can't hold, whichever way it is written.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OWN_ADDRESS = re.compile(r'( (?:src|href)=")/(?!/)')


class FullTextFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text in content:encoded, as feed readers expect of a paper without a paywall."""

    def rss_attributes(self):
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class LatestFeed(Feed):
    feed_type = FullTextFeed
    language = "zh-cn"
    title = settings.SITE_NAME
    description = f"{settings.SITE_NAME}的最新稿件"

    def link(self, category=None):
        return f"{settings.SITE_URL}/"

    def feed_url(self, category=None):
        return settings.SITE_URL + reverse("news:feed")

    def items(self, category=None):
        articles = Article.objects.published().select_related("category__parent")
        if category:
            articles = articles.in_category(category)
        return articles[:LENGTH]

    def item_title(self, article):
        return NOT_XML.sub("", article.title)

    def item_description(self, article):
        return NOT_XML.sub("", description(article))

    def item_link(self, article):
        return settings.SITE_URL + article.get_absolute_url()

    item_guid = item_link
    item_guid_is_permalink = True

    def item_author_name(self, article):
        return NOT_XML.sub("", article.byline)

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.updated_at

    def item_categories(self, article):
        return [article.category.name]

    def item_extra_kwargs(self, article):
        # Readers show the text far from our host: its addresses must be whole.
        content = OWN_ADDRESS.sub(rf"\1{settings.SITE_URL}/", markup.clean_html(article.body))
        return {"content": NOT_XML.sub("", content)}


class CategoryFeed(LatestFeed):
    def get_object(self, request, path):
        try:
            return Category.objects.select_related("parent").get(path=path)
        except Category.DoesNotExist as error:
            raise Http404 from error

    def title(self, category):
        return f"{category.name} - {settings.SITE_NAME}"

    def description(self, category):
        return category.description or category.name

    def link(self, category):
        return settings.SITE_URL + category.get_absolute_url()

    def feed_url(self, category):
        return settings.SITE_URL + reverse("news:category_feed", kwargs={"path": category.path})

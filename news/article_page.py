from django.conf import settings

from news.models import Article
from news.structured_data import description, news_article

HEADLINES = 17


def article_page(article: Article) -> dict:
    """The context of news/article.html; the preview in the admin draws the same page from it."""
    tags = list(article.tags.all())
    canonical_url = settings.SITE_URL + article.get_absolute_url()
    return {
        "article": article,
        "tags": tags,
        "corrections": list(article.corrections.all()) if article.pk else [],
        "headlines": Article.objects.published().for_listing().headlines_for(article, HEADLINES),
        "canonical_url": canonical_url,
        "summary": description(article),
        "structured_data": news_article(article, tags, canonical_url),
    }

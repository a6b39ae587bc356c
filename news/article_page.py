from django.conf import settings
from django.utils import timezone

from news.markup import clean_html
from news.models import Article, Category, Tag
from news.structured_data import description, news_article

HEADLINES = 17
UNSAVED = 999_999_999_999  # stands for the number that an article gets when it is saved


def article_page(article: Article, tags: list[Tag] | None = None) -> dict:
    """The context of news/article.html. `tags` are those of the article unless given."""
    tags = list(article.tags.all()) if tags is None else tags
    canonical_url = settings.SITE_URL + article.get_absolute_url()
    corrections = list(article.corrections.all()) if article.pk else []
    return {
        "article": article,
        "tags": tags,
        "corrections": corrections,
        "headlines": Article.objects.published().for_listing().headlines_for(article, HEADLINES),
        "canonical_url": canonical_url,
        "summary": description(article),
        "structured_data": news_article(article, tags, canonical_url, corrections),
    }


def preview_page(article: Article) -> dict:
    """The same for words that readers don't see (yet), and the names of tags in `working_tags`; nothing is stored.

    What is missing so far is filled in, as the page can't be drawn without: a number, a category, times.
    """
    is_new = article.pk is None
    article.pk = article.pk or UNSAVED
    if article.category_id is None:
        article.category = Category(name="未选栏目", slug="weixuan", path="weixuan")
    article.published_at = article.published_at or timezone.now()
    article.updated_at = article.updated_at or timezone.now()
    article.body = clean_html(article.body)  # a revision may have been written by a shell
    page = article_page(article, [Tag(name=name) for name in sorted(article.working_tags)])
    return {**page, "canonical_url": "保存后才有"} if is_new else page

from collections.abc import Iterator

from django.urls import reverse

from news.checks.facts import Facts
from news.checks.finding import WARNING, Finding
from news.models import Article

LONG = 40


def check(article: Article, facts: Facts) -> Iterator[Finding]:
    length = len(article.title)
    if length > LONG:
        yield Finding(WARNING, "title", f"标题有 {length} 个字", f"超过 {LONG} 个字在列表里要折成几行，请缩短")
    if twin := facts.twins.get(id(article)):
        mend = "看看是不是重复发稿；不是的话，请改得能分清"
        if facts.may_name(twin):
            address = reverse("admin:news_article_change", args=[twin.pk])
            message = f"标题与近期的《{twin.title}》几乎一样"
            yield Finding(WARNING, "title", message, mend, link=address)
        else:
            yield Finding(WARNING, "title", "标题与别人近期的一篇稿件几乎一样", mend)

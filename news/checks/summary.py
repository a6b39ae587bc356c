from collections.abc import Iterator

from news.checks.facts import Facts
from news.checks.finding import WARNING, Finding
from news.models import Article


def check(article: Article, facts: Facts) -> Iterator[Finding]:
    if not article.summary.strip():
        yield Finding(WARNING, "summary", "没有摘要", "写一两句话，列表和分享时显示")

from collections.abc import Iterator

from news.checks.facts import Facts
from news.checks.finding import ERROR, Finding
from news.models import Article


def check(article: Article, facts: Facts) -> Iterator[Finding]:
    if not article.reprint:
        return
    source = facts.sources.get(article.source_id)
    if source is None:
        yield Finding(ERROR, "source", "转载稿没有填写来源", "选择来源；名单里没有的，先新建")
    elif not source.allowed:
        mend = "换成名单里的来源，或请主编在“来源”里勾选“可以转载”"
        yield Finding(ERROR, "source", f"来源“{source}”不在可以转载的名单里", mend)
    if not article.editor.strip():
        yield Finding(ERROR, "editor", "转载稿没有填写责任编辑", "填写责任编辑的姓名")

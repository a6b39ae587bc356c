"""更正与撤稿: what the paper had to take back, one list for readers, newest first."""

from django.core.paginator import Paginator
from django.db.models import CharField, F, Value

from news.models import Article, Correction

PER_PAGE = 20
COLUMNS = ["kind", "moment", "pk", "said"]


def register() -> Paginator:
    """Pages of {"kind": "correction" | "withdrawal", "moment", "pk", "said"}: corrections of articles that readers
    can see, and withdrawals by their notice alone, as nothing else of them may be seen.
    """
    corrections = (
        Correction.objects.public().order_by().annotate(kind=_kind("correction"), moment=F("at"), said=F("text"))
    )
    withdrawals = Article.objects.withdrawn_publicly().annotate(
        kind=_kind("withdrawal"), moment=F("withdrawn_at"), said=F("withdrawal_notice")
    )
    rows = corrections.values(*COLUMNS).union(withdrawals.values(*COLUMNS), all=True)
    return Paginator(rows.order_by("-moment", "kind", "-pk"), PER_PAGE)


def with_articles(rows) -> list[dict]:
    """The rows of a page, corrections with their `correction`. One query."""
    rows = list(rows)
    numbers = [row["pk"] for row in rows if row["kind"] == "correction"]
    corrections = Correction.objects.select_related("article__category").defer("article__body").in_bulk(numbers)
    return [{**row, "correction": corrections.get(row["pk"])} for row in rows]


def _kind(word: str) -> Value:
    return Value(word, output_field=CharField())

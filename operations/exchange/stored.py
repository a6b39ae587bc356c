"""What the site already has of a batch of lines, and whether a line says anything else."""

from dataclasses import dataclass, field

from django.db.models import Sum

from comments.models import Comment
from news.models import Article
from operations.exchange.reading import ArticleLine
from operations.exchange.threads import Known
from traffic.models import DailyReadings

TAGGED = Article.tags.through
KNOWN = ["article", "root", "number", "created_at", "name", "body", "submission"]


@dataclass
class Stored:
    """An article's row with what hangs on it: tags in their order, its comments, readings in all."""

    row: Article
    tags: list[int] = field(default_factory=list)
    comments: Known = field(default_factory=Known)
    views: int = 0

    def differs(self, line: ArticleLine, tags: list[int | None]) -> bool:
        row = self.row
        return (
            any(getattr(row, name) != value for name, value in line.columns.items())
            or row.category.path != line.category_path
            or (row.source.name if row.source else "") != line.source
            or (row.cover.file if row.cover else None) != line.cover_file
            or self.tags != tags
        )


def load(lines: list[ArticleLine]) -> dict[int, Stored]:
    """id → what is stored, its row locked until the transaction ends. Five queries."""
    rows = Article.objects.filter(pk__in=[line.id for line in lines]).order_by("pk")
    rows = rows.select_related("category", "source", "cover").select_for_update(of=("self",))
    found = {row.pk: Stored(row) for row in rows}
    if found:
        for article, tag in TAGGED.objects.filter(article__in=found).order_by("id").values_list("article", "tag"):
            found[article].tags.append(tag)
        for comment in Comment.objects.filter(article__in=found).only(*KNOWN).order_by("created_at", "id"):
            found[comment.article_id].comments.add(comment)
        sums = DailyReadings.objects.filter(article__in=found).values_list("article").annotate(Sum("readings"))
        for article, views in sums.order_by():
            found[article].views = views
    return found

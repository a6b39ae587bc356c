"""What stands where on the front page. No story stands there twice; the pinned ones stand first."""

from collections import defaultdict

from news.models import Article, Category

SECONDARY = 4
LATEST = 12
IN_BLOCK = 6
# The lead wants a picture, but not at the price of yesterday's news: only the newest few may take the place.
CANDIDATES = 8


def front_page() -> dict:
    """The context of home.html: lead, secondary, latest, blocks. Six queries, whatever the archive holds."""
    newest = list(Article.objects.published().for_listing()[: 1 + SECONDARY + LATEST])
    pinned = list(Article.objects.published().pinned().for_listing()[: 1 + SECONDARY])
    newest = [*pinned, *(article for article in newest if article not in pinned)]
    with_cover = next((article for article in newest[:CANDIDATES] if article.cover), None)
    lead = next(iter(pinned), None) or with_cover or next(iter(newest), None)
    rest = [article for article in newest if article is not lead]
    secondary, latest = rest[:SECONDARY], rest[SECONDARY : SECONDARY + LATEST]
    return {"lead": lead, "secondary": secondary, "latest": latest, "blocks": _blocks(shown={a.pk for a in newest})}


def _blocks(shown: set[int]) -> list[dict]:
    """A block for each top category that has stories left: the newest of it and of its children."""
    tops = list(Category.objects.for_navigation())
    top_of = {category.pk: top for top in tops for category in [top, *top.children.all()]}
    chosen = defaultdict(list)
    for category_id, pk in Article.objects.published().newest_in_each(top_of, limit=IN_BLOCK + len(shown)):
        block = chosen[top_of[category_id].pk]
        if pk not in shown and len(block) < IN_BLOCK:
            block.append(pk)
    articles = Article.objects.for_listing().in_bulk([pk for block in chosen.values() for pk in block])
    blocks = [{"category": top, "articles": [articles[pk] for pk in chosen[top.pk]]} for top in tops]
    return [block for block in blocks if block["articles"]]

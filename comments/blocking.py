"""What still waits from a blocked device, network or name is refused in one step."""

from comments.models import Block, Comment
from comments.moderation import Act, decide
from comments.reasons import USUAL_GROUND
from news.words import fold

MOST_AT_ONCE = 1000
COLUMNS = {Block.Kind.DEVICE: "device", Block.Kind.NETWORK: "network"}


def refuse_waiting(block: Block, moderator, reason: str) -> int:
    """Refuse the longest waiting of its comments for `reason`, the block's own words as the note. How many were."""
    waiting = Comment.objects.pending().order_by("created_at", "id")
    if block.kind == Block.Kind.NAME:
        named = [pk for pk, name in waiting.values_list("pk", "name") if fold(name)[:64] == block.value]
        waiting = waiting.filter(pk__in=named[:MOST_AT_ONCE])
    else:
        waiting = waiting.filter(**{COLUMNS[block.kind]: block.value})
    seen = dict(waiting.values_list("pk", "version")[:MOST_AT_ONCE])
    act = Act(Comment.State.REJECTED, moderator, reason, USUAL_GROUND[reason], f"禁言：{block.reason}"[:200])
    return len(decide(seen, act).moved)

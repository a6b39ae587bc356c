"""From which address something was said: the law asks a site to know for six months (网络安全法, art. 21)."""

from datetime import timedelta

from comments.models import Comment, NetworkLog
from comments.visitor import Visitor

KEPT = timedelta(days=183)


def record(comment: Comment, act: NetworkLog.Act, visitor: Visitor) -> None:
    """One line, in the transaction of the act itself."""
    NetworkLog.objects.create(comment=comment, act=act, address=visitor.ip, agent=visitor.agent, device=visitor.device)

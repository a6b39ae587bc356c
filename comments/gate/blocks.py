from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from comments.gate.verdicts import Mark, Post, Refused
from comments.models import Block
from news.words import fold


def blocked(post: Post) -> Iterator[Mark]:
    """Nothing is taken from a device, a part of the net or a name that moderators have shut out."""
    kind = Block.Kind
    visitor = post.visitor
    theirs = (
        Q(kind=kind.DEVICE, value=visitor.device)
        | Q(kind=kind.NETWORK, value=visitor.network)
        | Q(kind=kind.NAME, value=fold(post.name)[:64])
    )
    block = Block.objects.running().filter(theirs).order_by("kind").first()
    if block is None:
        return
    until = f"到 {timezone.localtime(block.until):%Y-%m-%d %H:%M} 为止" if block.until else "长期"
    if block.kind == kind.NAME:
        raise Refused("blocked", f"这个称呼{until}不能使用，请换一个", "name")
    who = "您" if block.kind == kind.DEVICE else "您所在的网络"
    raise Refused("blocked", f"{who}{until}不能发表评论。如有疑问，请与编辑部联系。")
    yield

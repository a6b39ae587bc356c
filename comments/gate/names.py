"""Nobody signs as the newsroom or as an authority (互联网用户账号信息管理规定, art. 8)."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model

from comments.gate.verdicts import Mark, Post, Refused
from news.words import fold

RESERVED = (
    "官方 管理员 编辑 记者 本站 本报 本网 站长 主编 版主 客服 通讯员 评论员 "
    "公安 法院 检察院 政府 纪委 监委 市委 省委 县委 区委 网信办 宣传部 派出所 交警 人大 政协 "
    "admin administrator editor moderator official"
).split()
# Letters of other scripts that look like Latin ones.
LOOK_ALIKE = str.maketrans("авекмнорстухіѕјԁոαοιρτν0", "abekmhopctyxisjdnaoiptvo")
MESSAGE = "这个称呼容易被当作本站人员或机关，请换一个"


def imitating(post: Post) -> Iterator[Mark]:
    seen = _seen(post.name)
    if any(_seen(word) in seen for word in [*RESERVED, settings.SITE_NAME]):
        raise Refused("reserved", MESSAGE, "name")
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    for username, first, last in staff.values_list("username", "first_name", "last_name"):
        if seen in {_seen(username), _seen(last + first), _seen(first + last)} - {""}:
            raise Refused("reserved", MESSAGE, "name")
    return
    yield


def _seen(name: str) -> str:
    """What the eye reads: width, case, script, spaces and punctuation folded away."""
    return fold(name).translate(LOOK_ALIKE)

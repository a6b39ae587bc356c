"""Nobody signs as the newsroom, as an authority or as another paper (互联网用户账号信息管理规定, art. 8)."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model

from comments.gate.verdicts import Mark, Post, Refused
from news.words import fold

# Wherever they stand in a name.
RESERVED = (
    "官方 管理员 编辑 记者 本站 本报 本网 站长 主编 小编 版主 客服 通讯员 评论员 "
    "admin administrator editor moderator official webmaster "
    "新闻 报道 新华社 央视 中新社 通讯社 电视台 广播电台 融媒体 报社 "
    "政府 国务院 公安 法院 检察院 纪委 监委 市委 省委 县委 区委 党委 党组 常委 书记 组织部 宣传部 统战部 政法委 "
    "网信办 派出所 交警 网警 特警 武警 消防队 消防救援 城管 人大 政协 军区 武装部 发改委 国资委 卫健委 管委会 "
    "街道办 居委会 村委会 共青团 团委 妇联 总工会"
).split()
# How the name of an authority, its head or a paper ends: behind a place, behind what it sees to.
ENDING = re.compile(
    "(?:[省市州盟县区旗].{1,12}(?:局|委|署|委员会|办公室|指挥部|大队|支队|总队|医院|服务中心)"
    "|(?:教育|体育|科技|工信|民族|宗教|民政|司法|财政|人社|社保|医保|资源|规划|生态|环境|环保|住建|建设|房管|交通"
    "|运输|水利|水务|农业|农村|林业|林草|商务|文旅|文化|旅游|文物|卫生|卫健|健康|疾控|应急|审计|税务|统计|信访|监管"
    "|执法|审批|气象|地震|邮政|烟草|海关|移民|能源|粮食|档案|保密|机关事务|退役军人|扶贫|乡村振兴|国安|安全|消防|治安"
    "|路政|运管)(?:管理|事务|服务|监督|保障|行政)*(?:局|厅|委|部|署|办|办公室|委员会|大队|支队|总队)"
    "|[省市县区局厅]长|[日晚晨早商时]报)$"
)
# Letters of other scripts that look like Latin ones.
LOOK_ALIKE = str.maketrans("авекмнорстухіѕјԁոαοιρτν0", "abekmhopctyxisjdnaoiptvo")
MESSAGE = "这个称呼容易被当作本站人员、机关或媒体，请换一个"


def imitating(post: Post) -> Iterator[Mark]:
    seen = _seen(post.name)
    if ENDING.search(seen) or any(_seen(word) in seen for word in [*RESERVED, settings.SITE_NAME]):
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

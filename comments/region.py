"""属地 of an address from a database on this machine: the province, abroad the country or region.

《互联网用户账号信息管理规定》 art. 12 has it shown. The databases are ip2region's .xdb files, one for each version of
IP, which the operator fetches; without them nothing is shown. Known lines of theirs:
中国|广东省|深圳市|电信|CN, Australia|Queensland|Brisbane|0|AU and, before 3.0, 中国|0|广东省|深圳市|电信.
"""

import ipaddress
import logging
from contextlib import closing

from babel import Locale
from django.conf import settings
from ip2region import util
from ip2region.searcher import new_with_file_only

PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 "
    "四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
).split()
OF_CHINA = {
    "香港": "中国香港",
    "澳门": "中国澳门",
    "台湾": "中国台湾",
    "HK": "中国香港",
    "MO": "中国澳门",
    "TW": "中国台湾",
}
ABROAD = "境外"
LONGEST = 20

logger = logging.getLogger(__name__)


def region_of(ip: str | None) -> str:
    """The region of an address as readers see it, at most 20 characters; "" if it is not known."""
    address = ipaddress.ip_address(ip) if ip else None
    if address is None or not address.is_global:
        return ""
    path, version = database_for(address.version)
    if not path:
        return ""
    try:
        # Two or three reads of a file that the system keeps in memory; a file that was replaced counts at once.
        with closing(new_with_file_only(version, path)) as searcher:
            return named(searcher.search(address.packed))
    except (OSError, ValueError, IndexError):
        # Nobody's comment is lost for it. Without the address, which belongs in no log.
        logger.warning("the database of regions cannot be read", extra={"file": path})
        return ""


def database_for(version: int) -> tuple[str, util.Version]:
    return (settings.IP_REGIONS_V4, util.IPv4) if version == 4 else (settings.IP_REGIONS_V6, util.IPv6)


def named(line: str) -> str:
    """What a line of the database is called here."""
    fields = line.split("|")
    country, code = fields[0], fields[-1]
    for field in (*fields[1:3], country, code):
        for beginning, name in OF_CHINA.items():
            if field.startswith(beginning):
                return name
    if country == "中国":
        return next((name for name in PROVINCES for field in fields[1:3] if field.startswith(name)), "")
    if name := Locale("zh").territories.get(code if len(code) == 2 and code.isalpha() else ""):
        return name[:LONGEST]
    if country in {"", "0", "Reserved", "内网IP", "保留"}:
        return ""
    return country[:LONGEST] if "一" <= country[0] <= "鿿" else ABROAD

"""A byline → who wrote it, in the words of schema.org: people by their names alone, desks as organisations.

Google wants a name and nothing else in `author.name`, and people told from organisations
(https://developers.google.com/search/docs/appearance/structured-data/article#author-bp).
"""

import re

WORKS = (
    "(?:本报|本网|本台|本站|见习|实习|特约|首席|全媒体|融媒体)*(?:记者|通讯员|编辑|评论员|撰稿人?|作者|摄影|文字|图片)"
)
TITLE = re.compile(f"{WORKS}[:：]?")
ROLE = re.compile(f"(?:{WORKS}|文图?|图文?)[:：]?")
SEPARATORS = re.compile("[、，,;；/／|　 ]+")
# The hundred most frequent surnames (Ministry of Public Security, 2020) and the double ones; a name that begins with
# none of them is called an organisation, which is true of a desk and only vague of a person.
SURNAMES = set(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文傅"
)
DOUBLE = {"欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "东方", "慕容", "令狐", "公孙"}
DESK = re.compile(
    "(?:部|社|报|网|台|局|委|办|会|站|处|中心|集团|公司|编辑|记者|小组|团队|综合|发布|讯|客户端|大学|学院)$"
)
HAN_NAME = re.compile("[㐀-鿿]{2,4}")
LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*)+")
DOTTED_NAME = re.compile("[㐀-鿿]+(?:[·•][㐀-鿿]+)+")


def authors_of(byline: str) -> list[dict]:
    """Each a Person or an Organization with its name, in the order of the byline; empty without one."""
    byline = byline.strip()
    parts = [byline] if LATIN_NAME.fullmatch(byline) else list(filter(None, SEPARATORS.split(byline)))
    found = []
    told = False  # 本报记者 and the like stand before the names of people
    for part in parts:
        if ROLE.fullmatch(part):
            told = True
            continue
        name, told_here = _without_role(part)
        is_person = _is_person(name, told or told_here)
        found.append({"@type": "Person" if is_person else "Organization", "name": name})
    return found or ([{"@type": "Organization", "name": byline}] if byline else [])


def _without_role(part: str) -> tuple[str, bool]:
    role = TITLE.match(part)
    rest = part[role.end() :] if role else part
    # 编辑部 is no person called 部, and 文旅局 none called 旅局.
    return (rest, True) if role and HAN_NAME.fullmatch(rest) and not DESK.search(part) else (part, False)


def _is_person(name: str, told: bool) -> bool:
    if LATIN_NAME.fullmatch(name) or DOTTED_NAME.fullmatch(name):
        return True
    if not HAN_NAME.fullmatch(name) or (DESK.search(name) and not (told and len(name) <= 3)):
        return False
    return told or name[:2] in DOUBLE or (name[0] in SURNAMES and len(name) <= 3)

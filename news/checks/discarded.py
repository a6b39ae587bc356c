"""What the editor sees and saving will take away: told before it is gone. `raw` is the body as the browser sent it."""

import re
from collections.abc import Iterator

from news.attributes import attributes_of, link, own_image
from news.checks.finding import WARNING, Finding

START = re.compile(r"<(a|img)\b([^<>]*)>", re.IGNORECASE)
SHOWN = 60


def check(raw: str) -> Iterator[Finding]:
    foreign = 0
    for name, written in START.findall(raw):
        found = attributes_of(written)
        if name.lower() == "img":
            foreign += own_image(found.get("src", "")) is None and own_image(found.get("data-src", "")) is None
        elif (href := found.get("href")) is not None and not href.startswith("#") and link(href) is None:
            message = f"链接的地址不能用：{href[:SHOWN]}" if href.strip() else "有一个链接没有地址"
            yield Finding(WARNING, "body", message, "保存时会去掉链接，只留文字；需要的话改成完整的网址")
    if foreign:
        mend = "保存时会去掉；请把图片上传到图片库，再插入到原来的位置"
        yield Finding(WARNING, "body", f"有 {foreign} 张图片不在本站", mend)

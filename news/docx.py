"""A Word document → what an article can be made of: a title, HTML to be cleaned, pictures and their places."""

import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import mammoth

from news.docx_file import BROKEN, Refused, open_docx
from news.markup import text_of
from news.readable import readable

LONGEST_TITLE = 200
MOST_PICTURES = 60
# Mammoth knows the English names, which Word and WPS write in every language; these are the exceptions.
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='标题'] => h1.title:fresh
p[style-name='标题 1'] => h1:fresh
p[style-name='标题 2'] => h2:fresh
p[style-name='标题 3'] => h3:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='题注'] => figcaption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='引用'] => blockquote > p:fresh
p[style-name='明显引用'] => blockquote > p:fresh
u => u
"""
TITLE = re.compile(r'<h1 class="title">(.*?)</h1>', re.DOTALL)
HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)
FIRST_ANCHORS = re.compile(r'\A(?:<p>\s*</p>|<a id="[^"]*"></a>)*')
PICTURE = re.compile(r'<img [^>]*?src="docx:(\d+)"[^>]*?>')
ALONE = re.compile(r'<p>(<img [^>]*src="docx:\d+"[^>]*>)</p>(?:<figcaption>(.*?)</figcaption>)?', re.DOTALL)
WAY_BACK = re.compile(r'<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
# Word writes such a text for every picture by itself.
BY_MACHINE = re.compile(
    "已自动生成|AI 生成的内容|description automatically generated|AI-generated content", re.IGNORECASE
)


@dataclass(frozen=True)
class Embedded:
    content: bytes
    alt: str  # empty where the document says nothing


@dataclass(frozen=True)
class Document:
    title: str
    html: str
    pictures: list[Embedded]
    left_out: list[str]

    def with_pictures(self, draw: Callable[[int], str]) -> str:
        """The HTML with what `draw` gives for the number of each picture, counted from 0, in its place."""
        return PICTURE.sub(lambda found: draw(int(found[1])), self.html)


def read(upload: BinaryIO, name: str) -> Document:
    """Read the .docx called `name`. Raises news.docx_file.Refused."""
    docx = open_docx(upload, name)
    pictures = []
    convert = mammoth.images.img_element(lambda image: _take(image, pictures))
    try:
        converted = mammoth.convert_to_html(
            docx.content, style_map=STYLES, convert_image=convert, include_embedded_style_map=False
        ).value
    except Refused:
        raise
    except RecursionError as error:
        raise Refused("文档里的表格或文本框套得太深，请简化后再上传") from error
    # It expects what Word writes; what else it raises at a part that lacks or contradicts something is no fixed list.
    except Exception as error:
        raise Refused(BROKEN) from error
    title, rest = _title_of(converted, name)
    left_out = [f"{what} {times} 处" for what, times in docx.left_out.items()]
    return Document(title, _tidied(rest), pictures, left_out)


def _take(image, pictures: list[Embedded]) -> dict[str, str]:
    if len(pictures) == MOST_PICTURES:
        raise Refused(f"文档里的图片超过 {MOST_PICTURES} 张，请分成几篇再上传")
    with image.open() as file:
        content = file.read()
    alt = readable(image.alt_text or "").strip()
    pictures.append(Embedded(content, "" if BY_MACHINE.search(alt) else " ".join(alt.split())[:LONGEST_TITLE]))
    return {"src": f"docx:{len(pictures) - 1}"}


def _title_of(converted: str, name: str) -> tuple[str, str]:
    """The title and the HTML without it: by its style, else the first heading, else the file's name."""
    found = TITLE.search(converted)
    if found:
        converted = converted[: found.start()] + converted[found.end() :]
    else:
        found = HEADING.search(converted)
        start = FIRST_ANCHORS.match(converted).end()
        if found and found.start() == start:
            converted = converted[found.end() :]
    written = text_of(found[1]) if found else ""
    words = written or name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return " ".join(readable(words).split())[:LONGEST_TITLE] or "未命名", converted


def _tidied(converted: str) -> str:
    def figure(found: re.Match) -> str:
        caption = f"<figcaption>{found[2]}</figcaption>" if found[2] else ""
        return f"<figure>{found[1]}{caption}</figure>"

    return ALONE.sub(figure, WAY_BACK.sub("", converted))


def picture_tag(src: str, alt: str, width: int, height: int) -> str:
    return f'<img src="{html.escape(src)}" alt="{html.escape(alt)}" width="{width}" height="{height}">'


def as_file(embedded: Embedded) -> BinaryIO:
    return io.BytesIO(embedded.content)

"""An uploaded .docx → its harmless parts, or a refusal that says what to do.

A .docx is a zip of XML: both can be made to fill memory or to nest for ever. Everything is counted before a library
that trusts it (mammoth) reads it, and that library gets a copy with the parts that were looked at and nothing else.
"""

import io
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 24 * 1024 * 1024
MOST_ELEMENTS = 150_000
MOST_DEEP = 100
MOST_CHARACTERS = 300_000  # 500 pages; an article is seldom longer than 10

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "请在 Word 或 WPS 里打开，另存为“Word 文档（.docx）”，再上传"
OTHERS = {
    "doc": f"这是旧版 Word 文件（.doc）。{SAVE_AS}",
    "wps": f"这是 WPS 文件（.wps）。{SAVE_AS}",
    "rtf": f"这是 RTF 文件。{SAVE_AS}",
    "docm": "这份文档带宏，宏可能有病毒，不能上传。请在 Word 里另存为不带宏的“Word 文档（.docx）”",
    "pdf": "这是 PDF 文件，里面没有可靠的段落和格式。请上传原来的 Word 文件，或把文字复制到正文里",
}
BROKEN = "文件已损坏或不完整，打不开。请在 Word 或 WPS 里重新保存，再上传"
# What an article can't show, by the name of its element.
LEFT_OUT = {
    "oMath": "公式",
    "chart": "图表",
    "relIds": "SmartArt 图示",
    "OLEObject": "嵌入的对象",
    "commentReference": "批注",
}


class Refused(Exception):
    """The document can't be taken. The message says why, in Chinese, for the person who uploaded it."""


@dataclass
class Docx:
    content: io.BytesIO  # a zip with the parts that were looked at
    left_out: Counter = field(default_factory=Counter)


def open_docx(upload: BinaryIO, name: str) -> Docx:
    """Raises Refused."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(f"文件不能超过 {MOST_BYTES // 1024 // 1024} MB，请压缩图片后再上传")
    _refuse_other_formats(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _measure(package)
            return _looked_at(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError) as error:
        raise Refused(BROKEN) from error


def _refuse_other_formats(content: bytes, name: str) -> None:
    ending = name.rpartition(".")[2].lower()
    if not content:
        raise Refused("文件是空的")
    if content.startswith(OLE) and ENCRYPTED in content:
        raise Refused("这份文档有密码。请在 Word 或 WPS 里去掉密码，再上传")
    if ending in OTHERS:
        raise Refused(OTHERS[ending])
    for start, kind in [(OLE, "doc"), (b"%PDF", "pdf"), (b"{\\rtf", "rtf")]:
        if content.startswith(start):
            raise Refused(OTHERS[kind])
    if not content.startswith(b"PK"):
        raise Refused(f"这不是 Word 文档。{SAVE_AS}")


def _measure(package: zipfile.ZipFile) -> None:
    """From the directory alone; the library never unpacks more of an entry than that says."""
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("这份文档有密码。请在 Word 或 WPS 里去掉密码，再上传")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(OTHERS["docm"])
    if len(names) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("这份文档解开后太大，请分成几份再上传")
    slow = any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries)
    if slow or len(set(names)) != len(names):
        raise Refused(BROKEN)
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise Refused(f"这不是 Word 文档。{SAVE_AS}")


def _looked_at(package: zipfile.ZipFile) -> Docx:
    docx, scan = Docx(io.BytesIO()), _Scan()
    with zipfile.ZipFile(docx.content, "w") as copy:
        for entry in package.infolist():
            is_xml = entry.filename.endswith((".xml", ".rels"))
            if not is_xml and not entry.filename.startswith("word/media/"):
                continue
            content = package.read(entry)
            if is_xml:
                if entry.filename == "[Content_Types].xml" and b"macroEnabled" in content:
                    raise Refused(OTHERS["docm"])
                scan.read(content, is_text=entry.filename == "word/document.xml")
            copy.writestr(entry.filename, content)
    docx.left_out = Counter({LEFT_OUT[name]: times for name, times in scan.seen.items() if name in LEFT_OUT})
    docx.content.seek(0)
    return docx


class _Scan:
    """Counts what XML parts hold, and refuses too much of it."""

    def __init__(self):
        self.bytes = self.elements = self.depth = self.characters = 0
        self.seen = Counter()

    def read(self, content: bytes, is_text: bool) -> None:
        self.bytes += len(content)
        if self.bytes > MOST_XML:
            raise Refused("文档太长，请分成几篇再上传")
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        if is_text:
            parser.CharacterDataHandler = self._text
        self.depth = 0
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise Refused(BROKEN) from error

    def _doctype(self, *args) -> None:
        raise Refused("这份文档里有 Word 不会写的内容（实体声明），可能有害，不能上传")

    def _start(self, name: str, attributes: dict) -> None:
        self.elements += 1
        self.depth += 1
        self.seen[name.rpartition(":")[2]] += 1
        if self.elements > MOST_ELEMENTS:
            raise Refused("文档太长或格式太复杂，请分成几篇再上传")
        if self.depth > MOST_DEEP:
            raise Refused("文档里的表格或文本框套得太深，请简化后再上传")

    def _end(self, name: str) -> None:
        self.depth -= 1

    def _text(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MOST_CHARACTERS:
            raise Refused(f"文档太长：超过 {MOST_CHARACTERS // 10_000} 万字，请分成几篇再上传")

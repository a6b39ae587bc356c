"""Reading Word documents: what is kept, and what no document can do to us."""

import io
import itertools
import zipfile

import pytest

from news import docx
from news.docx_file import MOST_CHARACTERS, OLE, Refused
from news.markup import clean_html
from tests import docx_files as word


def read(content, name="供暖.docx"):
    return docx.read(io.BytesIO(content), name)


def refusal(content, name="供暖.docx"):
    with pytest.raises(Refused) as refused:
        read(content, name)
    return str(refused.value)


def test_keeps_what_an_article_has():
    content = word.docx(
        word.paragraph("供暖改造完工", "a3"),
        word.paragraph("总体情况", "1"),
        word.paragraph("三百户", inner=word.bold("用上") + word.link("新管道") + word.NOTE),
        word.paragraph("甲", numbered=1),
        word.paragraph("乙", numbered=1),
        word.paragraph("先", numbered=2),
        word.paragraph("好事。", "a7"),
        word.table(["项目", "户数"], ["城南", "三百"]),
    )
    document = read(content)
    assert document.title == "供暖改造完工"
    assert clean_html(document.html) == (
        "<h2>总体情况</h2>\n"
        '<p>三百户<strong>用上</strong><a href="https://www.example.com/" rel="noopener">新管道</a><sup>[1]</sup></p>\n'
        "<ul><li>甲</li><li>乙</li></ul>\n<ol><li>先</li></ol>\n<blockquote><p>好事。</p></blockquote>\n"
        "<table><tbody><tr><td>项目</td><td>户数</td></tr><tr><td>城南</td><td>三百</td></tr></tbody></table>\n"
        "<ol><li>据年报。</li></ol>"
    )
    assert (document.pictures, document.left_out) == ([], [])


@pytest.mark.parametrize(
    ("body", "title", "rest"),
    [
        ([word.paragraph("题", "1"), word.paragraph("文")], "题", "<p>文</p>"),
        ([word.paragraph("文"), word.paragraph("题", "1")], "题", "<p>文</p>\n<h2>题</h2>"),
        ([word.paragraph("文")], "供暖", "<p>文</p>"),
        ([word.paragraph("长" * 300, "a3")], "长" * 200, ""),
    ],
)
def test_the_title_is_the_title_or_the_first_heading_or_the_file(body, title, rest):
    document = read(word.docx(*body))
    assert (document.title, clean_html(document.html)) == (title, rest)


@pytest.mark.parametrize("name", [".docx", "docx", "../../.docx", "C:\\稿\\.docx"])
def test_even_a_file_without_a_name_has_a_title(name):
    assert read(word.docx(word.paragraph("文")), name).title == "未命名"


def test_pictures_keep_their_places_words_and_captions():
    content = word.docx(
        word.paragraph("前"),
        word.paragraph(inner=word.picture(1, "通气现场")),
        word.paragraph("图：通气", "a5"),
        word.paragraph("中", inner=word.picture(2, "图片包含 户外 描述已自动生成")),
        images=[("png", word.png()), ("emf", word.EMF)],
    )
    document = read(content)
    assert [(picture.content, picture.alt) for picture in document.pictures] == [
        (word.png(), "通气现场"),
        (word.EMF, ""),
    ]
    assert document.with_pictures(lambda n: f"[{n}]") == (
        "<p>前</p><figure>[0]<figcaption>图：通气</figcaption></figure><p>中[1]</p>"
    )


def test_tells_what_an_article_cannot_show():
    content = word.docx(word.paragraph("文", inner="<m:oMath/><m:oMath/>"))
    assert read(content).left_out == ["公式 2 处"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BODY = f"<w:document {word.NAMES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
DEEP = "<w:tbl><w:tr><w:tc>" * 40 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 40


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.docx", "空的"),
        (b"x" * 100, "a.docx", "不是 Word 文档"),
        (lambda: b"x" * (20 * 1024 * 1024 + 1), "a.docx", "不能超过 20 MB"),
        (OLE + b"\0" * 100, "a.docx", "旧版 Word"),
        (OLE + b"\0" * 100, "a.DOC", "旧版 Word"),
        (OLE + b"\0" * 100, "a.wps", "WPS 文件"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "有密码"),
        (b"%PDF-1.7", "a.docx", "PDF"),
        (b"{\\rtf1", "a.docx", "RTF"),
        (word.docx(), "a.docm", "带宏"),
        (word.docx(parts={"word/vbaProject.bin": b"x"}), "a.docx", "带宏"),
        (word.docx(parts={"[Content_Types].xml": "<x>macroEnabled</x>"}), "a.docx", "带宏"),
        (word.docx()[:-200], "a.docx", "损坏"),
        (word.docx().replace(b"word/", b"wurd/"), "a.docx", "不是 Word 文档"),
        (word.docx(parts={"word/document.xml": None}), "a.docx", "损坏"),
        (word.docx(document="<w:document"), "a.docx", "损坏"),
        (word.docx(document=BOMB + BODY), "a.docx", "实体声明"),
        (word.docx(document=OUTSIDE + BODY), "a.docx", "实体声明"),
        (word.docx(parts={"word/document.xml": (BOMB + BODY).encode("utf-16")}), "a.docx", "实体声明"),
        (word.docx(parts={"word/styles.xml": BOMB + "<x/>"}), "a.docx", "实体声明"),
        (word.docx(DEEP), "a.docx", "套得太深"),
        (lambda: word.docx(word.paragraph("字" * (MOST_CHARACTERS + 1))), "a.docx", "文档太长"),
        (lambda: word.docx("<w:p/>" * 150_001), "a.docx", "文档太长"),
        (lambda: word.docx(parts={f"word/{n}.xml": "<x/>" for n in range(2001)}), "a.docx", "太大"),
        (lambda: word.docx(parts={"word/media/x.bin": b"\0" * (100 * 1024 * 1024 + 1)}), "a.docx", "太大"),
        (lambda: word.docx(parts={"word/x.xml": "<x>" + " " * (24 * 1024 * 1024) + "</x>"}), "a.docx", "文档太长"),
        (word.docx(word.paragraph(inner=word.picture(1) * 61), images=[("png", word.png())]), "a.docx", "超过 60 张"),
    ],
    ids=itertools.count(),
)  # fmt: skip
def test_refuses_with_a_reason(content, name, says):
    assert says in refusal(content() if callable(content) else content, name)


def test_a_zip_that_lies_about_its_checksums_is_broken():
    content = word.docx(word.paragraph("文" * 1000))
    at = content.index(b"word/document.xml") + 60
    assert refusal(content[:at] + b"\xff\xff\xff" + content[at + 3 :]) in {
        "文件已损坏或不完整，打不开。请在 Word 或 WPS 里重新保存，再上传"
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_other_packing_is_unpacked(method):
    file = io.BytesIO(word.docx())
    with zipfile.ZipFile(file, "a", method) as package:
        package.writestr("word/x.xml", "<x/>")
    assert "损坏" in refusal(file.getvalue())


def test_no_file_outside_the_document_is_read():
    outside = (
        f'<Relationships xmlns="{word.PACKAGE}/relationships"><Relationship Id="rIdImage1" Type="{word.OFFICE}/image"'
    )
    outside += ' Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    linked = word.picture(1).replace("r:embed", "r:link")
    document = read(word.docx(word.paragraph("文", inner=linked), parts={"word/_rels/document.xml.rels": outside}))
    assert (document.pictures, clean_html(document.html)) == ([], "<p>文</p>")


def test_scripts_in_links_and_words_do_not_survive():
    bad = word.docx(word.paragraph("&lt;script&gt;x&lt;/script&gt;", inner=word.link("点")))
    bad_link = (
        f'<Relationships xmlns="{word.PACKAGE}/relationships"><Relationship Id="rIdLink" Type="{word.OFFICE}/hyperlink"'
    )
    bad_link += ' Target="javascript:alert(1)" TargetMode="External"/></Relationships>'
    content = word.docx(word.paragraph("文", inner=word.link("点")), parts={"word/_rels/document.xml.rels": bad_link})
    assert clean_html(read(bad).html).startswith("<p>&lt;script&gt;x&lt;/script&gt;")
    assert clean_html(read(content).html) == "<p>文点</p>"

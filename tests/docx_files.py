"""Word documents made of their XML, whole or broken on purpose."""

import io
import struct
import zipfile

from PIL import Image

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/></Types>"""
ROOT = f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument"
Target="word/document.xml"/></Relationships>"""
STYLES = (
    f"<w:styles {W}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in [("a3", "Title"), ("1", "heading 1"), ("2", "heading 2"), ("a5", "caption"), ("a7", "Quote")]
    )
    + "</w:styles>"
)
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""
FOOTNOTES = (
    f"""<w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>据年报。</w:t></w:r></w:p></w:footnote></w:footnotes>"""
)


def paragraph(text="", style="", inner="", numbered=0):
    """`inner` is XML of runs; `numbered` 1 is a bullet, 2 a number."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbered}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inner}</w:p>"


def bold(text):
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>"


def link(text):
    return f'<w:hyperlink r:id="rIdLink"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>'


NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def picture(number, alt=""):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="{number}" name="Picture" descr="{alt}"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="rIdImage{number}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(*rows):
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def png(colour="#46617a", size=(64, 40)):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


EMF = struct.pack("<II", 1, 88) + b"\0" * 32 + b" EMF" + b"\0" * 60


def docx(*body, images=(), parts=None, document=None):
    """The bytes of a .docx; `images` are (ending, bytes), `parts` more entries or others instead (None: left out)."""
    relations = "".join(
        f'<Relationship Id="rIdImage{n}" Type="{OFFICE}/image" Target="media/image{n}.{ending}"/>'
        for n, (ending, _) in enumerate(images, start=1)
    )
    relations += (
        f'<Relationship Id="rIdLink" Type="{OFFICE}/hyperlink"'
        ' Target="https://www.example.com/" TargetMode="External"/>'
        f'<Relationship Id="rIdNotes" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
    )
    document = document or f"<w:document {NAMES}><w:body>{''.join(body)}</w:body></w:document>"
    entries = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": FOOTNOTES,
        **{f"word/media/image{n}.{ending}": content for n, (ending, content) in enumerate(images, start=1)},
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            if content is not None:
                package.writestr(name, content)
    return file.getvalue()

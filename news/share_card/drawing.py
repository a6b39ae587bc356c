"""A card of 1200 × 630, as messengers and social networks show it, in the colours of static/css/tokens.css."""

import io

from PIL import Image, ImageDraw

from news.share_card.lettering import broken, font, settable

DESIGN = "1"  # raise it when cards look different: their addresses change
SIZE = (1200, 630)
PAPER, INK, MUTED, LINE, ACCENT = "#faf7f1", "#1c1a17", "#665f55", "#d9d1c2", "#a8281c"
LEFT, RIGHT = 88, 1112
TITLE_TOP, TITLE_BOTTOM = 150, 500
TITLE_SIZES = (92, 84, 76, 68, 60, 54, 48)
LEADING = 1.34
MOST = 160  # characters: more than fit at the smallest size
COLOURS = 48
FINER = 4  # shapes are drawn so many times larger and shrunk: Pillow's polygons have steps


def card(title: str, category: str, day: str, site_name: str, host: str) -> bytes:
    """A PNG with the title in large type. Draws in about 50 ms whatever the title."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 14), ACCENT)
    image.paste(_emblem(56), (LEFT, 62))
    _line(draw, (LEFT + 76, 90), site_name, 38, INK, "lm", 560)
    _line(draw, (RIGHT, 90), category, 32, ACCENT, "rm", 380)
    _title(draw, title if settable(title)[0] else site_name)
    draw.rectangle((LEFT, 536, RIGHT, 539), INK)  # thick and thin, as in the masthead
    draw.rectangle((LEFT, 544, RIGHT, 544), INK)
    _line(draw, (LEFT, 580), day, 28, MUTED, "lm", 300)
    _line(draw, (RIGHT, 580), host, 28, MUTED, "rm", 700)
    return _png(image)


def plain_card() -> bytes:
    """The emblem alone, for pages without a title of their own: static/img/card.png."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 14), ACCENT)
    image.paste(_emblem(264), (468, 150))
    draw.rectangle((LEFT, 536, RIGHT, 539), INK)
    draw.rectangle((LEFT, 544, RIGHT, 544), INK)
    return _png(image)


def _title(draw: ImageDraw.ImageDraw, title: str) -> None:
    text, whole = settable(title[:MOST])
    for size in TITLE_SIZES:
        face = font(size, whole)
        lines = broken(text, face, RIGHT - LEFT)
        most = int((TITLE_BOTTOM - TITLE_TOP) / (size * LEADING))
        if len(lines) <= most:
            break
    else:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
    height = len(lines) * size * LEADING
    top = TITLE_TOP + (TITLE_BOTTOM - TITLE_TOP - height) / 2
    for number, line in enumerate(lines):
        draw.text((LEFT, top + (number + 0.5) * size * LEADING), line, INK, face, anchor="lm")


def _line(draw: ImageDraw.ImageDraw, place, text: str, size: int, colour: str, anchor: str, width: int) -> None:
    text, whole = settable(text)
    face = font(size, whole)
    while text and face.getlength(text) > width:
        text = f"{text.rstrip('…')[:-1]}…"
    draw.text(place, text, colour, face, anchor=anchor)


def _emblem(side: int) -> Image.Image:
    """static/img/gate.svg, whose grid is 48 wide."""
    scale = side * FINER / 48
    image = Image.new("RGB", (side * FINER, side * FINER), ACCENT)
    draw = ImageDraw.Draw(image)
    roof = [(4, 19), (8, 17.6), (11.5, 15.6), (13.6, 14), (15, 12), (33, 12), (34.4, 14), (36.5, 15.6), (40, 17.6)]
    draw.polygon([(x * scale, y * scale) for x, y in [*roof, (44, 19), (44, 22), (4, 22)]], PAPER)
    for left, top, right, bottom in [
        (16, 9, 32, 11),
        (8, 24, 12, 41),
        (36, 24, 40, 41),
        (14, 24, 34, 27),
        (15, 29, 23.4, 41),
        (24.6, 29, 33, 41),
        (5, 41.5, 43, 44),
    ]:
        draw.rectangle((left * scale, top * scale, right * scale, bottom * scale), PAPER)
    for x in (21.6, 26.4):
        draw.ellipse(((x - 1) * scale, 34 * scale, (x + 1) * scale, 36 * scale), ACCENT)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=False)
    return file.getvalue()

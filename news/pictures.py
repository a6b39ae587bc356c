"""An uploaded file → a picture of the library, or a refusal that an editor understands.

Nothing of the uploaded file survives but its pixels: no name, no metadata, no bytes that could also be HTML. It is
decoded in this process. A process of its own with limits would guard better against a hole in a decoder, but costs a
start of Python for every picture; what it would limit is limited here: bytes, pixels (checked before decoding), the
five decoders that may look at a file at all, the first frame only, one picture at a time.
"""

import io
import logging
import threading
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image, ImageCms

from news import picture_files
from news.models import Picture
from news.picture_files import renditions, share_url, size_of
from news.readable import readable

__all__ = ["Rejected", "picture_from_image", "renditions", "share_url", "size_of", "store"]

log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 16
# As wide as a screen needs it; as high as WebP allows with room to spare: long pictures (长图) are common.
BOX = (1600, 16_000)
MOST_PROFILE_BYTES = 4 * 1024 * 1024
# What each value of EXIF's orientation asks for; from 5 on, width and height change places.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {5, 6, 7, 8}

# 40 megapixels take 270 (JPEG) to 730 MB (WebP) while they shrink: uploads that come together wait for each other.
one_at_a_time = threading.Lock()


class Rejected(Exception):
    """The picture can't be taken. The message says why, in Chinese, for the person who uploaded it."""


def store(upload: BinaryIO, *, alt: str, credit: str, user=None) -> Picture:
    """Make a picture of the library from an uploaded file. Raises Rejected; nothing is left behind then."""
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise Rejected("文件是空的")
    if len(content) > MOST_BYTES:
        raise Rejected("图片不能超过 10 MB")
    with one_at_a_time:
        files = _files(_decoded(content))
    return _saved(files, alt, credit, user)


def picture_from_image(image: Image.Image, *, alt: str, credit: str, user=None) -> Picture:
    """Make a picture of the library from one drawn by code; the same limits and the same files."""
    with one_at_a_time:
        files = _files(_plain(image.copy()))
    return _saved(files, alt, credit, user)


def _decoded(content: bytes) -> Image.Image:
    """The first frame, upright, in sRGB, no larger than BOX, with nothing but pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Rejected("图片不能超过 4000 万像素，请缩小后再上传")
            return _plain(image)
    except Rejected:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Rejected("图片不能超过 4000 万像素，请缩小后再上传") from error
    except Image.UnidentifiedImageError as error:
        raise Rejected("只能上传 JPEG、PNG、WebP、GIF 或 AVIF 图片") from error
    # What a decoder raises at a hostile file is no fixed list (struct.error, SyntaxError, zlib.error, KeyError …).
    except Exception as error:
        log.warning("picture refused", extra={"reason": type(error).__name__})
        raise Rejected("图片已损坏或不完整，无法读取") from error


def _plain(image: Image.Image) -> Image.Image:
    if min(image.size) < LEAST_SIDE:
        raise Rejected(f"图片太小，宽和高至少 {LEAST_SIDE} 像素")
    orientation = image.getexif().get(0x0112, 1)
    profile = image.info.get("icc_profile")
    image = _with_plain_mode(image)
    image.thumbnail(BOX[::-1] if orientation in SIDEWAYS else BOX, Image.Resampling.LANCZOS)
    if min(image.size) < LEAST_SIDE:
        raise Rejected("图片过于狭长")
    image = _in_srgb(image, profile)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode == "RGBA" and image.getextrema()[3][0] == 255:
        image = image.convert("RGB")
    if orientation in TURNS:
        image = image.transpose(TURNS[orientation])
    # A new image: the encoders would copy what this one still knows of its file.
    return Image.frombytes(image.mode, image.size, image.tobytes())


def _with_plain_mode(image: Image.Image) -> Image.Image:
    """In a mode that can be shrunk smoothly. JPEGs stay closed: thumbnail() decodes them at a fraction of the size."""
    if image.mode in {"P", "PA"}:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"L", "RGB"} and "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile or len(profile) > MOST_PROFILE_BYTES:
        return image
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    colours = image.convert("L" if image.mode == "LA" else "RGB") if alpha else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        colours = ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a wrong profile: its numbers are most likely sRGB anyway
    if alpha:
        colours.putalpha(alpha)
    return colours


def _files(image: Image.Image) -> dict[str, bytes]:
    """Every file of the picture by its name, the picture itself last."""
    name = picture_files.new_name(*image.size, timezone.localdate())
    flat = image
    if image.mode == "RGBA":
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.getchannel("A"))
    top = flat.crop((0, 0, flat.width, min(flat.height, 2 * flat.width)))  # the head of a long picture says more
    files = {
        picture_files.share_name(name): _encoded(
            _narrowed(top, picture_files.SHARE_WIDTH), "JPEG", quality=84, optimize=True
        )
    }
    for width, copy in picture_files.copies(name):
        files[copy] = _encoded(_narrowed(image, width), "WEBP", quality=82, method=4)
    return files


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, file_format: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def _saved(files: dict[str, bytes], alt: str, credit: str, user) -> Picture:
    """The files first, then the row: a row never stands without its files."""
    name = list(files)[-1]
    width, height = size_of(name)
    words = {"alt": readable(alt), "credit": readable(credit)}
    picture = Picture(file=name, width=width, height=height, created_by=user, **words)
    try:
        picture.full_clean()
        picture_files.write(files)
    except ValidationError as error:
        raise Rejected("；".join(error.messages)) from error
    except OSError as error:
        log.exception("picture not written")
        raise Rejected("服务器存不下这张图片，请联系管理员") from error
    try:
        picture.save()
    except BaseException:
        picture_files.remove(name)
        raise
    return picture

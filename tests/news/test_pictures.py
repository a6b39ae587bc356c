import io
import random
import resource
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from news import picture_files, pictures
from news.models import Picture

CORRUPT = "图片已损坏或不完整，无法读取"
FOREIGN = "只能上传 JPEG、PNG、WebP、GIF 或 AVIF 图片"
TOO_MANY_PIXELS = "图片不能超过 4000 万像素，请缩小后再上传"
RED, BLUE = (250, 10, 10), (10, 10, 250)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(size=(64, 48), mode="RGB", color=RED) -> Image.Image:
    return Image.new(mode, size, color)


def encoded(image=None, file_format="PNG", **options) -> bytes:
    file = io.BytesIO()
    (image or drawn()).save(file, file_format, **options)
    return file.getvalue()


def store(content: bytes, **fields) -> Picture:
    return pictures.store(io.BytesIO(content), **{"alt": "红墙", "credit": "本报记者", **fields})


def files(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def opened(name: str) -> Image.Image:
    with Image.open(picture_files.path_of(name)) as image:
        image.load()
        return image


def middle(image: Image.Image) -> tuple[int, ...]:
    return image.getpixel((image.width // 2, image.height // 2))


def near(color, expected, by=12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(color, expected, strict=True))


def refusal(content: bytes, **fields) -> str:
    """The reason why the upload is refused; nothing may be left of it."""
    with pytest.raises(pictures.Rejected) as caught:
        store(content, **fields)
    assert (files(Path(configured.MEDIA_ROOT)), Picture.objects.count()) == ([], 0)
    return str(caught.value)


# What becomes of a picture


def test_wide_picture_gets_every_width_and_a_jpeg_to_share(db, media):
    user = User.objects.create_user("sheying")
    picture = store(encoded(drawn((2000, 1000)), "JPEG"), user=user)
    stem = picture.file.removesuffix(".webp")
    assert (picture.width, picture.height, picture.alt, picture.credit) == (1600, 800, "红墙", "本报记者")
    assert picture.created_by == user
    sizes = {"-480.webp": (480, 240), "-960.webp": (960, 480), "-share.jpg": (1200, 600), ".webp": (1600, 800)}
    assert files(media) == sorted(f"{stem}{end}" for end in sizes)
    assert {end: opened(f"{stem}{end}").size for end in sizes} == sizes
    assert [opened(f"{stem}{end}").format for end in sizes] == ["WEBP", "WEBP", "JPEG", "WEBP"]
    assert picture_files.path_of(picture.file).stat().st_mode & 0o777 == 0o644


def test_small_picture_is_never_enlarged(db, media):
    picture = store(encoded(drawn((480, 300))))
    stem = picture.file.removesuffix(".webp")
    assert files(media) == [f"{stem}-share.jpg", f"{stem}.webp"]
    assert (opened(f"{stem}-share.jpg").size, opened(f"{stem}.webp").size) == ((480, 300), (480, 300))


def test_addresses_and_size_follow_from_the_name():
    stem = f"pictures/2026/11/{'0f' * 16}_1000x500"
    assert pictures.size_of(f"{stem}.webp") == (1000, 500)
    assert pictures.renditions(f"{stem}.webp") == [
        (480, f"/media/{stem}-480.webp"),
        (960, f"/media/{stem}-960.webp"),
        (1000, f"/media/{stem}.webp"),
    ]
    assert pictures.share_url(f"{stem}.webp") == f"/media/{stem}-share.jpg"


@pytest.mark.parametrize("name", ["", "a.webp", "pictures/2026/11/x_1x1.webp", "pictures/2026/11/../x_1x1.webp"])
def test_no_other_name_has_a_size(name):
    with pytest.raises(ValueError, match="not the name of a picture"):
        pictures.size_of(name)


def test_names_cannot_be_guessed(db):
    names = {store(encoded()).file for _ in range(3)}
    assert len(names) == 3
    assert all(picture_files.NAME.fullmatch(name) for name in names)


def test_picture_drawn_by_code_takes_the_same_way(db):
    picture = pictures.picture_from_image(drawn((1000, 500), "RGBA", (*BLUE, 255)), alt="图", credit="示例")
    assert (picture.width, picture.height, opened(picture.file).mode) == (1000, 500, "RGB")


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_formats_taken(db, file_format):
    assert near(middle(opened(store(encoded(file_format=file_format)).file)), RED)


def test_phone_pictures_with_a_second_one_inside_are_taken(db):
    content = encoded(drawn(), "MPO", save_all=True, append_images=[drawn(color=BLUE)])
    assert near(middle(opened(store(content).file)), RED)


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_stays(db, file_format):
    content = encoded(drawn(), file_format, save_all=True, append_images=[drawn(color=BLUE)], duration=100)
    image = opened(store(content).file)
    assert near(middle(image), RED)
    assert getattr(image, "n_frames", 1) == 1


def test_picture_taken_sideways_stands_upright(db):
    image = drawn((64, 32))
    ImageDraw.Draw(image).rectangle((0, 0, 31, 31), fill=BLUE)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to see it: the left half comes to the top
    picture = store(encoded(image, "JPEG", exif=exif.tobytes(), quality=95))
    upright = opened(picture.file)
    assert (picture.width, picture.height, upright.size) == (32, 64, (32, 64))
    assert near(upright.getpixel((16, 8)), BLUE, 30)
    assert near(upright.getpixel((16, 56)), RED, 30)


def test_no_metadata_survives(db, media):
    mark = b"Beiheyan-Street-7"
    exif = Image.Exif()
    exif[0x010E] = mark.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 20.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", mark.decode())
    jpeg = encoded(drawn(), "JPEG", exif=exif.tobytes(), icc_profile=profile, comment=mark, xmp=b"<x>" + mark)
    webp = encoded(drawn(), "WEBP", exif=exif.tobytes(), icc_profile=profile, xmp=mark)
    png = encoded(drawn(), "PNG", exif=exif.tobytes(), icc_profile=profile, pnginfo=notes)
    uploads = [jpeg, webp, png, encoded(drawn(), "GIF", comment=mark)]
    assert all(mark in content for content in uploads)
    for content in uploads:
        store(content)
    written = [path.read_bytes() for path in media.rglob("*") if path.is_file()]
    assert len(written) == 8
    assert [
        content for content in written for sign in (mark, b"Exif", b"EXIF", b"ICCP", b"XMP ") if sign in content
    ] == []


@pytest.mark.parametrize("file_format", ["GIF", "JPEG", "PNG"])
def test_nothing_of_a_polyglot_survives(db, media, file_format):
    script = b"<html><script>alert(1)</script>"
    store(encoded(file_format=file_format) + script)
    assert all(b"<script" not in path.read_bytes() for path in media.rglob("*") if path.is_file())


def test_transparency_stays_and_is_white_where_there_is_none(db):
    picture = store(encoded(drawn(mode="RGBA", color=(*RED, 0))))
    assert opened(picture.file).mode == "RGBA"
    assert middle(opened(picture.file))[3] == 0
    assert near(middle(opened(picture_files.share_name(picture.file))), (255, 255, 255), 3)


def with_palette() -> bytes:
    return encoded(drawn().quantize(4), transparency=0)


@pytest.mark.parametrize(
    ("content", "color"),
    [
        (encoded(drawn(mode="CMYK", color=(0, 255, 255, 0)), "JPEG"), (255, 0, 0)),
        (encoded(drawn(mode="L", color=128)), (128, 128, 128)),
        (encoded(drawn(mode="LA", color=(128, 128))), (128, 128, 128, 128)),
        (encoded(drawn(mode="1", color=1)), (255, 255, 255)),
        (encoded(drawn(mode="I;16", color=128 * 256)), (128, 128, 128)),
        (encoded(drawn(mode="P", color=0)), (0, 0, 0)),
        (encoded(drawn(mode="RGB", color=RED), transparency=BLUE), RED),
    ],
    ids=["cmyk", "grey", "grey with alpha", "black and white", "16 bits", "palette", "transparent colour"],
)
def test_colours_of_every_mode_are_right(db, content, color):
    assert near(middle(opened(store(content).file)), color, 25)


def test_transparent_colour_of_a_palette_stays_transparent(db):
    image = opened(store(with_palette()).file)
    assert (image.mode, middle(image)[3]) == ("RGBA", 0)


@pytest.mark.parametrize("profile", [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_wrong_colour_profile_is_ignored(db, profile):
    assert near(middle(opened(store(encoded(drawn(), "JPEG", icc_profile=profile)).file)), RED)


def test_long_picture_keeps_its_length_and_shares_its_head(db):
    picture = store(encoded(drawn((300, 6000))))
    assert (picture.width, picture.height) == (300, 6000)
    assert opened(picture_files.share_name(picture.file)).size == (300, 600)


def test_longer_picture_than_webp_can_hold_is_narrowed(db):
    picture = store(encoded(drawn((400, 32_000))))
    assert (picture.width, picture.height) == (200, 16_000)


# What is refused


def bomb() -> bytes:
    return encoded(Image.new("1", (20_000, 20_000)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        (b"\0" * (11 * 1024 * 1024), "图片不能超过 10 MB"),
        (b"<!doctype html><script>alert(1)</script>", FOREIGN),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', FOREIGN),
        (b"%PDF-1.7\n%%EOF", FOREIGN),
        (b"8BPS\0\1" + b"\0" * 100, FOREIGN),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n%%EndComments\n", FOREIGN),
        (b"GIF89a", FOREIGN),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, FOREIGN),
        (encoded(file_format="TIFF"), FOREIGN),
        (encoded(file_format="BMP"), FOREIGN),
        (encoded(file_format="ICO"), FOREIGN),
        (encoded(file_format="JPEG2000"), FOREIGN),
        (bomb(), TOO_MANY_PIXELS),
        (encoded(Image.new("1", (8000, 6000))), TOO_MANY_PIXELS),
        (encoded(drawn((1, 1))), "图片太小，宽和高至少 16 像素"),
        (encoded(drawn((30_000, 10))), "图片太小，宽和高至少 16 像素"),
        (encoded(drawn((30_000, 20))), "图片过于狭长"),
    ],
)
def test_refused_uploads(db, content, reason):
    assert refusal(content) == reason


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_half_a_file_is_refused(db, file_format, part):
    content = encoded(Image.effect_noise((200, 200), 80).convert("RGB"), file_format)
    assert refusal(content[: int(len(content) * part)]) in {CORRUPT, FOREIGN}


def test_damaged_files_never_fail_otherwise(db):
    chance = random.Random(2026)
    image = Image.effect_noise((40, 30), 80).convert("RGB")
    sound = [encoded(image, file_format) for file_format in ("JPEG", "PNG", "WEBP", "GIF", "AVIF")]
    outcomes = {"taken": 0, "refused": 0}
    for content in sound * 60:
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            store(bytes(damaged))
            outcomes["taken"] += 1
        except pictures.Rejected:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 30
    assert Picture.objects.count() == outcomes["taken"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"alt": ""}, "此字段不能为空。"),
        ({"credit": "长" * 61}, "确保该变量包含不超过 60 字符 (目前字符数 61)。"),
    ],
)
def test_description_that_cannot_be_saved_is_refused(db, fields, reason):
    assert refusal(encoded(), **fields) == reason


def test_description_loses_what_no_database_takes(db):
    picture = store(encoded(), alt="红\x00墙\u202e", credit="记者\ud800")
    picture.refresh_from_db()
    assert (picture.alt, picture.credit) == ("红墙", "记者\ufffd")


# The files and the row agree


def test_full_disk_leaves_nothing_behind(db, media):
    content = encoded(Image.effect_noise((1200, 800), 80).convert("RGB"), "JPEG")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        reason = refusal(content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert reason == "服务器存不下这张图片，请联系管理员"
    assert store(content).file in files(media)


def test_failure_of_the_last_file_takes_the_others_away(media):
    good, bad = f"pictures/{'a' * 32}_20x20.webp", f"pictures/{'b' * 300}_20x20.webp"
    with pytest.raises(OSError, match="too long"):
        picture_files.write({good: b"1", bad: b"2"})
    assert files(media) == []


def test_no_files_without_a_row(db):
    def fail(execute, sql, *details):
        if sql.startswith("INSERT"):
            raise OperationalError("gone")
        return execute(sql, *details)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        store(encoded())
    assert files(Path(configured.MEDIA_ROOT)) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("delete", [lambda picture: picture.delete(), lambda picture: Picture.objects.all().delete()])
def test_files_go_with_the_picture_once_that_is_certain(media, delete):
    picture = store(encoded(drawn((1000, 600))))
    before = files(media)
    with pytest.raises(OperationalError), transaction.atomic():
        delete(Picture.objects.get())
        raise OperationalError
    assert (Picture.objects.count(), files(media)) == (1, before)
    delete(Picture.objects.get(pk=picture.pk))
    assert (Picture.objects.count(), files(media)) == (0, [])

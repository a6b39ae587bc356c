"""The captcha: a picture of letters, or a question for those who can't see it; each good for one post of one form.

django-simple-captcha keeps the rows and draws the picture. Its field reads, deletes and compares in three steps, so
that parallel posts of one solved captcha are all let in; here a captcha is spent by one counted DELETE.
"""

import math
import random
import re
import secrets
import unicodedata
import zlib
from datetime import timedelta
from uuid import UUID

from captcha.conf import settings
from captcha.fields import CaptchaAnswerInput, CaptchaHiddenInput
from captcha.models import CaptchaStore
from django import forms
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from PIL import Image, ImageOps

from comments import throttling
from comments.models.tally import COUNTED

PICTURE, QUESTION = "picture", "question"
# Without the letters and digits that look alike: 0OQ, 1IL, 2Z, 5S, 6G, 8B, UV. 21 ** 5 is four million.
LETTERS = "ACDEFHJKMNPRTUWXY3479"
NUMERALS = "零一二三四五六七八九"
LENGTH = 5
SEPARATOR = "、"
READ_AS_DIGITS = str.maketrans(NUMERALS + "〇", "01234567890")
KEY = re.compile("[0-9a-f]{40}")


def picture_challenge() -> tuple[str, str]:
    """What to draw, and the answer. The picture's noise may be guessable, its letters must not be: hence secrets."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return letters, letters.lower()


def question_challenge() -> tuple[str, str]:
    """What to ask, and the answer: five numerals to be written as digits. It reads well aloud."""
    digits = [secrets.randbelow(10) for _ in range(LENGTH)]
    return SEPARATOR.join(NUMERALS[digit] for digit in digits), "".join(map(str, digits))


def noise(draw, image):
    """Two bent lines through the letters; the same each time, lest the average of many drawings show the letters."""
    dice = random.Random(zlib.crc32(image.tobytes()))  # noqa: S311 - how a line bends is no secret
    width, height = image.size
    for _ in range(2):
        middle, swing = height * dice.uniform(0.3, 0.45), height * dice.uniform(0.1, 0.2)
        waves, start = dice.uniform(1, 2) * math.tau / width, dice.uniform(0, math.tau)
        line = [(x, middle + swing * math.sin(waves * x + start)) for x in range(width)]
        draw.line(line, fill=settings.CAPTCHA_FOREGROUND_COLOR, width=max(1, height // 30))
    return draw


def frame(image: Image.Image) -> Image.Image:
    """The same margin on every side: the library draws close to the top and leaves the bottom empty."""
    letters = image.crop(ImageOps.invert(image.convert("L")).getbbox())
    return ImageOps.expand(letters, border=image.height // 8, fill=settings.CAPTCHA_BACKGROUND_COLOR)


# Making one counts it for the network, and sweeps away some that have expired, as COUNTED does.
ISSUE = f"""
    WITH {COUNTED}, expired AS (
        DELETE FROM captcha_captchastore WHERE id IN (
            SELECT id FROM captcha_captchastore WHERE expiration <= %(now)s
            ORDER BY expiration LIMIT 100 FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO captcha_captchastore (challenge, response, hashkey, expiration)
    SELECT %(challenge)s, %(response)s, %(hashkey)s, %(expiration)s FROM counted WHERE count <= %(most)s
"""  # noqa: S608 - made of constants


def issue(form_id: str, network: str, kind: str = PICTURE) -> CaptchaStore | None:
    """Make a captcha for the form `form_id`; no other form can use its hashkey. None if `network` (Visitor.prefix) has
    loaded too many. One statement.
    """
    challenge, response = question_challenge() if kind == QUESTION else picture_challenge()
    nonce, now = secrets.token_hex(10), timezone.now()
    row = CaptchaStore(
        challenge=challenge,
        response=response,
        hashkey=nonce + _seal(nonce, form_id),
        expiration=now + timedelta(minutes=settings.CAPTCHA_TIMEOUT),
    )
    key, key_expires_at = throttling.CAPTCHAS.tally(network)
    values = {"now": now, "key": key, "key_expires_at": key_expires_at, "most": throttling.CAPTCHAS.most}
    fields = ["challenge", "response", "hashkey", "expiration"]
    with connection.cursor() as cursor:
        cursor.execute(ISSUE, values | {name: getattr(row, name) for name in fields})
        return row if cursor.rowcount else None


def spend(key: str, answer: str, form_id: str) -> bool:
    """True exactly once for a right answer in time. A wrong one spends the captcha too: there is no second guess.

    Inside a transaction, a parallel post of the same captcha waits here until that transaction ends.
    """
    if not _belongs(key, form_id):
        return False
    row = CaptchaStore.objects.filter(hashkey=key)
    if row.filter(response=_read(answer), expiration__gt=timezone.now()).delete()[0] == 1:
        return True
    row.delete()
    return False


def waiting(key: str, form_id: str) -> CaptchaStore | None:
    """The captcha of that key, if this form can still be sent with it."""
    return _find(key) if _belongs(key, form_id) else None


def known_kind(kind: str) -> str:
    return QUESTION if kind == QUESTION else PICTURE


def form_id(article_id: int, submission: UUID) -> str:
    return f"{article_id} {submission}"


def _find(key: str) -> CaptchaStore | None:
    if not KEY.fullmatch(key):
        return None
    return CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now()).first()


def _read(answer: str) -> str:
    """The answer as it was meant: full-width and capital letters, spaces, Chinese numerals are all right."""
    return re.sub("[^0-9a-z]", "", unicodedata.normalize("NFKC", answer).casefold().translate(READ_AS_DIGITS))


def _belongs(key: str, form_id: str) -> bool:
    return bool(KEY.fullmatch(key)) and constant_time_compare(key[20:], _seal(key[:20], form_id))


def _seal(nonce: str, form_id: str) -> str:
    return salted_hmac("comments.captcha", f"{nonce} {form_id}").hexdigest()[:20]


class CaptchaInput(forms.MultiWidget):
    """Key (hidden) and answer, drawn with the picture or the question that the key stands for."""

    template_name = "comments/_captcha.html"

    def __init__(self, attrs=None):
        super().__init__([CaptchaHiddenInput(), CaptchaAnswerInput()], attrs)
        self.row: CaptchaStore | None = None  # what the form has at hand

    def decompress(self, value):
        return value or ["", ""]

    def id_for_label(self, id_):
        return f"{id_}_1" if id_ else id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        key = (value or [""])[0] or ""
        row = self.row if self.row and self.row.hashkey == key else _find(key)
        is_question = row is not None and SEPARATOR in row.challenge
        return context | {"captcha": row, "is_question": is_question, "has_error": "aria-invalid" in (attrs or {})}


class CaptchaField(forms.MultiValueField):
    """Checks only that there is an answer; the form spends it last, when nothing else is wrong (`spend`)."""

    widget = CaptchaInput

    def __init__(self, **kwargs):
        fields = [
            forms.CharField(max_length=40, error_messages={"incomplete": "请先点“换一张”取得验证码"}),
            forms.CharField(max_length=40, error_messages={"incomplete": "请填写验证码"}),
        ]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list):
        return tuple(data_list)

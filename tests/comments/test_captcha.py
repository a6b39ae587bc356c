import re
from datetime import timedelta
from io import BytesIO

import pytest
from captcha.models import CaptchaStore
from django.db import connection
from django.utils import timezone
from PIL import Image

from comments import captcha, captcha_urls, throttling
from tests.comments.posting import answer_to

pytestmark = pytest.mark.django_db
FORM = "1 3b2c"
NETWORK = "203.0.113.0/24"


def test_a_picture_has_five_letters_that_do_not_look_alike():
    drawn = [captcha.picture_challenge() for _ in range(300)]
    assert all(re.fullmatch("[ACDEFHJKMNPRTUWXY3479]{5}", letters) for letters, _ in drawn)
    assert all(answer == letters.lower() for letters, answer in drawn)
    assert len({letters for letters, _ in drawn}) > 295


def test_a_question_asks_for_five_digits_in_order(monkeypatch):
    digits = iter([3, 7, 0, 9, 5])
    monkeypatch.setattr(captcha.secrets, "randbelow", lambda _: next(digits))
    assert captcha.question_challenge() == ("三、七、零、九、五", "37095")


def test_a_right_answer_is_accepted_once():
    key = captcha.issue(FORM, NETWORK).hashkey
    answer = answer_to(key)
    assert [captcha.spend(key, answer, FORM) for _ in range(3)] == [True, False, False]


def test_a_wrong_answer_spends_the_captcha_too():
    key = captcha.issue(FORM, NETWORK).hashkey
    answer = answer_to(key)
    assert [captcha.spend(key, "xxxxx", FORM), captcha.spend(key, answer, FORM)] == [False, False]


def test_another_form_cannot_use_a_captcha_nor_spend_it():
    key = captcha.issue(FORM, NETWORK).hashkey
    answer = answer_to(key)
    assert captcha.spend(key, answer, "2 3b2c") is False
    assert captcha.spend(key, answer, FORM) is True


def test_an_expired_captcha_is_refused_and_swept_by_the_next():
    key = captcha.issue(FORM, NETWORK).hashkey
    answer = answer_to(key)
    CaptchaStore.objects.update(expiration=timezone.now() - timedelta(seconds=1))
    assert captcha.waiting(key, FORM) is None
    assert captcha.spend(key, answer, FORM) is False

    old = captcha.issue(FORM, NETWORK).hashkey
    CaptchaStore.objects.update(expiration=timezone.now() - timedelta(seconds=1))
    new = captcha.issue(FORM, NETWORK).hashkey
    assert list(CaptchaStore.objects.values_list("hashkey", flat=True)) == [new] != [old]


@pytest.mark.parametrize("typed", ["37295", "３７２９５", " 3 7 2 9 5 ", "三七二九五", "三、七、二、九、五。"])
def test_an_answer_counts_as_it_was_meant(typed):
    key = captcha.issue(FORM, NETWORK, captcha.QUESTION).hashkey
    CaptchaStore.objects.update(response="37295")
    assert captcha.spend(key, typed, FORM) is True


def test_the_table_is_swept_by_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'comments_captcha_expiration'")
        assert "(expiration)" in cursor.fetchone()[0]


@pytest.mark.parametrize(("address", "height"), [("/captcha/image/{}/", 53), ("/captcha/image/{}@2/", 106)])
def test_the_picture_comes_in_two_sizes_and_is_never_kept(client, address, height):
    key = captcha.issue(FORM, NETWORK).hashkey
    CaptchaStore.objects.update(challenge="AAAAA")
    answers = [client.get(address.format(key)) for _ in range(2)]

    picture = Image.open(BytesIO(answers[0].content))
    assert (picture.format, abs(picture.height - height) < 24) == ("PNG", True)
    assert "no-store" in answers[0]["Cache-Control"]
    assert answers[0].content == answers[1].content, "many drawings would show the letters behind the lines"


def test_only_the_pictures_are_reachable():
    assert [route.name for route in captcha_urls.urlpatterns] == ["captcha-image", "captcha-image-2x"]


@pytest.mark.parametrize("key", ["0" * 40, "9" * 300, "x"])
def test_an_unknown_picture_is_gone(client, key):
    assert client.get(f"/captcha/image/{key}/").status_code == 410


def test_a_network_draws_so_many_pictures_and_another_goes_on(client, monkeypatch):
    monkeypatch.setattr(throttling, "PICTURES", throttling.Limit("few pictures", 2, 600))
    key = captcha.issue(FORM, NETWORK).hashkey
    addresses = [f"/captcha/image/{key}/", f"/captcha/image/{key}@2/", f"/captcha/image/{key}/"]
    answers = [client.get(address, REMOTE_ADDR="203.0.113.5") for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].content.decode() == "取验证码图片太频繁，请过几分钟再试"
    assert client.get(addresses[0], REMOTE_ADDR="203.0.113.250").status_code == 429  # the same /24
    assert client.get(addresses[0], REMOTE_ADDR="198.51.100.5").status_code == 200


@pytest.mark.parametrize("path", ["refresh/", "audio/x/", "audio/x.wav"])
def test_what_of_the_library_nobody_needs_is_not_there(client, path):
    assert client.get(f"/captcha/{path}", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 404

"""One solved captcha, one form, many posts at once."""

import pytest
from captcha.models import CaptchaStore
from django.test import Client

from comments.models import Comment
from tests.comments.posting import filled_form
from tests.factories import make_article
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, PARALLEL = 50, 16


def post_all(article, number: int, posts: list[dict]) -> list[int]:
    """The statuses of all posts of a round, each from a network of its own: no shared counter puts them in order."""
    calls = [
        lambda copy=copy, data=data: (
            Client().post(f"/comments/{article.pk}/", data, REMOTE_ADDR=f"10.{number}.{copy}.1").status_code
        )
        for copy, data in enumerate(posts)
    ]
    return at_once(calls)


def test_one_solved_captcha_lets_one_comment_in_however_many_race():
    article = make_article()
    for number in range(ROUNDS):
        data = filled_form(Client(), article)
        answers = post_all(article, number, [data | {"body": f"第{number}轮第{copy}句"} for copy in range(PARALLEL)])
        assert sorted(answers) == [303] + [422] * (PARALLEL - 1)
        assert Comment.objects.count() == number + 1


def test_a_double_click_makes_one_comment_and_every_click_hears_that_it_was_sent():
    article = make_article()
    for number in range(25):
        data = filled_form(Client(), article, body=f"第{number}句")
        assert post_all(article, number, [data] * 6) == [303] * 6
        assert Comment.objects.count() == number + 1
        assert not CaptchaStore.objects.filter(hashkey=data["captcha_0"]).exists()

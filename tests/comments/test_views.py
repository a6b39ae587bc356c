from datetime import timedelta
from urllib.parse import unquote

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime
from pytest_django.asserts import assertContains, assertNotContains

from comments import throttling
from comments.models import Comment, NetworkLog
from news.models import Article
from tests.comments.posting import answer_to, fields_of, filled_form
from tests.factories import make_article, make_comment, make_reply

pytestmark = pytest.mark.django_db
NOTICE = "已提交，审核通过后显示。"


@pytest.fixture
def article():
    return make_article(title="供暖管网改造完工")


def url(article, query=""):
    return f"/comments/{article.pk}/{query}"


def stored():
    return list(Comment.objects.order_by("id").values_list("article", "name", "body", "state"))


def test_page_shows_approved_comments_newest_first_and_no_others(client, article):
    now = timezone.now()
    for number, state in enumerate(["approved", "pending", "rejected", "approved"]):
        make_comment(
            article, name=f"读者{number}", body=f"第{number}条", state=state, created_at=now + timedelta(number)
        )
    make_comment(make_article(), body="别处的", state="approved")
    page = client.get(url(article)).content.decode()

    assert [f"第{number}条" in page for number in range(4)] == [True, False, False, True]
    assert page.index("第3条") < page.index("第0条")
    assert "别处的" not in page
    assert "（2）" in page


def test_page_is_never_kept_and_the_only_one_with_a_token(client, article):
    response = client.get(url(article))
    assert "no-store" in response["Cache-Control"]
    assert list(response.cookies) == ["csrftoken"]
    assert "sessionid" not in response.cookies


def test_words_of_readers_are_text_and_never_markup(client, article):
    make_comment(article, name="<i>张", body="<script>alert(1)</script>\nhttps://example.cn", state="approved")
    response = client.get(url(article))
    assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt;\nhttps://example.cn</p>")
    assertContains(response, '<bdi class="comment-name">&lt;i&gt;张</bdi>')
    assertNotContains(response, "<script>")
    assertNotContains(response, 'href="https://example.cn')


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"state": Article.State.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_what_is_not_published_has_no_comments(client, fields):
    article = make_article(**fields)
    make_comment(article, state="approved")
    assert client.get(url(article)).status_code == 404
    assert client.post(url(article), {"name": "老张"}).status_code == 404


@pytest.mark.parametrize("pk", ["0", "-1", "1" + "0" * 30, "abc", "%00", "١", "１", "1.5"])
def test_an_address_that_is_no_article_is_not_found(client, article, pk):
    # Some of these may be a category's address to the rest of the site; none is ours.
    with pytest.raises(Resolver404):
        resolve(f"/{unquote(pk)}/", urlconf="comments.urls")


def test_an_unknown_article_is_not_found(client):
    assert client.get("/comments/999999999999999999/").status_code == 404


def test_a_reply_joins_the_thread_of_what_it_answers(client, article):
    root = make_comment(article, state="approved")
    reply = make_reply(root, name="老李", body="是这样", state="approved")
    page = client.get(url(article, f"?reply_to={reply.number}"))
    assertContains(page, "回复 <bdi>老李</bdi>：<q>是这样</q>")
    fields = fields_of(page)
    assert fields["reply_to"] == reply.number
    sent = fields | {"name": "老张", "body": "同意", "captcha_1": answer_to(fields["captcha_0"])}
    assert client.post(url(article), sent).status_code == 303
    made = Comment.objects.get(body="同意")
    assert (made.root, made.parent, made.state) == (root, reply, "pending")


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
def test_what_is_not_public_is_not_answered(client, article, state):
    hidden = make_comment(article, name="藏着", state=state)
    elsewhere = make_comment(make_article(), state="approved")
    assertNotContains(client.get(url(article, f"?reply_to={hidden.number}")), "藏着")
    for number in (hidden.number, elsewhere.number, "BCDFGHJKMP", "x", "字" * 99):
        data = filled_form(client, article, body="回你", reply_to=number)
        assert client.post(url(article), data).status_code == 422
    assert not Comment.objects.filter(body="回你").exists()


def test_fragment_is_the_section_without_the_page(client, article):
    text = client.get(url(article, "?fragment=1")).content.decode()
    assert text.startswith('<section class="comments"')
    assert "<html" not in text
    assert "comment-form" in text


def test_a_comment_waits_after_it_is_sent(client, article):
    response = client.post(url(article), filled_form(client, article))
    assert (response.status_code, response["Location"]) == (303, url(article, "?sent=1#comments"))
    assert stored() == [(article.pk, "老张", "写得好。", "pending")]

    after = client.get(url(article, "?sent=1"))
    assertContains(after, NOTICE)
    # Its writer sees it, and nobody else.
    assertContains(after, "审核中")
    assertContains(after, "写得好。")
    assertNotContains(Client().get(url(article)), "写得好。")


def test_a_post_is_known_by_keyed_hashes_and_its_address_is_logged_apart(client, article):
    client.post(url(article), filled_form(client, article), REMOTE_ADDR="203.0.113.7", headers={"user-agent": "手机"})
    comment, log = Comment.objects.get(), NetworkLog.objects.get()
    assert [len(comment.device), len(comment.network)] == [32, 32]
    assert (log.comment, log.act, log.address, log.device) == (comment, "comment", "203.0.113.7", comment.device)


def test_a_fragment_post_answers_with_the_notice(client, article):
    response = client.post(url(article, "?fragment=1"), filled_form(client, article))
    assert response.status_code == 200
    assertContains(response, NOTICE)
    assertNotContains(response, "<html")
    assert len(stored()) == 1


def test_an_error_keeps_the_words_and_the_solved_captcha(client, article):
    data = filled_form(client, article, name="", body="写了 很久\n的话 <b>")
    response = client.post(url(article), data)
    again = fields_of(response)

    assert response.status_code == 422
    assert {name: again[name] for name in ("body", "submission", "captcha_0", "captcha_1")} == {
        name: data[name] for name in ("body", "submission", "captcha_0", "captcha_1")
    }
    assertContains(response, 'aria-invalid="true" aria-describedby="id_name_error"', status_code=422)
    assertContains(response, '<a href="#id_name">称呼：请填写称呼</a>', status_code=422)
    assertContains(response, 'role="alert" tabindex="-1" autofocus', status_code=422)

    assert client.post(url(article), again | {"name": "老张"}).status_code == 303
    assert len(stored()) == 1


def test_the_captcha_of_one_form_does_not_open_another(client, article):
    solved = filled_form(client, article, name="")
    client.post(url(article), solved)
    other = filled_form(client, article) | {name: solved[name] for name in ("captcha_0", "captcha_1")}
    assert client.post(url(article), other).status_code == 422
    assert stored() == []


def test_a_wrong_answer_brings_a_new_captcha_and_keeps_the_words(client, article):
    data = filled_form(client, article)
    response = client.post(url(article), data | {"captcha_1": "xxxxx"})
    again = fields_of(response)

    assert (response.status_code, again["name"], again["body"], again["captcha_1"]) == (422, "老张", "写得好。", "")
    assert again["captcha_0"] != data["captcha_0"]
    assert not CaptchaStore.objects.filter(hashkey=data["captcha_0"]).exists()
    assert client.post(url(article), data).status_code == 422

    assert client.post(url(article), again | {"captcha_1": answer_to(again["captcha_0"])}).status_code == 303
    assert len(stored()) == 1


@pytest.mark.parametrize("kind", ["picture", "question"])
def test_another_captcha_keeps_the_words_and_complains_of_nothing(client, article, kind):
    data = filled_form(client, article, name="", body="写到一半")
    response = client.post(url(article), data | {"new_captcha": kind})
    again = fields_of(response)

    assert (response.status_code, again["body"], again["kind"], again["captcha_1"]) == (200, "写到一半", kind, "")
    assert again["captcha_0"] != data["captcha_0"]
    assertNotContains(response, "comments-errors")
    solved = again | {"name": "老张", "captcha_1": answer_to(again["captcha_0"])}
    assert client.post(url(article), solved).status_code == 303


def test_a_question_is_asked_in_words_and_followed_by_another(client, article):
    first = client.post(url(article), {"new_captcha": "question"})
    fields = fields_of(first)
    challenge = CaptchaStore.objects.get(hashkey=fields["captcha_0"]).challenge
    assertContains(first, f"请按顺序用数字写出：<strong>{challenge}</strong>")
    assertNotContains(first, '<img class="comments-picture')

    wrong = client.post(url(article), fields | {"name": "老张", "body": "好。", "captcha_1": "1"})
    assertContains(wrong, "请按顺序用数字写出", status_code=422)


def test_a_repeated_post_finds_its_comment(client, article):
    data = filled_form(client, article)
    answers = [client.post(url(article), data) for _ in range(3)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (303, url(article, "?sent=1#comments"))
    ] * 3
    assert len(stored()) == 1


def test_other_words_in_a_used_form_are_a_new_comment(client, article):
    data = filled_form(client, article)
    client.post(url(article), data)
    again = fields_of(client.post(url(article), data | {"body": "想起另一件事。"}))

    assert again["body"] == "想起另一件事。"
    assert again["submission"] != data["submission"]
    client.post(url(article), again | {"captcha_1": answer_to(again["captcha_0"])})
    assert [body for _, _, body, _ in stored()] == ["写得好。", "想起另一件事。"]


def test_a_closed_article_shows_its_comments_and_takes_no_more(client, article):
    make_comment(article, body="早先的话", state="approved")
    data = filled_form(client, article)
    Article.objects.update(comment_policy=Article.CommentPolicy.CLOSED)

    page = client.get(url(article))
    assertContains(page, "早先的话")
    assertContains(page, "评论已关闭")
    assertNotContains(page, '<form class="comment-form"')
    assert page.cookies == {}
    answer = client.post(url(article), data)
    assertContains(answer, "readonly>写得好。</textarea>", status_code=403)
    assert len(stored()) == 1


def test_comments_close_by_themselves_and_say_when(client, settings, monkeypatch):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 30
    now = timezone.now()
    closes_at = now + timedelta(seconds=30)
    article = make_article(published_at=closes_at - timedelta(days=30))
    assertContains(client.get(url(article)), f"本文评论开放到 {date_format(localtime(closes_at), 'Y年n月j日 H:i')}。")
    data = filled_form(client, article)

    monkeypatch.setattr(timezone, "now", lambda: closes_at)
    assert client.post(url(article), data).status_code == 403
    assertContains(client.get(url(article)), "评论已关闭")
    assert stored() == []
    Article.objects.update(comment_policy=Article.CommentPolicy.ALWAYS)
    assertNotContains(client.get(url(article)), "本文评论开放到")
    assert client.post(url(article), data).status_code == 303
    assert len(stored()) == 1


@pytest.mark.parametrize("forged", [{}, {"X-Forwarded-For": "198.51.100.{}"}, {"X-Real-Ip": "198.51.100.{}"}])
def test_too_many_posts_of_a_network_are_refused_calmly(client, article, forged, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # so that no stretch of the limit ends midway
    answers = []
    for number in range(throttling.ATTEMPTS[0].most + 1):
        headers = {name: value.format(number) for name, value in forged.items()}
        data = filled_form(client, article, body=f"第{number}句")
        answers.append(client.post(url(article), data, headers=headers))

    assert [answer.status_code for answer in answers] == [303] * throttling.ATTEMPTS[0].most + [429]
    assertContains(answers[-1], "您所在的网络近来提交得太多，请过一会儿再试。", status_code=429)
    again = fields_of(answers[-1])
    assert again["body"] == data["body"]
    # The captcha was not touched, and another network is not held back.
    assert client.post(url(article), again, REMOTE_ADDR="203.0.113.9").status_code == 303


def test_too_many_captchas_leave_the_comments_and_the_form_in_hand(client, article, monkeypatch):
    data = filled_form(client, article)
    monkeypatch.setattr(throttling, "CAPTCHAS", throttling.Limit("captchas in ten minutes", 1, 600))
    page = client.get(url(article))
    assertContains(page, "您所在的网络取验证码太频繁")
    assert client.post(url(article), data).status_code == 303


@pytest.mark.parametrize("kind", ["picture", "question"])
def test_a_network_asks_for_so_many_other_captchas_and_keeps_its_words(client, article, monkeypatch, kind):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # so that no stretch of the limit ends midway
    data = filled_form(client, article, body="先写好的话")
    monkeypatch.setattr(throttling, "CAPTCHAS", throttling.Limit("few captchas", 2, 600))
    answers = [
        client.post(url(article), data | {"new_captcha": kind}, REMOTE_ADDR=f"203.0.113.{last}") for last in (5, 6, 250)
    ]
    assert [fields_of(answer)["captcha_0"] != "" for answer in answers] == [True, True, False]
    assertContains(answers[2], "您所在的网络取验证码太频繁")
    assert fields_of(answers[2])["body"] == "先写好的话"
    # That of the page and two others.
    assert CaptchaStore.objects.count() == 3
    other = client.post(url(article), data | {"new_captcha": kind}, REMOTE_ADDR="198.51.100.5")
    assert fields_of(other)["captcha_0"] != ""


def test_ten_megabytes_are_refused(client, article):
    data = filled_form(client, article)
    response = client.post(url(article), data | {"body": "字" * 3_500_000})
    assert response.status_code == 400
    assert stored() == []


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"name=%ED%A0%80&body=%FF", b"name=%00&body=%00&captcha_0=%00&submission=%00"]
)
def test_broken_bytes_are_a_form_error(client, article, body):
    response = client.post(url(article), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert stored() == []


def test_a_post_without_the_token_is_refused(article):
    client = Client(enforce_csrf_checks=True)
    data = filled_form(client, article)
    assert client.post(url(article), data | {"csrfmiddlewaretoken": ""}).status_code == 403
    assert stored() == []
    assert client.post(url(article), data).status_code == 303


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, article, method):
    assert getattr(client, method)(url(article)).status_code == 405

import pytest

from comments.forms import CommentForm
from comments.models import Comment
from comments.visitor import Visitor
from tests.comments.posting import filled_form
from tests.factories import make_article

VISITOR = Visitor(mark="ab" * 16, is_new=False, ip="192.0.2.7", agent="")
UNSHOWABLE = "含有不能显示的字符（控制符或乱码），请删去后再提交"
PILED = "叠加的附加符号太多，请删去后再提交"


@pytest.fixture
def article(db):
    return make_article()


@pytest.fixture
def errors(client, article):
    """The errors of a form that is right but for the changes; nothing may be stored."""

    def post(**changes):
        form = CommentForm(filled_form(client, article, **changes), article=article, visitor=VISITOR)
        found = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        assert found == {} or Comment.objects.count() == 0
        return found

    return post


def test_a_right_form_has_no_errors(errors):
    assert errors() == {}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "请填写内容"),
        (" \n\t ", "请填写内容"),
        ("\u200b\u3164", "请填写内容"),
        ("字" * 1001, "最多 1000 个字"),
        ("字" * 10_000_000, "最多 1000 个字"),
        ("行\n" * 21 + "行", "最多换行 20 次"),
        ("前\x00后", UNSHOWABLE),
        ("前\x1b后", UNSHOWABLE),
        ("前\u202e后", UNSHOWABLE),
        ("前\ud800后", UNSHOWABLE),
        ("Z\u0351\u036b\u0343\u036aalgo", PILED),
    ],
)
def test_a_body_that_cannot_be_shown_is_refused(errors, body, message):
    assert errors(body=body) == {"body": [message]}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "请填写称呼"),
        ("\u200b", "请填写称呼"),
        ("字" * 21, "最多 20 个字"),
        ("字" * 10_000_000, "最多 20 个字"),
        ("两\n行", "称呼只能写一行"),
        ("。。。", "称呼里要有文字或数字"),
        ("前\x00后", UNSHOWABLE),
        ("\u2067前", UNSHOWABLE),
        ("\udfff", UNSHOWABLE),
        ("x\u0324\u0301\u0301", PILED),
        ("管 理\u200b 员", "这个称呼容易被当作本站人员、机关或媒体，请换一个"),
        ("ＡＤＭＩＮ", "这个称呼容易被当作本站人员、机关或媒体，请换一个"),
        ("大院小王", "这个称呼容易被当作本站人员、机关或媒体，请换一个"),
        ("市公安局", "这个称呼容易被当作本站人员、机关或媒体，请换一个"),
    ],
)
def test_a_name_that_cannot_be_shown_or_misleads_is_refused(errors, name, message):
    assert errors(name=name) == {"name": [message]}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("", "请填写验证码"),
        ("a" * 41, "确保该变量包含不超过 40 字符 (目前字符数 41)。"),
        ("abc\x00", "不允许是用空字符串。"),
        ("\ud800", "验证码不对或已过期，请按新的验证码填写"),
        ("' OR 1=1", "验证码不对或已过期，请按新的验证码填写"),
    ],
)
def test_a_wrong_answer_is_refused(errors, answer, message):
    assert errors(captcha_1=answer) == {"captcha": [message]}


@pytest.mark.parametrize("key", ["0" * 40, "\ud800" * 40, "x", "１" * 40])
def test_a_made_up_captcha_is_refused(errors, key):
    assert errors(captcha_0=key) == {"captcha": ["验证码不对或已过期，请按新的验证码填写"]}


@pytest.mark.parametrize("submission", ["", "x", "0", "\x00", "1" * 10_000])
def test_a_made_up_submission_is_refused(errors, submission):
    assert list(errors(submission=submission)) == ["submission"]


def test_what_a_machine_fills_in_is_refused_and_empty_again(client, article):
    data = filled_form(client, article, homepage="https://example.cn")
    form = CommentForm(data, article=article, visitor=VISITOR)

    assert list(form.errors) == ["homepage"]
    assert form.prepare()["homepage"].value() is None


def test_text_is_stored_as_it_reads(client, article):
    data = filled_form(client, article, name=" 老\u200b张 ", body="第一行\r\n<b>第二行</b> https://example.cn")
    form = CommentForm(data, article=article, visitor=VISITOR)
    assert form.is_valid()
    form.save()

    stored = Comment.objects.values_list("article", "name", "body", "state").get()
    assert stored == (article.pk, "老张", "第一行\n<b>第二行</b> https://example.cn", "pending")

import pytest
from pytest_django.asserts import assertContains

from comments.handling import dismiss_reports
from comments.models import Appeal, Comment, Decision, Report
from tests.factories import decide, make_comment, make_reply, make_user

pytestmark = pytest.mark.django_db
URL = "/admin/comments/comment/appeals/"


@pytest.fixture
def appeal():
    """Against a refusal of laowang."""
    comment = make_comment(body="没有骂人啊")
    decide(Comment.objects.filter(pk=comment.pk), "rejected", make_user("laowang", group="评论审核"))
    return Appeal.objects.create(comment=comment, decision=Decision.objects.get(), text="<b>请再看看")


@pytest.fixture
def moderator(client):
    user = make_user("shenhe", group="评论审核")
    client.force_login(user)
    return user


def state():
    return Comment.objects.get().state


def answer(client, appeal, deed, **fields):
    return client.post(URL, {"appeal": appeal.pk, "deed": deed, **fields}, follow=True)


def test_an_appeal_stands_with_the_comment_and_the_refusal(client, moderator, appeal):
    page = client.get(URL)
    for text in ["没有骂人啊", "&lt;b&gt;请再看看", "由 laowang 拒绝：不符合评论规则"]:
        assertContains(page, text)


def test_a_granted_appeal_publishes_the_comment(client, moderator, appeal):
    answer(client, appeal, "grant", answer="抱歉")
    appeal.refresh_from_db()
    assert (state(), appeal.outcome, appeal.answer, appeal.handled_by) == ("approved", "granted", "抱歉", moderator)
    assert Decision.objects.first().reason == "appeal_granted"


def test_a_dismissed_one_leaves_it_and_a_line_in_the_log(client, moderator, appeal):
    answer(client, appeal, "dismiss", answer="写了别人的电话")
    appeal.refresh_from_db()
    assert (state(), appeal.outcome, appeal.answer) == ("rejected", "dismissed", "写了别人的电话")
    assert Decision.objects.first().reason == "appeal_dismissed"
    assertContains(client.get(URL), "没有待处理的申诉。")


def test_nobody_looks_at_their_own_refusal_unless_they_say_so(client, appeal):
    client.force_login(appeal.decision.moderator)
    assertContains(answer(client, appeal, "grant"), "请由同事复核")
    assert state() == "rejected"
    answer(client, appeal, "grant", own="on")
    assert state() == "approved"


def test_the_second_of_two_is_told(client, moderator, appeal):
    answer(client, appeal, "dismiss")
    assertContains(answer(client, appeal, "grant"), "没有改动")
    assert state() == "rejected"


def test_what_takes_the_refusal_back_grants_the_appeal(client, moderator, appeal):
    decide(Comment.objects.all(), "approved", moderator)
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.handled_by, appeal.answer) == ("granted", moderator, "")
    assertContains(client.get(URL), "没有待处理的申诉。")


def test_reports_that_are_handled_meanwhile_leave_it_to_be_answered(client, moderator, appeal):
    last = Report.objects.create(comment=appeal.comment, reason="spam", device="d", network="n")
    dismiss_reports(appeal.comment.pk, Comment.objects.get().version, last.pk, moderator)
    assertContains(answer(client, appeal, "grant"), "申诉成立，评论已公开")
    assert state() == "approved"


def test_an_answer_to_what_is_not_public_is_not_published_by_an_appeal(client, moderator, appeal):
    reply = make_reply(appeal.comment)
    decide(Comment.objects.filter(pk=reply.pk), "rejected", appeal.decision.moderator)
    other = Appeal.objects.create(comment=reply, decision=Decision.objects.first(), text="请看看")
    assertContains(answer(client, other, "grant"), "它回复的评论没有公开，不能通过；可以答复作者")
    assert set(Comment.objects.values_list("state", flat=True)) == {"rejected"}
    answer(client, other, "dismiss", answer="上面那条没有公开")
    assert list(Appeal.objects.values_list("outcome", flat=True)) == ["", "dismissed"]


def test_an_appeal_against_what_has_been_decided_again_is_void(client, moderator, appeal):
    decide(Comment.objects.all(), "approved", moderator)
    decide(Comment.objects.all(), "rejected", moderator)
    assertContains(answer(client, appeal, "grant"), "没有改动")
    assert state() == "rejected"


@pytest.mark.parametrize("fields", [{"deed": "x"}, {"appeal": "x"}, {"appeal": "9" * 30}, {"answer": "字" * 201}])
def test_what_no_button_sends_is_refused(client, moderator, appeal, fields):
    assert client.post(URL, {"appeal": appeal.pk, "deed": "grant"} | fields).status_code == 403
    assert state() == "rejected"

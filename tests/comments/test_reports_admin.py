import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from comments.models import Comment, Decision, Report
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
URL = "/admin/comments/comment/reports/"


@pytest.fixture
def moderator(client):
    user = make_user("shenhe", group="评论审核")
    client.force_login(user)
    return user


def report(comment, reason="spam", details=""):
    device = f"{Report.objects.count():032}"
    return Report.objects.create(comment=comment, reason=reason, details=details, device=device, network="n")


def form(comment, last, deed, **fields):
    version = Comment.objects.get(pk=comment.pk).version
    known = {"comment": comment.pk, "version": version, "last_report": last.pk, "deed": deed, "reason": "abuse"}
    return known | fields


def outcomes():
    return list(Report.objects.order_by("id").values_list("outcome", flat=True))


def log():
    return list(Decision.objects.order_by("id").values_list("moderator", "from_state", "to_state", "reason", "note"))


def test_reported_comments_stand_with_what_readers_say(client, moderator):
    quiet, busy = make_comment(body="骂人", state="approved"), make_comment(body="广告", state="approved")
    report(quiet, "abuse", "<b>骂我")
    report(busy), report(busy)
    make_comment(body="好好的", state="approved")
    page = client.get(URL)
    assert [comment.body for comment in page.context["comments"]] == ["广告", "骂人"]
    assertContains(page, "&lt;b&gt;骂我")
    assertContains(page, "2 人举报")
    assertNotContains(page, "好好的")


def test_an_upheld_report_takes_the_comment_away(client, moderator):
    comment = make_comment(state="approved")
    last = report(comment)
    client.post(URL, form(comment, last, "uphold", note="骂人"))
    comment.refresh_from_db()
    assert (comment.state, comment.reports, outcomes()) == ("rejected", 0, ["upheld"])
    assert log() == [(moderator.pk, "approved", "rejected", "abuse", "骂人")]


def test_a_dismissed_report_leaves_the_comment_and_a_line_in_the_log(client, moderator):
    comment = make_comment(state="approved")
    last = report(comment)
    later = report(comment)
    client.post(URL, form(comment, last, "dismiss"))
    comment.refresh_from_db()
    assert (comment.state, comment.reports, outcomes()) == ("approved", 1, ["dismissed", ""])
    assert log() == [(moderator.pk, "approved", "approved", "reports_dismissed", "")]
    assert later in Report.objects.open()


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
@pytest.mark.parametrize(("deed", "outcome"), [("uphold", "upheld"), ("dismiss", "dismissed")])
def test_reports_of_what_has_gone_meanwhile_are_answered_too(client, moderator, state, deed, outcome):
    comment = make_comment(state=state)
    last = report(comment)
    assertContains(client.get(URL), comment.get_state_display())
    client.post(URL, form(comment, last, deed, note="看过"))
    comment.refresh_from_db()
    assert (comment.state, comment.reports, outcomes()) == (state, 0, [outcome])
    assert log() == [(moderator.pk, state, state, f"reports_{outcome}", "看过")]


@pytest.mark.parametrize("deed", ["uphold", "dismiss"])
def test_the_second_of_two_moderators_is_told(client, moderator, deed):
    comment = make_comment(state="approved")
    last = report(comment)
    posts = [form(comment, last, "uphold"), form(comment, last, deed)]
    client.post(URL, posts[0])
    assertContains(client.post(URL, posts[1], follow=True), "没有改动")
    assert len(log()) == 1


@pytest.mark.parametrize("fields", [{"deed": "x"}, {"version": "x"}, {"reason": "fit"}, {"comment": "9" * 30}])
def test_what_no_button_sends_is_refused(client, moderator, fields):
    comment = make_comment(state="approved")
    assert client.post(URL, form(comment, report(comment), "uphold") | fields).status_code == 403
    assert outcomes() == [""]


def test_who_may_only_look_handles_nothing(client):
    user = make_user("kanke")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_report", "view_comment"]))
    client.force_login(user)
    comment = make_comment(state="approved")
    last = report(comment)
    assertNotContains(client.get(URL), 'name="deed"')
    assert client.post(URL, form(comment, last, "uphold")).status_code == 403


def test_the_list_takes_the_same_queries_with_one_and_with_thirty(client, moderator):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            report(make_comment(state="approved"))
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]

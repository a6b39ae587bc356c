from datetime import timedelta

import pytest
from django.utils import timezone

from comments.handling import answer_appeal, dismiss_reports
from comments.models import Appeal, Comment, CommentRevision, Decision, Report
from comments.moderation import Act, decide
from comments.reasons import Ground, Occasion, Reason
from comments.story import story_of
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db


def told(comment):
    comment.refresh_from_db()
    return [(str(event.who), event.what, event.text) for event in story_of(comment)]


def test_a_comment_that_nobody_has_touched_was_sent_and_no_more():
    assert told(make_comment(name="老张", body="写得好")) == [("作者", "提交", "")]


def test_everything_about_a_comment_stands_in_the_order_of_time(django_assert_num_queries):
    moderator = make_user("shenhe")
    comment = make_comment(name="老张", body="原话", created_at=timezone.now() - timedelta(hours=1))
    decide({comment.pk: 1}, Act("approved", moderator))
    report = Report.objects.create(comment=comment, reason="abuse", details="骂人", device="d", network="n")
    dismiss_reports(comment.pk, 2, report.pk, moderator, "看过了")
    CommentRevision.objects.create(comment=comment, number=1, name="老张", body="原话")
    decide({comment.pk: 2}, Act("pending", actor=Decision.Actor.WRITER, reason=Occasion.EDITED))
    Comment.objects.filter(pk=comment.pk).update(revision=2, body="改了的话")
    comment.refresh_from_db()
    decide({comment.pk: comment.version}, Act("rejected", moderator, Reason.ABUSE, Ground.REPUTATION, "第二句"))
    refusal = Decision.objects.order_by("-id").first()
    appeal = Appeal.objects.create(comment=comment, decision=refusal, text="没有骂人")
    answer_appeal(appeal.pk, True, moderator, "是我们错了")

    assert told(comment) == [
        ("作者", "提交", "老张：原话"),
        ("shenhe", "待审核 → 已通过：符合规则", ""),
        ("读者", "举报：辱骂攻击他人", "骂人"),
        ("shenhe", "已通过：举报不成立", "看过了"),
        ("作者", "改为第 2 稿", "老张：改了的话"),
        ("作者本人", "已通过 → 待审核：作者修改，重新审核", ""),
        (
            "shenhe",
            "待审核 → 未通过：辱骂攻击他人，依据《民法典》第一千零二十四条（名誉权）（针对第 2 稿）",
            "第二句",
        ),
        ("作者", "申诉", "没有骂人"),
        ("shenhe", "未通过 → 已通过：申诉成立（针对第 2 稿）", ""),
        ("shenhe", "申诉成立", "是我们错了"),
    ]
    with django_assert_num_queries(4):
        story_of(comment)


def test_the_story_costs_the_same_with_one_event_and_with_thirty(django_assert_num_queries):
    moderator = make_user("shenhe")
    for number in (1, 15):
        comment = make_comment()
        for turn in range(number):
            decide({comment.pk: 2 * turn + 1}, Act("approved", moderator))
            decide({comment.pk: 2 * turn + 2}, Act("rejected", moderator, Reason.SPAM))
        comment.refresh_from_db()
        with django_assert_num_queries(4):
            assert len(story_of(comment)) == 1 + 2 * number

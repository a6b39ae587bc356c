"""The way of an article through its steps: what moves it, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from news.desk import publishing, reviewing, revising
from news.models import Article, Entry, Review
from tests.factories import make_article, make_category, make_user
from tests.news.desk.newsroom import fresh, make_draft, passed, review_of, reviewer, seen, story, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user("jizhe", "记者")


@pytest.fixture
def judge():
    return reviewer()


def refusal(deed, *args, **kwargs) -> list[str]:
    with pytest.raises(ValidationError) as error:
        deed(*args, **kwargs)
    return error.value.messages


def test_three_steps_and_a_signature_leave_a_complete_log(writer, judge):
    signer = reviewer("qianfa", "publish_article")
    article = submitted(writer)
    for step in [1, 2, 3]:
        reviewing.pass_step(article.pk, judge, step=step, seen=1, remark="" if step < 3 else "可发")
    publishing.publish(article.pk, signer, seen=1)
    assert (fresh(article).state, review_of(article)) == ("published", ("signed", 3))
    assert story(article) == [
        ("jizhe", "submitted", None, 1, ""),
        ("shengao", "passed", 1, 1, ""),
        ("shengao", "passed", 2, 1, ""),
        ("shengao", "passed", 3, 1, "可发"),
        ("qianfa", "published", None, 1, ""),
    ]


@pytest.mark.parametrize(
    ("steps", "names", "logged"),
    [(1, ["待终审"], [3]), (2, ["待初审", "待终审"], [1, 3]), (3, ["待初审", "待复审", "待终审"], [1, 2, 3])],
)
def test_the_last_step_is_always_the_final_review(writer, judge, steps, names, logged):
    article = submitted(writer, steps)
    stages = []
    for step in range(1, steps + 1):
        stages.append(fresh(article).running_review().stage())
        reviewing.pass_step(article.pk, judge, step=step, seen=1)
    assert stages == names
    assert fresh(article).running_review().stage() == "待签发"
    assert [line[2] for line in story(article)[1:]] == logged


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"steps": 0}, ["“时政”不设审核，可以直接发布"]),
        ({"body": "<p> </p>"}, ["没有正文"]),
        ({"reprint": True}, ["转载稿没有填写来源"]),
        ({"state": "withdrawn", "published_at": "2026-01-01T00:00+08:00"}, ["已撤稿，要先退回草稿"]),
        ({"state": "published", "published_at": "2026-01-01T00:00+08:00"}, ["没有需要审核的修改"]),
    ],
)
def test_what_is_not_ready_is_not_submitted(writer, fields, reasons):
    article = make_draft(writer, **fields)
    assert refusal(reviewing.submit, article.pk, writer) == reasons
    assert (Review.objects.count(), Entry.objects.count()) == (0, 0)


def test_nothing_is_submitted_twice(writer):
    article = submitted(writer)
    assert refusal(reviewing.submit, article.pk, writer) == ["已经送审（待初审）"]


@pytest.mark.parametrize("role", ["writer", "submitter"])
def test_nobody_passes_their_own_text(judge, role):
    colleague = make_user("tongshi")
    article = make_draft(judge if role == "writer" else colleague)
    reviewing.submit(article.pk, colleague if role == "writer" else judge)
    assert refusal(reviewing.pass_step, article.pk, judge, step=1, seen=1) == ["不能审自己的稿件"]
    mighty = reviewer("zongbian", "review_own_article")
    Article.objects.update(created_by=mighty)
    reviewing.pass_step(article.pk, mighty, step=1, seen=1)
    assert review_of(article) == ("open", 2)


def test_who_may_not_review_is_refused(writer):
    article = submitted(writer)
    wrong = make_user("bianji2")
    assert refusal(reviewing.pass_step, article.pk, wrong, step=1, seen=1) == ["“时政”的初审不由您负责"]
    assert refusal(reviewing.send_back, article.pk, wrong, step=1, seen=1, to=0, reason="改") == [
        "“时政”的初审不由您负责"
    ]
    assert (review_of(article), len(story(article))) == (("open", 1), 1)


def test_a_stale_step_decides_nothing(writer, judge):
    article = submitted(writer)
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    expected = ["别人刚处理过，现在是“待复审”"]
    assert refusal(reviewing.pass_step, article.pk, judge, step=1, seen=1) == expected
    assert refusal(reviewing.send_back, article.pk, judge, step=1, seen=1, to=0, reason="改") == expected
    assert (review_of(article), len(story(article))) == (("open", 2), 2)


def test_a_stale_revision_decides_nothing(writer, judge):
    article = submitted(writer)
    revising.save(article.pk, {**article.content(), "title": "新题"}, judge)
    expected = ["您看过之后，稿件又有新的修改，请看过再决定"]
    assert refusal(reviewing.pass_step, article.pk, judge, step=1, seen=1) == expected
    reviewing.pass_step(article.pk, judge, step=1, seen=2)
    assert story(article)[-1] == ("shengao", "passed", 1, 2, "")


def test_words_that_came_past_the_desk_are_not_passed_unseen(writer, judge):
    article = submitted(writer)
    Article.objects.filter(pk=article.pk).update(title="外面改的")
    assert refusal(reviewing.pass_step, article.pk, judge, step=1, seen=1) == [
        "您看过之后，稿件又有新的修改，请看过再决定"
    ]


@pytest.mark.parametrize(
    ("to", "after", "line"),
    [
        (2, ("open", 2), "退给复审：事实不清"),
        (1, ("open", 1), "退给初审：事实不清"),
        (0, ("returned", 3), "退给作者：事实不清"),
    ],
)
def test_sent_back_with_a_reason(writer, judge, to, after, line):
    article = submitted(writer)
    for step in [1, 2]:
        reviewing.pass_step(article.pk, judge, step=step, seen=1)
    reviewing.send_back(article.pk, judge, step=3, seen=1, to=to, reason="事实不清")
    assert (review_of(article), story(article)[-1]) == (after, ("shengao", "returned", 3, 1, line))


def test_a_signer_sends_back_what_was_passed(writer, judge):
    signer = reviewer("qianfa", "publish_article")
    article = passed(writer, judge, steps=2)
    assert refusal(reviewing.send_back, article.pk, judge, step=3, seen=1, to=2, reason="再看") == ["没有发布的权限"]
    reviewing.send_back(article.pk, signer, step=3, seen=1, to=2, reason="再看")
    assert (review_of(article), story(article)[-1]) == (("open", 2), ("qianfa", "returned", None, 1, "退给终审：再看"))


@pytest.mark.parametrize("to", [-1, 1, 2])
def test_sent_back_only_to_what_lies_behind(writer, judge, to):
    article = submitted(writer)
    assert refusal(reviewing.send_back, article.pk, judge, step=1, seen=1, to=to, reason="改") == [
        "只能退给作者或前面的审次"
    ]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_sent_back_only_with_a_reason(writer, judge, reason):
    article = submitted(writer)
    assert refusal(reviewing.send_back, article.pk, judge, step=1, seen=1, to=0, reason=reason) == ["请写明退回的理由"]


def test_what_came_back_is_corrected_and_submitted_anew_from_the_first_step(writer, judge):
    article = submitted(writer)
    reviewing.pass_step(article.pk, judge, step=1, seen=1)
    reviewing.send_back(article.pk, judge, step=2, seen=1, to=0, reason="补数字")
    revising.save(article.pk, {**article.content(), "title": "补了数字"}, writer)
    reviewing.submit(article.pk, writer)
    newest = Review.objects.first()
    assert (newest.state, newest.step, newest.number, Review.objects.count()) == ("open", 1, 2, 2)


@pytest.mark.parametrize("stage", ["open", "passed"])
def test_taken_back_by_its_writer_alone(writer, judge, stage):
    article = submitted(writer, 1) if stage == "open" else passed(writer, judge)
    assert refusal(reviewing.take_back, article.pk, judge) == ["只有作者和送审人可以撤回"]
    reviewing.take_back(article.pk, writer)
    assert review_of(article)[0] == "taken_back"
    assert refusal(reviewing.take_back, article.pk, writer) == ["没有在审核"]
    assert refusal(reviewing.pass_step, article.pk, judge, step=1, seen=1) == ["稿件已不在审核中，可能别人刚处理过"]


def test_nothing_is_signed_before_the_last_step(writer, judge):
    article = make_draft(writer, steps=1)
    assert refusal(publishing.publish, article.pk, judge) == ["“时政”的稿件要先送审"]
    reviewing.submit(article.pk, writer)
    assert refusal(publishing.publish, article.pk, judge) == ["还没有通过审核（待终审）"]
    assert fresh(article).state == "draft"


def test_what_was_saved_after_the_last_step_is_not_signed(writer, judge):
    article = passed(writer, judge)
    revising.save(article.pk, {**article.content(), "title": "混进来的"}, writer)
    assert refusal(publishing.publish, article.pk, judge) == ["审核通过之后又有修改，要重新送审"]


def test_an_update_of_a_published_article_is_reviewed_while_readers_see_the_old_words(writer, judge):
    category = make_category("shizheng", "时政", review_steps=1)
    article = make_article(category=category, title="旧题", created_by=writer)
    seen(article)
    revising.save(article.pk, {**article.content(), "title": "新题"}, judge)
    reviewing.submit(article.pk, writer)
    reviewing.pass_step(article.pk, judge, step=1, seen=2)
    assert fresh(article).title == "旧题"
    publishing.publish(article.pk, judge, seen=2)
    assert (fresh(article).title, review_of(article)[0]) == ("新题", "signed")


def test_the_time_of_a_signed_update_is_decided_anew_without_another_review(writer, judge):
    category = make_category("shizheng", "时政", review_steps=1)
    article = make_article(category=category, title="旧题", created_by=writer)
    seen(article)
    revising.save(article.pk, {**article.content(), "title": "新题"}, judge)
    reviewing.submit(article.pk, writer)
    reviewing.pass_step(article.pk, judge, step=1, seen=2)
    later = article.published_at.replace(year=2090, microsecond=0)
    publishing.publish(article.pk, judge, at=later)
    assert refusal(reviewing.submit, article.pk, writer) == ["已经签发，到时自动更新"]
    publishing.publish(article.pk, judge, at=later.replace(year=2091))
    assert fresh(article).update_at.year == 2091
    publishing.cancel_update(article.pk, judge)
    assert refusal(publishing.publish, article.pk, judge) == ["“时政”的稿件要先送审"]


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_review_keeps_the_steps_it_began_with_when_the_category_changes(writer, judge, steps):
    article = submitted(writer, 2)
    article.category.review_steps = steps
    article.category.save()
    for step in [1, 2]:
        assert refusal(publishing.publish, article.pk, judge)[0].startswith("还没有通过审核")
        reviewing.pass_step(article.pk, judge, step=step, seen=1)
    publishing.publish(article.pk, judge)
    assert (fresh(article).state, review_of(article)) == ("published", ("signed", 2))


def test_what_goes_to_the_bin_leaves_its_review(writer, judge):
    article = submitted(writer)
    reviewing.drop(article)
    assert (review_of(article)[0], fresh(article).running_review()) == ("dropped", None)


@pytest.mark.parametrize("statement", ["UPDATE news_entry SET reason = 'x'", "DELETE FROM news_entry"])
def test_the_database_refuses_to_change_the_log(writer, statement):
    submitted(writer)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("deed", [lambda: Entry.objects.update(reason="x"), lambda: Entry.objects.all().delete()])
def test_nor_does_the_orm_change_it(writer, deed):
    submitted(writer)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        deed()
    assert list(Entry.objects.values_list("reason", flat=True)) == [""]

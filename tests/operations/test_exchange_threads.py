"""Comments with their threads, out of one site and into another."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import erasing
from comments.models import Comment, Like
from news.models import Article
from tests.factories import decide, make_article, make_comment, make_reply, make_user
from tests.operations.exchange import all_rows, comment, line, run, write_lines

pytestmark = pytest.mark.django_db
A, B, C, D = "BCDFGHJKMP", "BCDFGHJKMQ", "BCDFGHJKMR", "BCDFGHJKMT"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "articles.jsonl"


def forget_everything():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE comments_comment, news_article CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def exported(file) -> list[dict]:
    run("export_articles", file)
    return [json.loads(text)["comments"] for text in file.read_text().splitlines()]


def tree() -> list[tuple]:
    """(number, parent's number, root's number, state, official) of every comment, in order of their numbers."""
    rows = Comment.objects.order_by("number")
    return list(rows.values_list("number", "parent__number", "root__number", "state", "official"))


def make_site():
    """A thread with everything: an official answer, an edited one, waiting ones, one refused after it was public, one
    withdrawn, one erased; and its article.
    """
    moderator, article = make_user("shenhe"), make_article()
    now = timezone.now() - timedelta(hours=2)
    root = make_comment(article, name="老张", body="几时供暖？", region="山西", state="approved", created_at=now)
    answer = make_reply(
        root, name="大院", body="月底。", staff=moderator, official=True, state="approved", created_at=now
    )
    make_reply(answer, body="谢谢。", state="pending", created_at=now + timedelta(minutes=5))
    edited = make_reply(answer, body="改过的", state="approved", created_at=now - timedelta(minutes=1))
    Comment.objects.filter(pk=edited.pk).update(edited_at=now)
    late = make_reply(edited, body="后来不许", created_at=now)
    for state in ("approved", "rejected"):
        decide(Comment.objects.filter(pk=late.pk), state, moderator)
    make_reply(late, body="收回的", state="withdrawn", created_at=now)
    gone = make_comment(article, name="要忘的", body="说过的话", device="d" * 32, state="approved", created_at=now)
    make_reply(gone, body="答他", state="approved", created_at=now)
    erasing.erase(erasing.find(number=gone.number))
    lonely = make_comment(article, name="也要忘", body="没人理", device="e" * 32, state="approved", created_at=now)
    erasing.erase(erasing.find(number=lonely.number))
    Like.objects.create(comment=root, device="d", address="a")
    return article, lonely


def test_threads_come_back_the_same_on_another_site(file, tmp_path, capsys):
    article, lonely = make_site()
    before = [row for row in tree() if row[0] != lonely.number]

    run("export_articles", file)
    forget_everything()
    again = tmp_path / "again.jsonl"
    assert run("import_articles", file)[0] == 0
    assert tree() == before
    run("export_articles", again)
    assert again.read_bytes() == file.read_bytes()
    call_command("recount_comments")
    assert Comment.objects.get(body="几时供暖？").replies == 2


def test_a_line_says_what_is_not_as_usual_and_nothing_of_devices_or_likes(file):
    make_site()
    (comments,) = exported(file)
    kept = {"number", "name", "body", "created_at", "state"}
    more = {said["body"]: {key: said[key] for key in sorted(said.keys() - kept)} for said in comments}
    numbers = {said["body"]: said["number"] for said in comments}
    edited = Comment.objects.get(body="改过的")
    late = Comment.objects.get(body="后来不许")
    assert more == {
        "几时供暖？": {"region": "山西"},
        "月底。": {"reply_to": numbers["几时供暖？"], "staff": True},
        "谢谢。": {"reply_to": numbers["月底。"]},
        "改过的": {"edited_at": timezone.localtime(edited.edited_at).isoformat(), "reply_to": numbers["月底。"]},
        "后来不许": {
            "published_at": timezone.localtime(late.published_at).isoformat(),
            "reply_to": numbers["改过的"],
        },
        "收回的": {"reply_to": numbers["后来不许"]},
        "": more[""],
        "答他": {"reply_to": numbers[""]},
    }
    assert [said["state"] for said in comments if not said["body"]] == ["erased"]
    text = file.read_text()
    assert all(words not in text for words in ("要忘的", "说过的话", "没人理", "d" * 32, "shenhe", "likes"))


def test_a_second_import_changes_nothing(file):
    make_site()
    run("export_articles", file)
    before = all_rows()
    assert run("import_articles", file)[1][-1] == "imported 1 articles (0 new, 0 changed, 1 unchanged), refused 0"
    assert all_rows() == before


def test_an_answer_may_stand_before_what_it_answers_and_however_deep(file):
    comments = [
        comment(number=C, reply_to=B, body="丙"),
        comment(number=B, reply_to=A, body="乙", state="rejected"),
        comment(reply_to=C, body="丁"),
        comment(number=A, body="甲", state="rejected"),
    ]
    assert run("import_articles", write_lines(file, line(comments=comments)))[0] == 0
    found = {
        body: (parent, root) for body, parent, root in Comment.objects.values_list("body", "parent__body", "root__body")
    }
    assert found == {"甲": (None, None), "乙": ("甲", "甲"), "丙": ("乙", "甲"), "丁": ("丙", "甲")}
    assert [said.body for said in Comment.objects.order_by("id")] == ["丙", "乙", "丁", "甲"]
    assert Comment.objects.get(number=A).replies == 2
    call_command("recount_comments")


def test_new_answers_join_a_thread_that_is_there(file):
    first = [comment(number=A), comment(number=B, reply_to=A, body="乙")]
    run("import_articles", write_lines(file, line(comments=first)))
    run("import_articles", write_lines(file, line(comments=[*first, comment(number=C, reply_to=B, body="丙")])))
    assert tree() == [(A, None, None, "approved", False), (B, A, A, "approved", False), (C, B, A, "approved", False)]


def test_what_was_imported_without_numbers_is_known_by_what_it_says(file):
    run("import_articles", write_lines(file, line(comments=[comment(), comment()])))
    numbers = set(Comment.objects.values_list("number", flat=True))
    with_numbers = [comment(number=A), comment(number=B), comment(number=C, reply_to=A, body="乙")]
    run("import_articles", write_lines(file, line(comments=with_numbers)))
    assert Comment.objects.count() == 3
    assert Comment.objects.get(body="乙").parent.number in numbers


def test_what_a_moderator_decided_here_stays(file):
    run("import_articles", write_lines(file, line(comments=[comment(number=A, state="pending")])))
    decide(Comment.objects.all(), "rejected", make_user())
    run("import_articles", write_lines(file, line(comments=[comment(number=A, state="approved", body="别的话")])))
    assert list(Comment.objects.values_list("body", "state")) == [("离家近了。", "rejected")]


@pytest.mark.parametrize("number", [A, ...])
def test_what_was_erased_here_never_comes_back(file, number):
    lines = write_lines(file, line(comments=[comment(number=number, name="要忘的")]))
    run("import_articles", lines)
    erasing.erase(erasing.find(number=Comment.objects.get().number))
    assert run("import_articles", lines)[0] == 0
    assert list(Comment.objects.values_list("name", "state")) == [("", "erased")]


def test_one_number_is_on_one_article_within_a_file_too(file):
    first, second = line(comments=[comment(number=A)]), line(id=8, title="别的", comments=[comment(number=A)])
    _, out, err = run("import_articles", write_lines(file, first, second))
    assert err == ["line 2: comments[0].number: is the number of a comment on another article"]
    assert list(Article.objects.values_list("pk", flat=True)) == [7]


def chained(shape: str, many: int) -> list[dict]:
    numbers = [f"{A[:-2]}{a}{b}" for a in "2346789B" for b in "2346789BC"][:many]
    before = {"one thread": [..., *[numbers[0]] * many], "a chain": [..., *numbers], "alone": [...] * many}[shape]
    return [
        comment(number=number, body=f"第{n}条", reply_to=reply_to)
        for n, (number, reply_to) in enumerate(zip(numbers, before, strict=False))
    ]


@pytest.mark.parametrize("shape", ["one thread", "a chain", "alone"])
def test_queries_do_not_grow_with_the_comments(file, shape):
    run("import_articles", write_lines(file, line(id=1)))  # the category is made once
    counts = []
    for many in (2, 60):
        forget_everything()
        write_lines(file, line(comments=chained(shape, many)))
        for command in ("import_articles", "export_articles"):
            with CaptureQueriesContext(connection) as queries:
                assert run(command, file)[0] == 0
            counts.append(len(queries))
        assert Comment.objects.count() == many
    assert counts[:2] == counts[2:]

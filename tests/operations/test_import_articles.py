import io
import json
import tracemalloc
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment
from news.models import Article, Category, Picture, Source, Tag
from tests.factories import decide, make_article, make_category, make_tag, make_user
from tests.operations.exchange import PICTURE, all_rows, comment, line, run, write_lines
from traffic.models import DailyReadings

BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "articles.jsonl"


def test_every_key_is_stored(db, file):
    full = line(
        id=55,
        title=" 修桥的人 ",
        subtitle="老周和他的徒弟",
        original_title="桥",
        categories=[{"slug": "minsheng", "name": "民生"}, {"slug": "jiaotong", "name": "交通"}],
        summary="一座桥，两代人。",
        byline="本报记者",
        source="晨报",
        source_url="https://example.cn/qiao",
        editor="何编辑",
        reprint=True,
        published_at="2022-12-15T07:40:48Z",
        tags=["桥梁", "ＡＩ", "ai"],
        views=12,
        state="withdrawn",
        withdrawal_notice="更正后重发",
        expires_at="2030-01-01T00:00:00+08:00",
        comment_policy="closed",
        comments=[comment(state="rejected"), comment(state=...)],
    )
    assert run("import_articles", write_lines(file, full)) == (
        0,
        ["imported 1 articles (1 new, 0 changed, 0 unchanged), refused 0"],
        [],
    )
    article = Article.objects.get()
    assert (article.pk, article.title, article.subtitle) == (55, "修桥的人", "老周和他的徒弟")
    assert (article.original_title, article.summary, article.byline) == ("桥", "一座桥，两代人。", "本报记者")
    assert (article.source.name, article.source_url) == ("晨报", "https://example.cn/qiao")
    assert (article.editor, article.reprint, article.state) == ("何编辑", True, "withdrawn")
    assert (article.withdrawal_notice, article.comment_policy) == ("更正后重发", "closed")
    assert article.published_at == datetime(2022, 12, 15, 15, 40, 48, tzinfo=BEIJING)
    assert article.expires_at == datetime(2030, 1, 1, tzinfo=BEIJING)
    assert (article.category.path, article.category.parent.name, article.category.name) == (
        "minsheng/jiaotong",
        "民生",
        "交通",
    )
    assert sorted(article.tags.values_list("name", flat=True)) == sorted(["桥梁", "ＡＩ"])
    assert list(DailyReadings.objects.values_list("article", "day", "readings")) == [
        (55, datetime(2022, 12, 15).date(), 12)
    ]
    assert list(Comment.objects.order_by("id").values_list("article", "name", "body", "created_at", "state")) == [
        (55, "街坊", "离家近了。", datetime(2026, 1, 31, 9, tzinfo=BEIJING), "rejected"),
        (55, "街坊", "离家近了。", datetime(2026, 1, 31, 9, tzinfo=BEIJING), "pending"),
    ]


def test_required_keys_are_enough(db, file):
    run("import_articles", write_lines(file, line()))
    article = Article.objects.get()
    assert (article.state, article.byline, article.reprint, article.comment_policy) == (
        "published",
        "网络编辑",
        False,
        "open",
    )
    assert (article.summary, article.source, article.cover, article.tags.count()) == ("", None, None, 0)
    assert (Comment.objects.count(), DailyReadings.objects.count()) == (0, 0)


def test_a_draft_needs_no_time(db, file):
    assert run("import_articles", write_lines(file, line(state="draft", published_at=None)))[0] == 0
    assert Article.objects.get().published_at is None


def test_the_body_is_cleaned(db, file):
    run("import_articles", write_lines(file, line(body='<p onclick="x()">一</p><script>alert(1)</script>')))
    assert Article.objects.get().body == "<p>一</p>"


def test_what_exists_is_used_and_keeps_its_names(db, file):
    category = make_category("minsheng", "百姓生活")
    tag, source = make_tag("AI"), Source.objects.create(name="晨报", url="https://example.cn/")
    run("import_articles", write_lines(file, line(tags=["ai"], source="晨报")))
    article = Article.objects.get()
    assert (article.category, article.source, list(article.tags.all())) == (category, source, [tag])
    assert (Category.objects.get().name, Tag.objects.get().name) == ("百姓生活", "AI")


def test_a_second_run_changes_nothing(db, file):
    full = line(tags=["桥梁", "交通"], source="晨报", views=5, comments=[comment(), comment(), comment(name="读者")])
    write_lines(file, full, line(id=8, state="draft", published_at=None, views=2))
    run("import_articles", file)
    before = all_rows()
    assert run("import_articles", file) == (
        0,
        ["imported 2 articles (0 new, 0 changed, 2 unchanged), refused 0"],
        [],
    )
    assert all_rows() == before


@pytest.mark.parametrize(
    ("change", "stored"),
    [
        ({"title": "改了的标题"}, lambda article: article.title == "改了的标题"),
        ({"body": "<p>改了。</p>"}, lambda article: article.body == "<p>改了。</p>"),
        ({"tags": ["二", "一"]}, lambda article: list(tag_order(article)) == ["二", "一"]),
        ({"tags": []}, lambda article: article.tags.count() == 0),
        ({"source": "晚报"}, lambda article: article.source.name == "晚报"),
        ({"categories": [{"slug": "wenhua", "name": "文化"}]}, lambda article: article.category.path == "wenhua"),
        ({"state": "withdrawn"}, lambda article: article.state == "withdrawn"),
        ({"published_at": "2026-01-31T08:00:01+08:00"}, lambda article: article.published_at.second == 1),
    ],
)
def test_a_changed_line_updates_its_article(db, file, change, stored):
    original = line(tags=["一", "二"], source="晨报")
    run("import_articles", write_lines(file, original, line(id=8)))
    before = Article.objects.get(pk=7)
    assert run("import_articles", write_lines(file, {**original, **change}, line(id=8)))[1] == [
        "imported 2 articles (0 new, 1 changed, 1 unchanged), refused 0"
    ]
    article = Article.objects.get(pk=7)
    assert stored(article)
    assert (article.created_at, article.updated_at > before.updated_at) == (before.created_at, True)
    assert Article.objects.get(pk=8).title == line()["title"]


def tag_order(article):
    return Article.tags.through.objects.filter(article=article).order_by("id").values_list("tag__name", flat=True)


def test_more_comments_and_readings_are_added(db, file):
    run("import_articles", write_lines(file, line(views=3, comments=[comment()])))
    before = Article.objects.get()
    decide(Comment.objects.all(), "rejected", make_user())
    more = line(views=10, comments=[comment(), comment(), comment(name="读者")])
    assert run("import_articles", write_lines(file, more))[1] == [
        "imported 1 articles (0 new, 1 changed, 0 unchanged), refused 0"
    ]
    assert list(Comment.objects.order_by("id").values_list("name", "state")) == [
        ("街坊", "rejected"),
        ("街坊", "approved"),
        ("读者", "approved"),
    ]
    assert DailyReadings.objects.get().readings == 10
    assert Article.objects.get().updated_at == before.updated_at


def test_a_comment_written_here_is_not_doubled(db, file):
    article = make_article(pk=7, **{key: line()[key] for key in ("title", "body", "published_at")})
    Comment.objects.create(
        article=article, submission="0b6ea9fc-3b51-4d6f-9d4d-0d2f2f0a8c11", **comment(state="approved")
    )
    run("import_articles", write_lines(file, line(comments=[comment(state="pending")])))
    assert list(Comment.objects.values_list("state", flat=True)) == ["approved"]


def test_readings_are_never_lowered(db, file):
    run("import_articles", write_lines(file, line(views=3)))
    DailyReadings.objects.create(article_id=7, day=timezone.localdate(), readings=40)
    assert run("import_articles", write_lines(file, line(views=42)))[1] == [
        "imported 1 articles (0 new, 0 changed, 1 unchanged), refused 0"
    ]
    assert sorted(DailyReadings.objects.values_list("readings", flat=True)) == [3, 40]


def test_readings_of_a_future_article_count_from_today(db, file):
    future = (timezone.now() + timedelta(days=30)).isoformat()
    run("import_articles", write_lines(file, line(published_at=future, views=3)))
    assert DailyReadings.objects.get().day == timezone.localdate()


def test_an_editors_later_change_is_kept(db, file):
    run("import_articles", write_lines(file, line(comments=[comment()])))
    Article.objects.update(title="编辑改过的标题", updated_by=make_user())
    assert run("import_articles", file) == (
        1,
        ["imported 0 articles (0 new, 0 changed, 0 unchanged), refused 1"],
        ["line 1: id: is an article that an editor has changed here since; --overwrite replaces it"],
    )
    assert Article.objects.get().title == "编辑改过的标题"
    assert run("import_articles", file, overwrite=True)[0] == 0
    assert (Article.objects.get().title, Article.objects.get().updated_by) == (line()["title"], None)


def test_new_articles_are_numbered_after_the_imported(db, file):
    highest = make_article().pk + 1_000  # a sequence goes on where the last test left it
    run("import_articles", write_lines(file, line(id=highest), line(id=highest - 900)))
    assert make_article().pk == highest + 1
    run("import_articles", write_lines(file, line(id=highest - 800)))
    assert make_article().pk == highest + 2


def test_a_cover_comes_from_the_media_folder(db, file):
    cover = {"file": PICTURE, "alt": "雪后的角楼", "credit": "本报"}
    assert run("import_articles", write_lines(file, line(cover=cover)))[2] == [
        "line 1: cover.file: is not in the media folder: copy the pictures first"
    ]
    assert (Article.objects.count(), Picture.objects.count(), Category.objects.count()) == (0, 0, 0)
    default_storage.save(PICTURE, io.BytesIO(b"x"))
    assert run("import_articles", file)[0] == 0
    assert list(Picture.objects.values_list("file", "width", "height", "alt", "credit")) == [
        (PICTURE, 1600, 900, "雪后的角楼", "本报")
    ]
    assert Article.objects.get().cover == Picture.objects.get()


def test_what_only_the_database_refuses_harms_no_other_line(db, file):
    # One character that folds to eighteen: the tag fits its name and not its key.
    write_lines(file, line(id=1, tags=["一"]), line(id=2, tags=["\ufdfa" * 30]), line(id=3, tags=["二"]))
    assert run("import_articles", file) == (
        1,
        ["imported 2 articles (2 new, 0 changed, 0 unchanged), refused 1"],
        ["line 2: line: was refused by the database: value too long for type character varying(120)"],
    )
    assert list(Article.objects.order_by("pk").values_list("pk", flat=True)) == [1, 3]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["一", "二"]


def test_strict_stops_at_the_first_bad_line_and_saves_nothing(db, file):
    make_article()
    before = all_rows()
    write_lines(file, *(line(id=5000 + n) for n in range(600)), line(id=1, title=""), line(id=2, title=""))
    assert run("import_articles", file, strict=True) == (
        1,
        ["imported nothing: --strict stopped at line 601"],
        ["line 601: title: is empty"],
    )
    assert all_rows() == before


def test_strict_names_the_first_when_the_database_finds_it(db, file):
    write_lines(file, line(id=1, tags=["\ufdfa" * 30]), line(id=2, title=""))
    assert run("import_articles", file, strict=True)[2] == [
        "line 1: line: was refused by the database: value too long for type character varying(120)"
    ]


def test_strict_saves_a_good_file(db, file):
    assert run("import_articles", write_lines(file, line()), strict=True)[0] == 0
    assert Article.objects.get().pk == 7


def test_lines_of_other_systems_are_read(db, file):
    file.write_bytes(
        b"\xef\xbb\xbf" + json.dumps(line(id=1)).encode() + b"\r\n\r\n  \n" + json.dumps(line(id=2)).encode()
    )
    assert run("import_articles", file) == (
        0,
        ["imported 2 articles (2 new, 0 changed, 0 unchanged), refused 0"],
        [],
    )


def test_lines_after_one_that_is_too_long_keep_their_numbers(db, file):
    write_lines(file, b"x" * 12_000_000, line(title=""), b"y" * 5_000_001)
    assert run("import_articles", file)[2] == [
        "line 1: line: is longer than 5,000,000 bytes",
        "line 2: title: is empty",
        "line 3: line: is longer than 5,000,000 bytes",
    ]


def test_an_empty_file_is_fine(db, file):
    assert run("import_articles", write_lines(file)) == (
        0,
        ["imported 0 articles (0 new, 0 changed, 0 unchanged), refused 0"],
        [],
    )


def test_a_file_that_is_not_there_is_one_line(db, tmp_path):
    assert run("import_articles", tmp_path / "none") == (1, [], [f"{tmp_path}/none: No such file or directory"])
    assert run("import_articles", tmp_path) == (1, [], [f"{tmp_path}: Is a directory"])


def test_standard_input_is_read(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(line()).encode())))
    assert run("import_articles", "-")[0] == 0
    assert Article.objects.get().pk == 7


def many(count: int, first: int = 1):
    for n in range(first, first + count):
        yield line(id=n, tags=[f"标签{n % 50}", "桥"], source=f"晨报{n % 9}", comments=[comment()], views=n % 3)


def test_progress_is_plain_lines_every_5000(db, file):
    assert run("import_articles", write_lines(file, *many(10_001)))[1] == [
        "5,000 lines",
        "10,000 lines",
        "imported 10,001 articles (10,001 new, 0 changed, 0 unchanged), refused 0",
    ]


def test_a_batch_costs_the_same_queries_whatever_its_lines(db, file):
    run("import_articles", write_lines(file, *many(60)))
    counts = []
    for lines in (many(1, first=100), many(30, first=200)):
        write_lines(file, *lines)
        with CaptureQueriesContext(
            connection,
        ) as first:
            run("import_articles", file)
        with CaptureQueriesContext(connection) as again:
            run("import_articles", file)
        counts.append((len(first), len(again)))
    assert counts[0] == counts[1]


def peak(file) -> int:
    tracemalloc.start()
    try:
        run("import_articles", file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_more_lines_take_no_more_memory(db, file):
    run("import_articles", write_lines(file, *many(1)))
    few = peak(write_lines(file, *many(600)))
    lots = peak(write_lines(file, *many(4_000)))
    # The ids of the lines are kept, 64 bytes each or so.
    assert lots < few * 1.25 + 4_000 * 100

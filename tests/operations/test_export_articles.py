import io
import json
import os
import stat
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from news import markup
from news.models import Article, Category, Source, Tag
from operations.exchange import reading
from tests.factories import make_article, make_category, make_tag
from tests.operations.exchange import comment, line, run, write_lines

PLAIN = (
    '{"id": 7, "title": "城东菜市场今天开门", "categories": [{"slug": "minsheng", "name": "民生"}], '
    '"body": "<p>早上六点，城东菜市场开门。</p>", "summary": "", "byline": "网络编辑", "source": "", "source_url": "", '
    '"editor": "", "reprint": false, "published_at": "2026-01-31T08:00:00+08:00", "tags": [], "views": 0, '
    '"state": "published", "comments": []}\n'
)
NASTY = [
    line(
        id=1,
        title='"引号" \\ </script> 👨 𠮷',
        subtitle="副题",
        original_title="原题",
        summary="摘要 & <b>",
        body="<p>一\r\n二</p><script>x</script><p>&amp; &lt; é e\u0301 \u200d</p>\n",
        categories=[{"slug": "a", "name": "甲"}, {"slug": "a", "name": "乙"}],
        byline="",
        source="晨报",
        source_url="https://example.cn/?a=1&b=2#%E4%B8%80",
        reprint=True,
        published_at="2022-12-15T07:40:48.000120Z",
        expires_at="2090-01-01T00:00:00-11:30",
        tags=["丙", "甲", "乙", "ＡＩ", "ai"],
        views=10**12,
        comment_policy="closed",
        comments=[
            comment(created_at="2026-02-01T00:00:00+00:00", state="pending", body="后\r\n\n写"),
            comment(created_at="1999-12-31T23:59:59.999999+08:00", state="rejected"),
            comment(created_at="1999-12-31T23:59:59.999999+08:00", state="approved"),
        ],
    ),
    line(id=2, state="draft", published_at=None, tags=["ai", "丙"], views=3),
    line(id=900_000, state="withdrawn", withdrawal_notice="已更正", categories=[{"slug": "a", "name": "别名"}]),
]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "articles.jsonl"


def forget_everything():
    for model in (Comment, Article, Tag, Source):
        model.objects.all().delete()
    Category.objects.exclude(parent=None).delete()
    Category.objects.all().delete()


def test_an_article_is_one_line_in_the_keys_of_the_format(db, file):
    run("import_articles", write_lines(file, line()))
    assert run("export_articles", file) == (0, ["exported 1 articles"], [])
    assert file.read_text() == PLAIN


def test_all_states_are_exported_by_id(db, file):
    make_article(pk=30, state="draft", published_at=None)
    make_article(pk=4, state="withdrawn", withdrawal_notice="更正")
    make_article(pk=12)
    run("export_articles", file)
    lines = [json.loads(text) for text in file.read_text().splitlines()]
    assert [(item["id"], item["state"], item.get("withdrawal_notice")) for item in lines] == [
        (4, "withdrawn", "更正"),
        (12, "published", None),
        (30, "draft", None),
    ]


def test_what_was_written_on_the_site_comes_back_the_same(db, file, tmp_path):
    category = make_category("wenhua", "文化", parent=make_category())
    article = make_article(category=category, tags=[make_tag("戏曲"), make_tag("AI")], summary="摘要")
    for number, state in enumerate(["pending", "approved", "rejected", "withdrawn"]):
        Comment.objects.create(article=article, submission=f"{number:032x}", **comment(state=state, name=state))
    run("export_articles", file)
    forget_everything()
    again = tmp_path / "again.jsonl"
    assert run("import_articles", file)[0] == 0
    run("export_articles", again)
    assert again.read_bytes() == file.read_bytes()
    assert Article.objects.get().published_at == article.published_at


@pytest.mark.parametrize("lines", [NASTY, [line(id=n, tags=[f"标签{n % 7}"], views=n) for n in range(1, 1001)]])
def test_a_round_trip_gives_the_same_bytes(db, tmp_path, lines):
    first, second, third = (tmp_path / f"{n}.jsonl" for n in range(3))
    assert run("import_articles", write_lines(tmp_path / "given.jsonl", *lines))[2] == []
    run("export_articles", first)
    assert run("import_articles", first)[1][-1] == (
        f"imported {len(lines):,} articles (0 new, 0 changed, {len(lines):,} unchanged), refused 0"
    )
    run("export_articles", second)
    forget_everything()
    assert run("import_articles", first)[0] == 0
    run("export_articles", third)
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()
    assert len(first.read_bytes().splitlines()) == len(lines)


def test_nasty_values_are_written_whole(db, tmp_path):
    run("import_articles", write_lines(tmp_path / "given.jsonl", *NASTY))
    run("export_articles", tmp_path / "out.jsonl")
    first, draft, last = (json.loads(text) for text in (tmp_path / "out.jsonl").read_text().split("\n")[:-1])
    assert all(said.pop("number") for said in first["comments"])
    assert first == {
        **NASTY[0],
        "body": markup.clean_html(NASTY[0]["body"]),
        "byline": "网络编辑",
        "editor": "",
        "published_at": "2022-12-15T15:40:48.000120+08:00",
        "expires_at": "2090-01-01T19:30:00+08:00",
        "tags": ["丙", "甲", "乙", "ＡＩ"],
        "state": "published",
        "comments": [
            comment(created_at="1999-12-31T23:59:59.999999+08:00", state="rejected"),
            comment(created_at="1999-12-31T23:59:59.999999+08:00", state="approved"),
            comment(created_at="2026-02-01T08:00:00+08:00", state="pending", body="后\n\n写"),
        ],
    }
    assert (draft["published_at"], draft["tags"], draft["views"]) == (None, ["ＡＩ", "丙"], 3)
    assert (last["id"], last["categories"]) == (900_000, [{"slug": "a", "name": "甲"}])


def test_standard_output_carries_articles_alone(db, monkeypatch, file):
    run("import_articles", write_lines(file, line()))
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    assert run("export_articles", "-") == (0, [], ["exported 1 articles"])
    assert out.buffer.getvalue().decode() == PLAIN


def test_a_failed_export_keeps_the_old_file(db, file, monkeypatch):
    make_article()
    file.write_text("old")
    monkeypatch.setattr("operations.exchange.writing.json.dumps", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("export_articles", file)
    assert (file.read_text(), os.listdir(file.parent)) == ("old", [file.name])


def test_a_folder_that_is_not_there_is_one_line(db, tmp_path):
    assert run("export_articles", tmp_path / "no" / "file") == (
        1,
        [],
        [f"{tmp_path}/no/file: No such file or directory"],
    )


def test_a_pipe_is_written_into_and_stays_a_pipe(db, file):
    make_article()
    os.mkfifo(file)
    read = []
    reader = threading.Thread(target=lambda: read.append(file.read_text()))
    reader.start()
    assert run("export_articles", file)[0] == 0
    reader.join()
    assert len(read[0].splitlines()) == 1
    assert stat.S_ISFIFO(file.stat().st_mode)


def test_a_line_that_import_would_refuse_is_said(db, file, monkeypatch):
    monkeypatch.setattr("operations.management.commands.export_articles.LONGEST_LINE", 100)
    article = make_article()
    assert reading.LONGEST_LINE == 5_000_000
    assert run("export_articles", file) == (
        1,
        ["exported 1 articles"],
        [f"article {article.pk}: its line is longer than import_articles takes"],
    )
    assert len(file.read_text().splitlines()) == 1


def test_a_chunk_costs_the_same_queries_with_1_and_30_articles(db, file):
    counts = []
    for count in (1, 29):
        for n in range(count):
            article = make_article(tags=[make_tag(f"标签{count}-{n}")], category=make_category(f"c{count}-{n}"))
            Comment.objects.create(article=article, submission=f"{article.pk:032x}", **comment())
        with CaptureQueriesContext(connection) as queries:
            run("export_articles", file)
        counts.append(len(queries))
    assert counts == [6, 6]


def test_progress_is_plain_lines_every_5000(db, file):
    category = make_category()
    Article.objects.bulk_create(
        Article(title="题", body="<p>文</p>", category=category, state="draft") for n in range(5_001)
    )
    assert run("export_articles", file)[1] == ["5,000 articles", "exported 5,001 articles"]

import json

import pytest

from news.models import Article
from tests.factories import make_article, make_comment
from tests.operations.exchange import PICTURE, all_rows, comment, line, run, write_lines

BAD = {
    "not json": ("{", "line: is no JSON at character 2"),
    "two objects": ("{} {}", "line: is no JSON at character 4"),
    "not an object": ("[]", "line: must be an object, not a list"),
    "not utf-8": (b'{"title": "\xff"}', "line: is not UTF-8 at byte 12"),
    "nan": ('{"id": NaN}', "line: is no JSON: it has NaN"),
    "infinity": ('{"views": -Infinity}', "line: is no JSON: it has -Infinity"),
    "huge number": ('{"id": 1' + "0" * 30 + "}", "line: has a number of more than 20 digits"),
    "deep": ("[" * 100_000, "line: is nested too deeply"),
    "double key": ('{"id": 1, "id": 2}', "id: is there twice"),
    "too long": (b'{"body": "' + b"x" * 5_000_000 + b'"}', "line: is longer than 5,000,000 bytes"),
    "unknown key": (line(titel="x"), "titel: is no key of the format"),
    "hostile key": (line(**{"a\nline 2: \x1b[2J": 1}), r"a\nline 2: \x1b[2J: is no key of the format"),
    "no id": (line(id=...), "id: is missing"),
    "no title": (line(title=...), "title: is missing"),
    "no categories": (line(categories=...), "categories: is missing"),
    "no body": (line(body=...), "body: is missing"),
    "no time": (line(published_at=...), "published_at: is missing"),
    "id 0": (line(id=0), "id: must be from 1 to 1,000,000,000,000,000"),
    "id negative": (line(id=-5), "id: must be from 1 to 1,000,000,000,000,000"),
    "id too high": (line(id=10**15 + 1), "id: must be from 1 to 1,000,000,000,000,000"),
    "id true": (line(id=True), "id: must be a whole number, not true or false"),
    "id text": (line(id="7"), "id: must be a whole number, not text"),
    "id fraction": (line(id=7.0), "id: must be a whole number, not a number"),
    "title number": (line(title=7), "title: must be text, not a number"),
    "title null": (line(title=None), "title: must be text, not null"),
    "title empty": (line(title=""), "title: is empty"),
    "title blank": (line(title=" \u3000\u00a0 "), "title: is empty"),
    "title long": (line(title="长" * 201), "title: is longer than 200 characters"),
    "title nul": (line(title="a\x00b"), "title: has a control character or half a surrogate pair"),
    "title escape": (line(title="a\x1bb"), "title: has a control character or half a surrogate pair"),
    "title bidi": (line(title="a\u202eb"), "title: has a character that turns the direction of writing"),
    "title zalgo": (line(title="a" + "\u0301" * 9), "title: has too many marks on one letter"),
    "title zero width alone": (line(title="\u200b\ufeff"), "title: is empty"),
    "title surrogate": (json.dumps(line(title="\ud800")), "title: has a control character or half a surrogate pair"),
    "subtitle long": (line(subtitle="长" * 201), "subtitle: is longer than 200 characters"),
    "summary long": (line(summary="长" * 501), "summary: is longer than 500 characters"),
    "byline long": (line(byline="长" * 61), "byline: is longer than 60 characters"),
    "editor long": (line(editor="长" * 31), "editor: is longer than 30 characters"),
    "source long": (line(source="长" * 61), "source: is longer than 60 characters"),
    "body empty": (line(body=" \n"), "body: is empty"),
    "body only script": (line(body="<script>x</script>"), "body: has nothing left after cleaning"),
    "body nul": (line(body="<p>a\x00</p>"), "body: has a control character or half a surrogate pair"),
    "body bidi": (line(body="<p>a\u202eb</p>"), "body: has a character that turns the direction of writing"),
    "body long": (line(body="长" * 500_001), "body: is longer than 500,000 characters"),
    "body list": (line(body=["<p>"]), "body: must be text, not a list"),
    "categories object": (line(categories={"slug": "a", "name": "b"}), "categories: must be a list, not an object"),
    "categories none": (line(categories=[]), "categories: must be one category, or a category and its child"),
    "categories three": (
        line(categories=[{"slug": "a", "name": "甲"}] * 3),
        "categories: must be one category, or a category and its child",
    ),
    "category text": (line(categories=["minsheng"]), "categories[0]: must be an object, not text"),
    "category no slug": (line(categories=[{"name": "民生"}]), "categories[0].slug: is missing"),
    "category extra": (
        line(categories=[{"slug": "a", "name": "甲", "order": 1}]),
        "categories[0].order: is no key of the format",
    ),
    "slug capital": (
        line(categories=[{"slug": "a", "name": "甲"}, {"slug": "Minsheng", "name": "民生"}]),
        "categories[1].slug: may hold only small letters, digits and single hyphens between them",
    ),
    "slug slash": (
        line(categories=[{"slug": "a/b", "name": "甲"}]),
        "categories[0].slug: may hold only small letters, digits and single hyphens between them",
    ),
    "slug reserved": (
        line(categories=[{"slug": "admin", "name": "甲"}]),
        "categories[0].slug: is an address of the site itself",
    ),
    "slug long": (
        line(categories=[{"slug": "a" * 41, "name": "甲"}]),
        "categories[0].slug: is longer than 40 characters",
    ),
    "category name long": (
        line(categories=[{"slug": "a", "name": "长" * 21}]),
        "categories[0].name: is longer than 20 characters",
    ),
    "naive time": (
        line(published_at="2026-01-31T08:00:00"),
        "published_at: must be a time with its offset, such as 2026-01-31T08:00:00+08:00",
    ),
    "date": (
        line(published_at="2026-01-31"),
        "published_at: must be a time with its offset, such as 2026-01-31T08:00:00+08:00",
    ),
    "no such day": (line(published_at="2026-02-30T08:00:00+08:00"), "published_at: is no time that exists"),
    "no such offset": (line(published_at="2026-02-20T08:00:00+25:00"), "published_at: is no time that exists"),
    "year 1": (line(published_at="0001-01-01T00:00:00+08:00"), "published_at: must be in the years 1900 to 2100"),
    "time number": (line(published_at=1_700_000_000), "published_at: must be text, not a number"),
    "time null": (line(published_at=None), "published_at: may be null only in a draft"),
    "expires first": (line(expires_at="2026-01-31T08:00:00+08:00"), "expires_at: must be later than published_at"),
    "state unknown": (line(state="live"), "state: must be one of draft, published, withdrawn"),
    "state list": (line(state=["draft"]), "state: must be one of draft, published, withdrawn"),
    "policy unknown": (line(comment_policy="maybe"), "comment_policy: must be one of open, always, closed"),
    "reprint number": (line(reprint=1), "reprint: must be true or false, not a number"),
    "views negative": (line(views=-1), "views: must be from 0 to 1,000,000,000,000"),
    "views true": (line(views=True), "views: must be a whole number, not true or false"),
    "url script": (
        line(source_url="javascript:alert(1)"),
        "source_url: must be a web address that begins with http:// or https://",
    ),
    "url capital": (
        line(source_url="HTTPS://example.cn/"),
        "source_url: must be a web address that begins with http:// or https://",
    ),
    "url no host": (
        line(source_url="https://"),
        "source_url: must be a web address that begins with http:// or https://",
    ),
    "url long": (line(source_url="https://example.cn/" + "a" * 500), "source_url: is longer than 500 characters"),
    "tags text": (line(tags="一,二"), "tags: must be a list, not text"),
    "tag number": (line(tags=["一", 2]), "tags[1]: must be text, not a number"),
    "tag blank": (line(tags=["一 二"]), "tags[0]: may hold no blanks and no symbols"),
    "tag slash": (line(tags=["一/二"]), "tags[0]: may hold no blanks and no symbols"),
    "tag long": (line(tags=["长" * 31]), "tags[0]: is longer than 30 characters"),
    "comments null": (line(comments=None), "comments: must be a list, not null"),
    "comment no name": (line(comments=[comment(), comment(name=...)]), "comments[1].name: is missing"),
    "comment empty": (line(comments=[comment(body="\n")]), "comments[0].body: is empty"),
    "comment long": (line(comments=[comment(body="长" * 1001)]), "comments[0].body: is longer than 1,000 characters"),
    "comment name long": (line(comments=[comment(name="长" * 21)]), "comments[0].name: is longer than 20 characters"),
    "comment bidi": (
        line(comments=[comment(body="离家\u202e近了")]),
        "comments[0].body: has a character that turns the direction of writing",
    ),
    "comment zalgo": (
        line(comments=[comment(name="a" + "\u0301" * 9)]),
        "comments[0].name: has too many marks on one letter",
    ),
    "comment private": (
        line(comments=[comment(body="\ue000")]),
        "comments[0].body: has characters that readers may not send",
    ),
    "comment number": (
        line(comments=[comment(number="ABCDEFGHIJ")]),
        "comments[0].number: is no number of a comment as this site gives them",
    ),
    "comment number twice": (
        line(comments=[comment(number="BCDFGHJKMP"), comment(number="BCDFGHJKMP")]),
        "comments[1].number: is there twice",
    ),
    "comment number type": (line(comments=[comment(number=7)]), "comments[0].number: must be text, not a number"),
    "comment answers nothing": (
        line(comments=[comment(number="BCDFGHJKMP"), comment(reply_to="BCDFGHJKMQ")]),
        "comments[1].reply_to: is no number of a comment of this article in this line",
    ),
    "comment answers itself": (
        line(comments=[comment(number="BCDFGHJKMP", reply_to="BCDFGHJKMP")]),
        "comments[0].reply_to: leads back to itself",
    ),
    "comments in a circle": (
        line(
            comments=[
                comment(reply_to="BCDFGHJKMP"),
                comment(number="BCDFGHJKMP", reply_to="BCDFGHJKMQ"),
                comment(number="BCDFGHJKMQ", reply_to="BCDFGHJKMP"),
            ]
        ),
        "comments[0].reply_to: leads back to itself",
    ),
    "comment of another article": (
        line(comments=[comment(number="BCDFGHJKMV")]),
        "comments[0].number: is the number of a comment on another article",
    ),
    "comment staff": (line(comments=[comment(staff="yes")]), "comments[0].staff: must be true or false, not text"),
    "comment region": (line(comments=[comment(region="长" * 21)]), "comments[0].region: is longer than 20 characters"),
    "comment edited": (
        line(comments=[comment(edited_at="gestern")]),
        "comments[0].edited_at: must be a time with its offset, such as 2026-01-31T08:00:00+08:00",
    ),
    "comment likes": (line(comments=[comment(likes=3)]), "comments[0].likes: is no key of the format"),
    "erased with words": (
        line(comments=[comment(state="erased", number="BCDFGHJKMP")]),
        "comments[0].name: must be empty in an erased comment",
    ),
    "erased without number": (
        line(comments=[comment(state="erased", name="", body="")]),
        "comments[0].number: is missing",
    ),
    "comment state": (
        line(comments=[comment(state="spam")]),
        "comments[0].state: must be one of pending, approved, rejected, withdrawn, erased",
    ),
    "comment time": (
        line(comments=[comment(created_at="gestern")]),
        "comments[0].created_at: must be a time with its offset, such as 2026-01-31T08:00:00+08:00",
    ),
    "cover text": (line(cover=PICTURE), "cover: must be an object, not text"),
    "cover elsewhere": (
        line(cover={"file": "../../etc/passwd", "alt": "a", "credit": "b"}),
        "cover.file: is no name of a picture as this site gives them",
    ),
    "id again": (line(id=1, title="另一篇"), "id: is in an earlier line of this file"),
}


@pytest.mark.parametrize(("bad", "reason"), BAD.values(), ids=BAD)
def test_a_bad_line_is_reported_and_leaves_nothing(db, tmp_path, bad, reason):
    file = write_lines(tmp_path / "articles.jsonl", line(id=1))
    run("import_articles", file)
    make_comment(make_article(pk=900), number="BCDFGHJKMV")
    before = all_rows()
    write_lines(file, line(id=1), bad, line(id=3))
    assert run("import_articles", file) == (
        1,
        ["imported 2 articles (1 new, 0 changed, 1 unchanged), refused 1"],
        [f"line 2: {reason}"],
    )
    Article.objects.get(pk=3).delete()
    assert all_rows() == before

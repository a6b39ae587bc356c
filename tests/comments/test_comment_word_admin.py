"""评论词表 in the admin: out and in as CSV, and the box in which it is tried."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains

from comments import word_list
from comments.models import CommentWord
from comments.word_csv import TABLE
from news import word_csv
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/commentword/"
HEAD = "词,处理,类别,同音也算,例外,说明,启用"


@pytest.fixture(autouse=True)
def moderator(client):
    user = make_user("shenhe", group="评论审核")
    client.force_login(user)
    return user


def upload(client, text, encoding="utf-8-sig"):
    return client.post(f"{LIST}import/", {"file": SimpleUploadedFile("词表.csv", text.encode(encoding))})


def rows():
    return list(
        CommentWord.objects.order_by("word").values_list(
            "word", "action", "category", "by_pinyin", "exceptions", "note", "active"
        )
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_file_is_shown_first_and_taken_once_confirmed(client, encoding):
    CommentWord.objects.create(word="旧词语", category="ads", hits=9)
    CommentWord.objects.create(word="不动的", category="other")
    text = f"{HEAD}\n赌博,拒收,赌博,是,赌博罪,常见,\n旧词语,标出,辱骂,,,,否\n不动的,,,,,,\n加微信,,,是,,,\n"
    page = upload(client, text, encoding)
    assertContains(page, "新增 <strong>2</strong> 个，修改 <strong>1</strong> 个，没有变化 1 个")
    assertContains(page, "<li>赌博（赌博，拒收，同音也算）</li>")
    assertContains(page, "<li>旧词语（辱骂，标出，停用）</li>")
    assert CommentWord.objects.count() == 2
    answer = client.post(f"{LIST}import/", {"content": page.context["content"]}, follow=True)
    assertContains(answer, "新增 2 个，修改 1 个，没有变化 1 个，有错没有导入 0 行。")
    assert rows() == [
        ("不动的", "mark", "other", False, "", "", True),
        ("加微信", "mark", "other", True, "", "", True),
        ("旧词语", "mark", "abuse", False, "", "", False),
        ("赌博", "reject", "gambling", True, "赌博罪", "常见", True),
    ]
    assert CommentWord.objects.get(word="旧词语").hits == 9
    assert [hit.action for hit in word_list.current().find("聚众 賭,博")] == ["reject"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("词语,删除,,,,,", "处理只能是拒收或标出"),
        ("词语,,八卦,,,,", "类别只能是时政有害或色情低俗或赌博或毒品违禁或诈骗或广告引流或辱骂或其他"),
        ("词语,,,也许,,,", "同音也算只能写是或否"),
        (",,赌博,,,,", "没有写词"),
        ("一,,,,,,", "词至少要有两个字或字母"),
        ("长" * 41 + ",,,,,,", "40"),
    ],
)
def test_a_bad_line_is_named_and_the_others_count(line, reason):
    changes = word_csv.compare(f"{HEAD}\n{line}\n好词,,,,,,\n", TABLE)
    assert ([row.word for row in changes.added], [number for number, _ in changes.errors]) == (["好词"], [2])
    assert reason in changes.errors[0][1]


def test_what_goes_out_comes_in_unchanged_and_is_no_formula(client):
    for word in ["=cmd|x", "+86热线", "@某某", "'引号词", '带"引号,逗号']:
        CommentWord.objects.create(word=word, note="=1+1", category="fraud", action="reject", by_pinyin=True)
    response = client.get(f"{LIST}export/")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"].startswith('attachment; filename="pinglun-cibiao-')
    assert text.splitlines()[0] == HEAD
    assert "\n=" not in text and ",=" not in text
    changes = word_csv.compare(text, TABLE)
    assert (changes.same, changes.added, changes.changed, changes.errors) == (5, [], [], [])


def test_the_box_shows_what_becomes_of_a_comment_and_counts_no_hit(client):
    CommentWord.objects.create(word="赌博", action="reject", category="gambling", note="<见规定>")
    CommentWord.objects.create(word="加微信", category="ads", by_pinyin=True)
    assertContains(client.get(f"{LIST}try/"), "查一查")
    page = client.post(f"{LIST}try/", {"name": "加薇信<b>", "body": "<i>聚众 賭．博</i>\n第二行"})
    assertContains(page, "会拒收：查到 2 个词")
    assertContains(page, "<mark>加薇信</mark>&lt;b&gt;")
    assertContains(page, "&lt;i&gt;聚众 <mark>賭．博</mark>&lt;/i&gt;<br>第二行")
    assertContains(page, "赌博（赌博，拒收）</a> &lt;见规定&gt;")
    assert list(CommentWord.objects.values_list("hits", flat=True)) == [0, 0]
    assertContains(client.post(f"{LIST}try/", {"body": "加微信看房"}), "会标出来待审：查到 1 个词")
    assertContains(client.post(f"{LIST}try/", {"body": "平常的话"}), "没有查到词表里的词")


@pytest.mark.parametrize("fields", [{"body": ""}, {"body": "长" * 2001}, {"body": "好", "name": "长" * 21}])
def test_a_wrong_trial_is_explained(client, fields):
    page = client.post(f"{LIST}try/", fields)
    assertContains(page, "errorlist")
    assertNotContains(page, "found-title")


def test_the_list_leads_to_all_three_and_only_keepers_may_import(client):
    page = client.get(LIST)
    for name in ("import", "export", "try"):
        assertContains(page, f'href="{LIST}{name}/"')
    client.force_login(make_user("bianji", group="编辑"))
    statuses = [client.get(f"{LIST}{name}/").status_code for name in ("import", "export", "try")]
    assert statuses == [403, 403, 403]
    assert client.post(f"{LIST}import/", {"content": f"{HEAD}\n词语,,,,,,"}).status_code == 403

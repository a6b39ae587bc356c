"""评论词表 in the admin: its list, its way in and out as CSV, its box to try."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comments.admin.comment_word import LONGEST_TRIAL
from comments.models import CommentWord
from news.csv_list import FORMULA, MOST_BYTES
from tests.factories import make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/commentword/"
HEAD = "词,处理,类别,同音也算,例外,说明,启用"


@pytest.fixture
def moderator(client):
    user = make_user("shenhe", "评论审核")
    client.force_login(user)
    return user


def look(client, content):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(f"{LIST}import/", {"file": SimpleUploadedFile("词表.csv", content)})


def confirm(client, text):
    response = client.post(f"{LIST}import/", {"content": text}, follow=True)
    return [str(message) for message in response.context["messages"]]


def rows():
    fields = ["word", "action", "category", "by_pinyin", "exceptions", "note", "active"]
    return list(CommentWord.objects.order_by("word").values_list(*fields))


def words_listed(client, query):
    return [row.word for row in client.get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_list_is_searched_filtered_and_sorted(client, moderator):
    CommentWord.objects.create(word="博彩", category="gambling", hits=3)
    CommentWord.objects.create(word="赌球", category="gambling", hits=12, active=False)
    CommentWord.objects.create(word="加微信", category="ads", action="reject", note="引流到赌博群")
    assert {query: words_listed(client, query) for query in ["q=赌博", "q=博彩", "q=广告", "q=没有的"]} == {
        "q=赌博": ["加微信", "博彩", "赌球"],
        "q=博彩": ["博彩"],
        "q=广告": ["加微信"],
        "q=没有的": [],
    }
    assert words_listed(client, "category__exact=gambling&active__exact=1") == ["博彩"]
    assert words_listed(client, "action__exact=reject") == ["加微信"]
    assert words_listed(client, "o=-6") == ["赌球", "博彩", "加微信"]
    assert words_listed(client, "o=3.6") == ["加微信", "博彩", "赌球"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"word": "，。"}, {"word": ["词至少要有两个字或字母，符号不算"]}),
        ({"word": "赌", "by_pinyin": "on"}, {"word": ["词至少要有两个字或字母，符号不算"]}),
        ({"word": "赌\u3164"}, {"word": ["词至少要有两个字或字母，符号不算"]}),
        ({"word": ""}, {"word": ["这个字段是必须的"]}),
        ({"word": "长" * 41}, {"word": ["确保该变量包含不超过 40 字符 (目前字符数 41)。"]}),
        ({"word": "赌\u202e博"}, {"word": ["含有改变文字方向的字符，请删去后再保存"]}),
        ({"word": "赌博"}, {"word": ["具有 词 的 评论词表 已存在。"]}),
    ],
)
def test_words_that_find_nothing_are_refused(client, moderator, fields, errors):
    CommentWord.objects.create(word="赌博")
    response = client.post(f"{LIST}add/", {"action": "mark", "category": "other"} | fields)
    assert response.context["adminform"].form.errors == errors


def test_words_are_switched_off_and_on(client, moderator):
    numbers = [CommentWord.objects.create(word=word).pk for word in ("赌博", "赌球")]
    for action, active in [("switch_off", False), ("switch_on", True)]:
        client.post(LIST, {"action": action, "_selected_action": numbers})
        assert list(CommentWord.objects.values_list("active", flat=True)) == [active, active]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_shows_what_will_change_then_changes_it_and_a_second_time_nothing(client, moderator, encoding):
    CommentWord.objects.create(word="赌博", hits=7)
    CommentWord.objects.create(word="加微信", category="ads", note="没有变")
    lines = [
        HEAD,
        "赌博,拒收,赌博,,,,是",
        "微信,标出,广告引流,是,威信,引流,否",
        "加微信,,广告引流,,,没有变,",
        "，,,,,,,",
        "微信,,,,,,",
        "词语,删除,,,,,",
        "词语,,怪类,,,,",
    ]
    text = "\r\n".join(lines)
    page = look(client, text.encode(encoding)).content.decode()
    for said in ["新增 <strong>1</strong> 个", "修改 <strong>1</strong> 个", "没有变化 1 个", "有错的 4 行不会导入"]:
        assert said in page
    for line in [
        "第 5 行：词至少要有两个字或字母，符号不算",
        "第 6 行：和第 3 行是同一个词",
        "第 7 行：处理只能是拒收或标出",
        "第 8 行：类别只能是时政有害、色情低俗、赌博、毒品违禁、诈骗、广告引流、辱骂或其他",
        "微信（标出，广告引流，同音也算，不启用）",
        "赌博（拒收，赌博）",
    ]:
        assert f"<li>{line}</li>" in page
    assert len(rows()) == 2
    assert confirm(client, text) == ["评论词表已导入：新增 1 个，修改 1 个，没有变化 1 个，有错没有导入 4 行。"]
    expected = [
        ("加微信", "mark", "ads", False, "", "没有变", True),
        ("微信", "mark", "ads", True, "威信", "引流", False),
        ("赌博", "reject", "gambling", False, "", "", True),
    ]
    assert sorted(rows()) == sorted(expected)
    assert CommentWord.objects.get(word="赌博").hits == 7
    before = list(CommentWord.objects.order_by("pk").values())
    assert confirm(client, text) == ["评论词表已导入：新增 0 个，修改 0 个，没有变化 3 个，有错没有导入 4 行。"]
    assert list(CommentWord.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a" * (MOST_BYTES + 1), "文件不能超过 1 MB"),
        (f"{HEAD}\n" + "词语,,,,,,\n" * 20_001, "一次最多 20000 行"),
        ("没有表头\n赌博", "第一行要写列名：词、处理、类别、同音也算、例外、说明、启用；至少要有“词”"),
        (b"\xff\xfe\x00\x01\x81", "看不懂文件的编码"),
    ],
    ids=["bytes", "rows", "head", "encoding"],
)
def test_what_is_no_list_is_refused_before_any_work(client, moderator, content, says):
    assert says in str(look(client, content).context["form"].errors)
    assert rows() == []


def test_what_goes_out_comes_in_unchanged_and_is_no_formula(client, moderator):
    for word in ["=cmd|x", "+86热线", "@某某", "－减号", "'引号词", '带"引号,逗号']:
        CommentWord.objects.create(word=word, note="=1+1", by_pinyin=True, category="fraud")
    response = client.get(f"{LIST}export/")
    assert (response["Content-Type"], response.content[:3]) == ("text/csv; charset=utf-8", b"\xef\xbb\xbf")
    assert response["Content-Disposition"].startswith('attachment; filename="pinglun-cibiao-')
    text = response.content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert (table[0], len(table)) == (HEAD.split(","), 7)
    assert [cell for line in table for cell in line if cell.startswith(FORMULA)] == []
    assert confirm(client, text) == ["评论词表已导入：新增 0 个，修改 0 个，没有变化 6 个，有错没有导入 0 行。"]


@pytest.mark.parametrize("missing", ["add", "change"])
def test_importing_takes_the_right_to_add_and_to_change(client, missing):
    user = make_user("shenhe")
    rights = user.user_permissions.model.objects.filter(content_type__app_label="comments")
    codenames = {"view_commentword", "add_commentword", "change_commentword"} - {f"{missing}_commentword"}
    user.user_permissions.set(rights.filter(codename__in=codenames))
    client.force_login(user)
    assert client.post(f"{LIST}import/", {"content": f"{HEAD}\n词语,,,,,,"}).status_code == 403
    assert "导入 CSV" not in client.get(LIST).content.decode() or missing == "change"
    assert rows() == []


@pytest.mark.parametrize("page", ["import", "try"])
def test_a_form_from_elsewhere_is_refused(moderator, page):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(moderator)
    assert stranger.post(f"{LIST}{page}/", {"content": f"{HEAD}\n词语,,,,,,", "body": "词语"}).status_code == 403
    assert rows() == []


def found(client, **given):
    response = client.post(f"{LIST}try/", {"name": "", "body": ""} | given)
    return response.context["found"], response.content.decode()


@pytest.mark.parametrize(
    ("body", "marked", "by_sound"),
    [
        ("聚众赌 博", "聚众<mark>赌 博</mark>", False),
        ("聚众賭・博", "聚众<mark>賭・博</mark>", False),
        ("聚众赌\u200b博", "聚众<mark>赌博</mark>", False),
        ("<b>Ｄｕ博</b>", "&lt;b&gt;<mark>Ｄｕ博</mark>&lt;/b&gt;", True),
        ("聚众 du bo", "聚众 <mark>du bo</mark>", True),
        ("聚众读博", "聚众<mark>读博</mark>", True),
    ],
)
def test_the_box_sees_through_disguises_and_marks_the_place(client, moderator, body, marked, by_sound):
    row = CommentWord.objects.create(word="赌博", category="gambling", by_pinyin=True)
    result, page = found(client, body=body)
    assert [(label, str(text)) for label, text in result["texts"]] == [("称呼", ""), ("内容", marked)]
    assert [(line.row, line.field, line.by_sound) for line in result["lines"]] == [(row, "内容", by_sound)]
    assert marked in page
    assert "收下待审，标出“含可疑词”" in page


def test_the_box_tells_every_verdict_with_its_word_and_category(client, moderator):
    CommentWord.objects.create(word="赌博", category="gambling", action="reject")
    CommentWord.objects.create(word="加微信", category="ads")
    CommentWord.objects.create(word="骗子", category="abuse", active=False)
    result, page = found(client, name="赌.博<i>", body="加微信，骗子，加微信")
    assert "会拒收" in page
    assert [(line.row.word, line.field, line.written) for line in result["lines"]] == [
        ("赌博", "称呼", "赌.博"),
        ("加微信", "内容", "加微信"),
    ]
    for cells in ["<td>拒收</td><td>赌博</td><td>称呼</td>", "<td>标出</td><td>广告引流</td><td>内容</td>"]:
        assert cells in page
    assert "<mark>赌.博</mark>&lt;i&gt;" in page
    assert set(CommentWord.objects.values_list("hits", "hit_at")) == {(0, None)}


def test_what_stands_within_a_word_is_escaped_in_every_place(client, moderator):
    CommentWord.objects.create(word="赌博", note="<b>")
    _, page = found(client, body="赌<博&")
    assert page.count("<mark>赌&lt;博</mark>") == 2


def test_the_box_says_when_there_is_nothing(client, moderator):
    result, page = found(client, body="路灯修好了")
    assert (result["lines"], "没有查到评论词表里的词" in page, "trial-table" in page) == ([], True, False)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"__all__": ["请填写称呼或内容"]}),
        ({"body": "长" * (LONGEST_TRIAL + 1)}, {"body": [f"最多 {LONGEST_TRIAL} 个字"]}),
        ({"name": "长" * 21}, {"name": ["最多 20 个字"]}),
        ({"body": "a\0b"}, {"body": ["含有不能显示的字符（控制符或乱码），请删去后再提交"]}),
        ({"body": "甲\u202e乙"}, {"body": ["含有不能显示的字符（控制符或乱码），请删去后再提交"]}),
    ],
    ids=["empty", "long text", "long name", "NUL", "bidi"],
)
def test_the_box_takes_what_a_reader_could_send(client, moderator, given, errors):
    response = client.post(f"{LIST}try/", {"name": "", "body": ""} | given)
    assert (response.status_code, response.context["form"].errors) == (200, errors)
    assert errors.popitem()[1][0] in response.content.decode()


def test_the_box_lists_a_hundred_places_at_most(client, moderator):
    CommentWord.objects.bulk_create(CommentWord(word=f"词语{n:03}") for n in range(150))
    result, page = found(client, body=" ".join(f"词语{n:03}" for n in range(150)))
    assert (len(result["lines"]), page.count('<th scope="row">'), "共 150 处，只列前 100 处" in page) == (
        150,
        100,
        True,
    )


def test_the_box_asks_as_often_for_thirty_words_as_for_one(client, moderator, django_assert_num_queries):
    for number in range(30):
        CommentWord.objects.create(word=f"词语{number:02}")
    found(client, body="词语01")
    for body in ["词语01", " ".join(f"词语{n:02}" for n in range(30))]:
        with django_assert_num_queries(6):
            found(client, body=body)


@pytest.mark.django_db(transaction=True)
def test_an_import_while_words_are_hit_loses_no_hit():
    client = Client()
    client.force_login(make_user("shenhe", "评论审核"))
    words = [CommentWord.objects.create(word=f"词语{n}", category="other") for n in range(20, 0, -1)]
    text = f"{HEAD}\n" + "\n".join(f"词语{n},拒收,其他,,,," for n in range(1, 21))

    def take():
        client.post(f"{LIST}import/", {"content": text})

    def hit():
        for _ in range(20):
            CommentWord.objects.count_hits({row.pk for row in words})

    at_once([take, hit, hit])
    assert set(CommentWord.objects.values_list("action", "hits")) == {("reject", 40)}

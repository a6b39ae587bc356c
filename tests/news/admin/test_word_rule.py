"""词表 in the admin: its rules, its way in and out as CSV, its box to try."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from news.csv_list import FORMULA
from news.models import Source, WordRule
from news.word_csv import WORD_RULES
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/news/wordrule/"
HEAD = "词,类别,正确写法,例外,级别,说明,启用"


@pytest.fixture
def chief(client):
    user = make_user("zhubian", "主编")
    client.force_login(user)
    return user


def look(client, content):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(f"{LIST}import/", {"file": SimpleUploadedFile("词表.csv", content)})


def rows():
    return list(WordRule.objects.order_by("word").values_list("word", "kind", "replacement", "level", "active"))


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"word": "，"}, {"word": ["词至少要有两个字或字母，符号不算"]}),
        ({"word": "长" * 41}, {"word": ["确保该变量包含不超过 40 字符 (目前字符数 41)。"]}),
        ({"word": "按装", "kind": "mistyped"}, {"replacement": ["易错词要填写正确写法"]}),
        ({"word": "安裝", "kind": "mistyped", "replacement": "安装"}, {"replacement"}),
        ({"word": "赌博"}, {"word": ["具有 词 的 词表 已存在。"]}),
    ],
)
def test_rules_that_find_nothing_are_refused(client, chief, fields, errors):
    WordRule.objects.create(word="赌博")
    response = client.post(f"{LIST}add/", {"kind": "sensitive", "level": "warning"} | fields)
    found = response.context["adminform"].form.errors
    assert (set(found) if isinstance(errors, set) else found) == errors


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_shows_what_will_change_and_then_changes_it(client, chief, encoding):
    WordRule.objects.create(word="赌博", level="warning")
    WordRule.objects.create(word="示例词")
    lines = [HEAD, "赌博,敏感词,,,错误,,", "按装,易错词,安装,装修,提醒,,是", "示例词,,,,,,", "，,,,,,,", "按装,,,,,,"]
    text = "\r\n".join(lines)
    changes = look(client, text.encode(encoding)).context["changes"]
    assert [rule.word for rule in changes.added] == ["按装"]
    assert [rule.word for rule in changes.changed] == ["赌博"]
    assert (changes.same, changes.errors) == (
        1,
        [(5, "词至少要有两个字或字母，符号不算"), (6, "和第 3 行是同一个词")],
    )
    assert len(rows()) == 2
    response = client.post(f"{LIST}import/", {"content": text}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "词表已导入：新增 1 个，修改 1 个，没有变化 1 个，有错没有导入 2 行。"
    ]
    assert rows() == [
        ("按装", "mistyped", "安装", "warning", True),
        ("示例词", "sensitive", "", "warning", True),
        ("赌博", "sensitive", "", "error", True),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "空文件"),
        ("没有表头\n赌博", "第一行要写列名"),
        (b"\xff\xfe\x00\x01\x81", "编码"),
        (b"\x00\x01", "不是 CSV"),
        (f'{HEAD}\n"' + "长" * 200_000, "看不懂"),
        (HEAD + "\n词语,,,,,,\n" * 20_001, "最多 20000 行"),
        (b"a" * 1_000_001, "不能超过 1 MB"),
    ],
    ids=range(7),
)
def test_what_is_no_list_is_refused_with_a_reason(client, chief, content, says):
    assert says in str(look(client, content).context["form"].errors)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (",易错词,安装,,,,", "没有写词"),
        ("词语,怪词,,,,,", "类别只能是敏感词或易错词"),
        ("词语,,,,严重,,", "级别只能是错误或提醒"),
        ("词语,,,,,,也许", "启用只能写是或否"),
        ("词语,易错词,,,,,", "易错词要填写正确写法"),
        ("长" * 41 + ",,,,,,", "最多 40 个字符"),
        ("甲\u202e乙,,,,,,", "改变文字方向"),
    ],
)
def test_a_bad_line_is_named_and_the_others_count(line, error):
    changes = WORD_RULES.compare(f"{HEAD}\n{line}\n好词,,,,,,\n")
    assert ([rule.word for rule in changes.added], changes.errors[0][0]) == (["好词"], 2)
    assert error.replace("最多 40 个字符", "40") in changes.errors[0][1]


def test_columns_that_the_file_lacks_are_left_alone():
    WordRule.objects.create(word="按装", kind="mistyped", replacement="安装", level="error", active=False)
    changes = WORD_RULES.compare("说明,词\n改过,按装\n,新词")
    assert [(rule.word, rule.kind, rule.level, rule.note, rule.active) for rule in changes.changed + changes.added] == [
        ("按装", "mistyped", "error", "改过", False),
        ("新词", "sensitive", "warning", "", True),
    ]


def test_a_short_line_has_empty_cells():
    WordRule.objects.create(word="赌博", level="error", active=False)
    changes = WORD_RULES.compare(f"{HEAD}\n赌博,敏感词")
    assert [(rule.level, rule.active) for rule in changes.changed] == [("warning", True)]


def test_what_goes_out_comes_in_unchanged_and_is_no_formula(client, chief):
    for word in ["=cmd|x", "+86热线", "@某某", "－减号", "'引号词", '带"引号,逗号']:
        WordRule.objects.create(word=word, note="=1+1")
    response = client.get(f"{LIST}export/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA)] == []
    changes = WORD_RULES.compare(text)
    assert (changes.same, changes.added, changes.changed, changes.errors) == (6, [], [], [])


def test_looking_asks_once_however_long_the_file(django_assert_num_queries):
    with django_assert_num_queries(1):
        WORD_RULES.compare(HEAD + "".join(f"\n示例{n}词,易错词,改{n}法,,,," for n in range(500)))


def test_the_box_marks_what_is_found_and_escapes_the_rest(client, chief):
    WordRule.objects.create(word="赌博", level="error", note="改作<涉赌>")
    response = client.post(f"{LIST}try/", {"text": "<b>聚众 賭 博</b>"})
    assert response.context["found"]["marked"] == (
        '&lt;b&gt;聚众 <mark class="hit-error" title="改作&lt;涉赌&gt;">賭 博</mark>&lt;/b&gt;'
    )
    assert "没有查到" in client.post(f"{LIST}try/", {"text": "平常的话"}).content.decode()


@pytest.mark.parametrize(("group", "status"), [("记者", 403), ("编辑", 403), ("评论审核", 403)])
def test_only_who_keeps_the_list_may_import(client, group, status):
    client.force_login(make_user("gu", group))
    assert client.post(f"{LIST}import/", {"content": f"{HEAD}\n词语,,,,,,"}).status_code == status
    assert not WordRule.objects.exists()


def test_only_chiefs_decide_which_sources_may_be_reprinted(client):
    client.force_login(make_user("bianji", "编辑"))
    client.post("/admin/news/source/add/", {"name": "示例晚报", "url": "", "allowed": "on"})
    client.force_login(make_user("zhubian", "主编"))
    client.post("/admin/news/source/add/", {"name": "示例日报", "url": "", "allowed": "on"})
    assert sorted(Source.objects.values_list("name", "allowed")) == [("示例日报", True), ("示例晚报", False)]

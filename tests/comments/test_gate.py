"""The gate's rules: what goes back, with which code, and what a moderator is told of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.gate import pressure
from comments.gate.chain import examine
from comments.gate.repeats import fingerprint as fingerprint_of
from comments.gate.verdicts import Post, Refused
from comments.models import Block, Comment, CommentWord
from comments.visitor import Visitor
from news.words import fold
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
VISITOR = Visitor(mark="ab" * 16, is_new=False, ip="192.0.2.7", agent="")
NEIGHBOUR = Visitor(mark="cd" * 16, is_new=False, ip="192.0.2.9", agent="")
STRANGER = Visitor(mark="ef" * 16, is_new=False, ip="198.51.100.7", agent="")


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def judge(article):
    """The marks of a post, or the code of its refusal."""

    def ask(body="路灯今天修好了，多谢师傅们。", name="老张", visitor=VISITOR, comment=None, pressed=False):
        try:
            return [str(mark) for mark in examine(Post(name, body, article, visitor, comment, pressed)).marks]
        except Refused as refusal:
            return refusal.code

    return ask


def test_calm_words_have_no_marks(judge):
    assert judge() == []


@pytest.mark.parametrize(
    "name",
    "管理员 管.理\u200b員 ＡＤＭＩＮ аdmin adm1n官方 大院小王 大-院 市公安局 县委宣传部 記者小李 网信办 市人大 "
    "太原市教育局 教·育·局 省财政廳 税务局 县退役军人事务局 阳泉市某某委员会 交通大队 "
    "市第一医院 山西省长 王局长 村委会书记 新华社 某某日报 某某晚报 太原新闻 今日报道 县融媒体中心".split(),
)
def test_names_of_the_house_and_of_authorities_are_refused(judge, name):
    assert judge(name=name) == "reserved"


@pytest.mark.parametrize(
    "name",
    "山西省长治人 城市长大的孩子 小区长大 县城小卖部 市区咖啡厅 山区老农 今日报名 今晚报到 大结局 "
    "教育孩子的妈 交通规则 省钱小能手 健康就好 消防员老李的邻居 老师 李大夫 人在旅途".split(),
)
def test_names_that_only_hold_such_letters_are_taken(judge, name):
    assert judge(name=name) == []


@pytest.mark.parametrize("name", ["wangxiaoming", "王小明", "WangXiaoMing", "小明王"])
def test_names_of_people_at_the_desk_are_refused(judge, name):
    make_user("wangxiaoming", first_name="小明", last_name="王")
    assert judge(name=name) == "reserved"
    assert judge(name="王小明的邻居") == []


@pytest.mark.parametrize(
    ("kind", "value", "hits"),
    [
        ("device", VISITOR.device, [True, False, False]),
        ("network", VISITOR.network, [True, True, False]),
        ("name", fold("老張"), [True, True, True]),
    ],
)
def test_what_is_blocked_gets_no_further_until_it_ends(judge, kind, value, hits):
    moderator = make_user()
    block = Block.objects.create(kind=kind, value=value, reason="骂人", created_by=moderator)
    asked = [judge(visitor=visitor) for visitor in (VISITOR, NEIGHBOUR, STRANGER)]
    assert asked == ["blocked" if hit else [] for hit in hits]
    Block.objects.update(until=timezone.now() + timedelta(hours=1))
    assert judge() == "blocked"
    Block.objects.filter(pk=block.pk).update(until=timezone.now())
    assert judge() == []


def test_a_block_says_until_when(article):
    until = timezone.now() + timedelta(days=7)
    Block.objects.create(kind="device", value=VISITOR.device, reason="骂人", until=until, created_by=make_user())
    with pytest.raises(Refused) as refusal:
        examine(Post("老张", "好", article, VISITOR))
    assert str(refusal.value) == (
        f"您到 {timezone.localtime(until):%Y-%m-%d %H:%M} 为止不能发表评论。如有疑问，请与编辑部联系。"
    )


@pytest.mark.parametrize(
    ("body", "marks"),
    [
        ("看 https://example.cn/a", ["link"]),
        ("上ｗｗｗ．example．ＣＯＭ看", ["link"]),
        ("去 abc . top 领", ["link"]),
        ("电话138 0000 1234", ["contact"]),
        ("电话１３８-0000-1234", ["contact"]),
        ("打一三八零零零零一二三四", ["contact"]),
        ("加V：abc12345", ["contact"]),
        ("v信 abc_12345", ["contact"]),
        ("威信abc12345", ["contact"]),
        ("QQ群 123456789", ["contact"]),
        ("写到 a.b@example.com", ["contact"]),
        ("2026年11月25日有13800人参加，共2.5公里", []),
        ("微信支付很方便", []),
        ("三路车每天6:30发车。top级服务", []),
    ],
)
def test_addresses_and_accounts_are_marked(judge, body, marks):
    assert judge(body) == marks


@pytest.mark.parametrize("name", ["加微abc12345", "138 0000 1234", "www.example.com", "a@example.cn"])
def test_in_a_name_they_are_refused(judge, name):
    assert judge(name=name) == "contact_in_name"


def test_under_pressure_links_go_back_and_calm_words_still_pass(judge, monkeypatch):
    monkeypatch.setattr(pressure, "CALM", 3)
    for number in range(4):
        make_comment(body=f"各说各的第{number}句", device=f"{number}")
    assert judge("看 https://example.cn/a", pressed=pressure.is_pressed()) == "link"
    assert judge(pressed=True) == []
    Comment.objects.update(created_at=timezone.now() - pressure.STRETCH)
    assert judge("看 https://example.cn/a", pressed=pressure.is_pressed()) == ["link"]


SAID = "末班车能不能再晚半小时，医院夜班的同事都赶不上。"


@pytest.mark.parametrize(("visitor", "verdict"), [(VISITOR, "repeat"), (NEIGHBOUR, "repeat"), (STRANGER, ["repeat"])])
@pytest.mark.parametrize("body", [SAID, "末班車能不能再晚半小時 醫院夜班的同事都趕不上！！"])
def test_the_same_words_again_are_refused_to_their_writer_and_marked_of_others(judge, visitor, verdict, body):
    make_comment(body=SAID, fingerprint=fingerprint_of(SAID), device=VISITOR.device, network=VISITOR.network)
    assert judge(body, visitor=visitor) == verdict


@pytest.mark.parametrize(("visitor", "verdict"), [(VISITOR, "near_repeat"), (STRANGER, ["near_repeat"])])
def test_nearly_the_same_words_too(judge, visitor, verdict):
    make_comment(body=SAID, fingerprint=fingerprint_of(SAID), device=VISITOR.device, network=VISITOR.network)
    assert judge(SAID.replace("都赶不上", "都赶不上车"), visitor=visitor) == verdict
    assert judge("末班车的事我打过热线，说是在研究。", visitor=visitor) == []


def test_short_words_are_said_by_many(judge):
    make_comment(body="支持！", fingerprint=fingerprint_of("支持！"), device=VISITOR.device, network=VISITOR.network)
    assert [judge("支持", visitor=visitor) for visitor in (VISITOR, NEIGHBOUR, STRANGER)] == [[], [], []]


def test_short_words_twice_on_one_article_are_a_repeat(judge, article):
    make_comment(article, body="支持！", fingerprint=fingerprint_of("支持！"), device=VISITOR.device)
    assert judge("支持") == "repeat"


def test_yesterday_is_forgotten_and_an_edit_does_not_repeat_itself(judge, article):
    said = make_comment(article, body=SAID, fingerprint=fingerprint_of(SAID), device=VISITOR.device)
    assert judge(SAID, comment=said) == []
    Comment.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert judge(SAID) == []


@pytest.mark.parametrize(("number", "marks"), [(2, []), (3, ["history"])])
def test_a_device_of_which_much_was_refused_is_marked(judge, number, marks):
    for _ in range(number):
        make_comment(state="rejected", device=VISITOR.device)
    assert judge() == marks
    assert judge(visitor=STRANGER) == []


@pytest.mark.parametrize(("number", "marks"), [(9, []), (10, ["history"])])
def test_a_network_takes_more(judge, number, marks):
    for _ in range(number):
        make_comment(state="rejected", network=VISITOR.network)
    assert judge(visitor=NEIGHBOUR) == marks


def test_listed_words_are_refused_or_marked_in_name_and_text_and_counted(judge):
    bad = CommentWord.objects.create(word="赌博", action="reject")
    odd = CommentWord.objects.create(word="代办", action="mark")
    CommentWord.objects.create(word="停用", action="reject", active=False)
    assert [judge("去赌-博网"), judge(name="赌博小王"), judge("专业代 办，停用"), judge(name="代办")] == [
        "word",
        "word",
        ["word"],
        ["word"],
    ]
    hits = dict(CommentWord.objects.values_list("word", "hits"))
    assert hits == {"赌博": 2, "代办": 2, "停用": 0}
    assert {bad.pk, odd.pk} == set(CommentWord.objects.exclude(hit_at=None).values_list("pk", flat=True))


def test_the_number_of_questions_does_not_grow(judge, django_assert_num_queries):
    CommentWord.objects.create(word="代办")
    judge("代办")
    for _ in range(30):
        make_comment(body="各说各的，" * 9, device=VISITOR.device, created_at=timezone.now() - timedelta(hours=30))
    with django_assert_num_queries(10):
        judge("专业代办，看过再说。")

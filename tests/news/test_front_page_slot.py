"""首页编排, over HTTP as an editor uses it, and what the front page makes of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.desk import placing
from news.front_page import front_page
from news.models import Article, CategoryRight, Entry, FrontPageSlot
from tests.factories import make_article, make_category, make_picture, make_user
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db
BOARD = "/admin/news/article/front/"


@pytest.fixture
def chief(client):
    user = make_user("zhubian", "主编")
    client.force_login(user)
    return user


def press(client, button, row, **fields):
    return client.post(BOARD, {"seen": placing.seen(), button: row.pk, **fields}, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def board() -> list[tuple]:
    return list(FrontPageSlot.objects.values_list("place", "position", "article__title"))


def slot_of(article) -> FrontPageSlot:
    return FrontPageSlot.objects.get(article=article)


def make(*titles, **fields) -> list[Article]:
    """Articles of these titles, the first the newest."""
    now = timezone.now()
    return [
        make_article(title=title, published_at=now - timedelta(hours=hours), **fields)
        for hours, title in enumerate(titles, start=1)
    ]


def front() -> list[list[str]]:
    """Lead, secondary, pictures, latest, by title."""
    page = front_page()
    places = [[page["lead"]] if page["lead"] else [], page["secondary"], page["pictures"], page["latest"]]
    return [[row.title for row in place] for place in places]


def test_what_an_editor_places_stands_first_and_the_rest_fills_up(client, chief):
    made = make(*"甲乙丙丁戊己庚")
    assert said(press(client, "lead", made[5])) == ["《己》已放到首页头条。"]
    press(client, "secondary", made[6])
    press(client, "secondary", made[4])
    assert board() == [("lead", 1, "己"), ("secondary", 1, "戊"), ("secondary", 2, "庚")]
    assert front() == [["己"], ["戊", "庚", "甲", "乙"], [], ["丙", "丁"]]
    lines = list(Entry.objects.order_by("pk").values_list("title", "action", "reason"))
    assert lines == [("己", "pinned", "首页头条"), ("庚", "pinned", "首页要目"), ("戊", "pinned", "首页要目")]


def test_slots_move_up_and_down_and_out(client, chief):
    made = make(*"甲乙丙")
    for article in reversed(made):
        press(client, "secondary", article)
    press(client, "down", slot_of(made[0]))
    assert [title for _, _, title in board()] == ["乙", "甲", "丙"]
    press(client, "up", slot_of(made[2]))
    assert [title for _, _, title in board()] == ["乙", "丙", "甲"]
    assert said(press(client, "down", slot_of(made[0]))) == ["没有改：已经在最后。"]
    assert said(press(client, "out", slot_of(made[1]))) == ["《乙》已撤下。"]
    assert board() == [("secondary", 1, "丙"), ("secondary", 2, "甲")]


def test_an_article_stands_in_one_place_alone(client, chief):
    (article,) = make("甲")
    press(client, "secondary", article)
    press(client, "lead", article)
    assert board() == [("lead", 1, "甲")]


def test_hidden_articles_in_slots_are_skipped_and_the_board_says_why(client, chief):
    hidden = make_hidden(cover=make_picture())
    (plain,) = make("无图")
    for position, article in enumerate(hidden, start=1):
        FrontPageSlot.objects.create(place="secondary", position=position, article=article)
    FrontPageSlot.objects.create(place="picture", position=1, article=plain)
    over = make_article(title="到期")
    FrontPageSlot.objects.create(place="lead", position=1, article=over, until=timezone.now())
    assert {title for place in front() for title in place} == {"无图", "到期"}
    page = client.get(BOARD).content.decode()
    notes = re.findall(r"不显示：([^<]+)<", page)
    soon = timezone.localtime(hidden[1].published_at)
    assert notes == ["放置的时间已过", "没有发布", f"{soon:%m-%d %H:%M} 才发布", "已经下线", "已撤稿", "没有封面图片"]


def test_who_waits_behind_a_full_place_moves_up_when_one_is_gone(client, chief):
    made = make(*"甲乙")
    press(client, "lead", made[1])
    press(client, "lead", made[0])
    assert re.findall(r"不显示：([^<]+)<", client.get(BOARD).content.decode()) == ["候补：前面的撤下后递补"]
    assert front()[:2] == [["甲"], ["乙"]]
    Article.objects.filter(pk=made[0].pk).update(state="withdrawn")
    assert front()[0] == ["乙"]


def test_the_time_of_a_slot_ends_it(client, chief):
    made = make(*"甲乙")
    until = timezone.localtime() + timedelta(hours=1)
    press(client, "lead", made[1], until=f"{until:%Y-%m-%dT%H:%M:%S}")
    assert front()[0] == ["乙"]
    FrontPageSlot.objects.update(until=timezone.now())
    assert front()[0] == ["甲"]
    assert "时间要在将来" in said(press(client, "lead", made[0], until="2020-01-01T00:00:00"))[0]


@pytest.mark.parametrize(
    ("button", "fields", "reason"),
    [
        ("picture", {}, "图片新闻要有封面图片"),
        ("lead", {"state": "draft", "published_at": None}, "没有发布"),
    ],
)
def test_what_can_not_stand_there_is_refused(client, chief, button, fields, reason):
    article = make_article(**fields)
    assert said(press(client, button, article)) == [f"没有改：{reason}。"]
    assert board() == []


def test_pins_fill_what_is_not_placed_before_the_newest_do(client, chief):
    made = make(*"甲乙丙")
    Article.objects.filter(pk=made[2].pk).update(pinned_until=timezone.now() + timedelta(hours=1))
    assert front()[0] == ["丙"]
    press(client, "lead", made[1])
    assert front()[:2] == [["乙"], ["丙", "甲"]]


def test_a_stale_board_changes_nothing(client, chief):
    made = make(*"甲乙")
    seen = placing.seen()
    press(client, "lead", made[0])
    response = client.post(BOARD, {"seen": seen, "lead": made[1].pk}, follow=True)
    assert said(response) == ["没有改：刚才有别人改过，现在的样子在下面，请看过再改。"]
    assert board() == [("lead", 1, "甲")]


def test_an_editor_with_the_right_to_pin_places_what_is_theirs_alone(client):
    editor = make_user("bianji", "编辑")
    editor.user_permissions.add(Permission.objects.get(codename="pin_article"))
    client.force_login(editor)
    mine = make_article(title="我的", category=make_category())
    other = make_article(title="别的", category=make_category("wenhua", "文化"))
    CategoryRight.objects.create(category=other.category, role="edit", user=make_user("bieren", "编辑"))
    press(client, "lead", mine)
    assert said(press(client, "lead", other)) == ["没有改：“文化”不由您负责。"]
    assert board() == [("lead", 1, "我的")]


@pytest.mark.parametrize(
    "posted", [{}, {"lead": "0"}, {"lead": "x"}, {"up": "9" * 30}, {"lead": "1", "seen": "x" * 99}]
)
def test_what_the_board_does_not_send_is_bad(client, chief, posted):
    assert client.post(BOARD, {"seen": placing.seen(), **posted}).status_code == 400


@pytest.mark.parametrize("button", ["lead", "up", "out"])
def test_rows_that_are_gone_are_404(client, chief, button):
    assert client.post(BOARD, {"seen": placing.seen(), button: 999}).status_code == 404


def test_articles_are_found_by_words_or_number(client, chief):
    made = make("供暖改造", "公交新线")
    for query in ["供暖", str(made[0].pk)]:
        response = client.get(BOARD, {"q": query})
        assert [article.title for article in response.context["articles"]] == ["供暖改造"]
    assert client.get(BOARD, {"q": "没有的"}).context["articles"] == []


def test_more_slots_need_no_more_queries(client, chief):
    counts = []
    for numbers in (range(1), range(1, 12)):
        for number in numbers:
            FrontPageSlot.objects.create(
                place="secondary", position=number + 1, article=make_article(category=make_category(f"c{number}"))
            )
        client.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            client.get(BOARD)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("fields", [{"place": "nowhere"}, {"place": "lead", "position": 1}])
def test_the_database_refuses_doubles_and_unknown_places(fields):
    first, second = make(*"甲乙")
    FrontPageSlot.objects.create(place="lead", position=1, article=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrontPageSlot.objects.create(**{"position": 2, **fields}, article=second)
        connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        FrontPageSlot.objects.create(place="picture", position=1, article=first)

"""The month of the paper in the admin."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from news.models import Article
from tests.factories import make_article, make_category, make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/news/article/calendar/"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def at(*moment):
    return timezone.make_aware(datetime(*moment))


def events(response) -> list[tuple]:
    """(day, kind, title) of what the page shows, in its order."""
    return [
        (f"{cell['day']:%m-%d}", event["kind"], event["article"].title)
        for week in response.context["weeks"]
        for cell in week
        for event in cell["events"]
    ]


def test_days_are_those_of_beijing_and_weeks_begin_on_monday(client, editor):
    make_article(title="早", published_at=at(2026, 3, 2, 0, 0, 0))
    make_article(title="晚", published_at=at(2026, 3, 1, 23, 59, 59))
    response = client.get(PAGE, {"month": "2026-03"})
    assert events(response) == [("03-01", "went-out", "晚"), ("03-02", "went-out", "早")]
    assert f"{response.context['weeks'][0][0]['day']}" == "2026-02-23"


def test_shows_what_will_be(client, editor):
    now = timezone.now()
    make_article(title="将来", published_at=now + timedelta(minutes=1))
    make_article(title="下线", published_at=now - timedelta(days=90), expires_at=now + timedelta(minutes=2))
    article = make_article(title="更新", published_at=now - timedelta(days=90))
    Article.objects.filter(pk=article.pk).update(update_at=now + timedelta(minutes=3), update_number=1)
    make_article(title="草稿", state="draft", published_at=now)
    make_article(title="撤下", state="withdrawn", published_at=now)
    month = timezone.localtime(now + timedelta(minutes=2)).strftime("%Y-%m")
    shown = [(kind, title) for _, kind, title in events(client.get(PAGE, {"month": month}))]
    assert shown == [("will", "将来"), ("expires", "下线"), ("update", "更新")]


def test_can_be_of_one_category_and_its_children(client, editor):
    top = make_category("tiyu", "体育")
    make_article(title="赛事", category=make_category("zuqiu", "足球", parent=top), published_at=at(2026, 3, 1, 8))
    make_article(title="民生", published_at=at(2026, 3, 1, 9))
    response = client.get(PAGE, {"month": "2026-03", "category": top.pk})
    assert [title for _, _, title in events(response)] == ["赛事"]


def test_a_full_day_shows_the_first_and_unfolds_the_others(client, editor):
    for hour in range(9):
        make_article(title=f"{hour} 时的稿", published_at=at(2026, 3, 1, hour))
    response = client.get(PAGE, {"month": "2026-03"})
    text = response.content.decode()
    assert (len(events(response)), "还有 3 条" in text) == (6, True)
    assert [f"{hour} 时的稿" in text.split("还有 3 条")[1] for hour in range(9)] == [False] * 6 + [True] * 3


def test_a_reporter_sees_their_own(client):
    user = make_user("jizhe", "记者")
    client.force_login(user)
    make_article(title="我的", created_by=user, published_at=at(2026, 3, 1, 8))
    make_article(title="别人的", published_at=at(2026, 3, 1, 9))
    assert [title for _, _, title in events(client.get(PAGE, {"month": "2026-03"}))] == ["我的"]


@pytest.mark.parametrize(
    "query", ["month=x", "month=2026-13", "month=0001-01", "month=9999-12", "category=0", "category=x", "month=%00"]
)
def test_nonsense_is_a_bad_request(client, editor, query):
    assert client.get(f"{PAGE}?{query}").status_code == 400


def test_asks_as_often_for_30_as_for_one(client, editor, django_assert_num_queries):
    for count in [1, 30]:
        [make_article(published_at=at(2026, 3, 1 + number % 28, 8)) for number in range(count)]
        with django_assert_num_queries(7):
            client.get(PAGE, {"month": "2026-03"})

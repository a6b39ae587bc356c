"""栏目分工 on the page of a category."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Category, CategoryRight
from tests.factories import make_category, make_user
from tests.news.desk.newsroom import reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    user = make_user("zhubian", "主编")
    client.force_login(user)
    return user


def page(category) -> str:
    return f"/admin/news/category/{category.pk}/change/"


def posted(category, *rows, **fields) -> dict:
    data = {"name": category.name, "slug": category.slug, "order": "0", "review_steps": "3", **fields}
    data |= {"rights-TOTAL_FORMS": len(rows), "rights-INITIAL_FORMS": 0}
    for number, (role, field, whom) in enumerate(rows):
        data |= {f"rights-{number}-role": role, f"rights-{number}-{field}": whom.pk}
    return data


def named(category) -> list[tuple]:
    return [(right.role, str(right.group or right.user)) for right in category.rights.all()]


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_sets_the_steps_and_names_people_and_groups(client, chief):
    category, judge = make_category(), reviewer()
    editors = Group.objects.get(name="编辑")
    response = client.post(
        page(category), posted(category, ("review1", "user", judge), ("edit", "group", editors)), follow=True
    )
    assert named(category) == [("edit", "编辑"), ("review1", "shengao")]
    assert Category.objects.get().review_steps == 3
    assert len(messages_of(response)) == 1


def test_names_people_while_the_category_is_made(client, chief):
    new = Category(name="体育", slug="tiyu")
    client.post("/admin/news/category/add/", posted(new, ("review3", "user", reviewer())))
    assert named(Category.objects.get()) == [("review3", "shengao")]


def test_warns_of_whom_the_name_is_of_no_use(client, chief):
    category, writer = make_category(), make_user("jizhe", "记者", last_name="张", first_name="三")
    reporters = Group.objects.get(name="记者")
    rows = [("edit", "user", writer), ("review1", "user", writer), ("review3", "group", reporters)]
    response = client.post(page(category), posted(category, *rows), follow=True)
    warnings = [
        "编辑与发布的“张三”：没有“可以发布”的权限，只能编辑。",
        "初审的“张三”：没有“可以审稿”的权限，审不了。",
        "终审的“记者”：没有“可以审稿”的权限，审不了。",
    ]
    assert messages_of(response)[:-1] == warnings
    assert len(named(category)) == 3
    text = client.get(page(category)).content.decode()
    assert (text.count("没有“可以审稿”的权限，审不了"), "没有“可以发布”的权限，只能编辑" in text) == (2, True)


def test_warns_of_an_account_that_was_closed(client, chief):
    category, judge = make_category(), reviewer()
    CategoryRight.objects.create(category=category, role="review1", user=judge)
    judge.is_active = False
    judge.save()
    assert "账号已停用" in client.get(page(category)).content.decode()


@pytest.mark.parametrize(
    ("row", "problem"),
    [({"user": "too"}, "组和个人只填一个"), ({}, "组和个人只填一个")],
)
def test_a_row_names_one(client, chief, row, problem):
    category = make_category()
    group = Group.objects.first()
    data = posted(category, ("edit", "group", group))
    if row:
        data["rights-0-user"] = chief.pk
    else:
        del data["rights-0-group"]
    response = client.post(page(category), data)
    assert (response.status_code, problem in response.content.decode(), named(category)) == (200, True, [])


def test_nobody_is_named_twice(client, chief):
    category, judge = make_category(), reviewer()
    rows = [("review1", "user", judge)] * 2
    response = client.post(page(category), posted(category, *rows))
    assert (response.status_code, "有两行写了同样的职责和人" in response.content.decode()) == (200, True)
    assert named(category) == []
    client.post(page(category), posted(category, rows[0]))
    assert client.post(page(category), posted(category, rows[0])).status_code == 200
    assert named(category) == [("review1", "shengao")]


def test_who_may_not_change_categories_reads_the_division(client):
    category = make_category()
    CategoryRight.objects.create(category=category, role="review1", user=reviewer())
    client.force_login(make_user("bianji", "编辑"))
    text = client.get(page(category)).content.decode()
    assert ("shengao" in text, 'name="rights-0-role"' in text) == (True, False)
    client.post(page(category), posted(category, ("edit", "group", Group.objects.first())))
    assert named(category) == [("review1", "shengao")]


def test_says_how_names_are_inherited(client, chief):
    assert "就看上级栏目" in client.get(page(make_category())).content.decode()


def test_asks_as_often_for_15_names_as_for_one(client, chief):
    category = make_category()

    def count() -> int:
        client.get(page(category))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(category))
        return len(queries)

    CategoryRight.objects.create(category=category, role="edit", group=Group.objects.first())
    few = count()
    for number in range(14):
        CategoryRight.objects.create(category=category, role="review1", user=reviewer(f"shen{number}"))
    assert count() == few

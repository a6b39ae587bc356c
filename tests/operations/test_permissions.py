"""Every page of the admin × every role, asked over HTTP. A page that no table names fails the test that lists them."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.flatpages.models import FlatPage
from django.contrib.redirects.models import Redirect
from django.db.models import Max
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from comments.models import Block, CommentWord, Decision, NetworkLog
from news.desk import notices
from news.models import AddressPush, Category, Entry, MissingAddress, MourningDay, Source, Topic, WordRule
from tests.directory.building import make_service
from tests.factories import make_article, make_category, make_comment, make_picture, make_tag, make_user
from tests.operations.permissions import (
    EDITOR,
    ELSEWHERE,
    HEAD,
    MODELS,
    MODERATOR,
    NEWSROOM,
    OF_ROWS,
    OTHERS,
    REPORTER,
    ROLES,
    WITHOUT_OBJECT,
    admin_pages,
    enter,
    opens,
    pages_of_table,
)
from traffic.models import DailyClicks, DailyReadings

pytestmark = pytest.mark.django_db


def test_every_page_of_the_admin_stands_in_the_table():
    assert admin_pages() - pages_of_table() - ELSEWHERE == set()


@pytest.mark.parametrize("role", ROLES)
def test_pages_without_an_article(client, role):
    enter(client, role)
    addresses = {name: roles for name, roles in OTHERS.items() if name not in {"logout", "auth_user_password_change"}}
    addresses |= {f"news_article_{page}": roles for page, roles in WITHOUT_OBJECT.items()}
    registered = admin_pages()
    for model, rights in MODELS.items():
        addresses |= {f"{model}_changelist": rights["view"], f"{model}_add": rights["add"]}
    for name, roles in addresses.items():
        if name in registered:
            assert (name, opens(client, reverse(f"admin:{name}"))) == (name, role in roles)


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_a_row(client, role):
    user = enter(client, role)
    account = User.objects.create_user("zhanghao")
    own = make_article(created_by=user)
    rows = {
        "news_picture": make_picture(),
        "news_tag": make_tag(),
        "news_source": Source.objects.create(name="中工网"),
        "news_category": own.category,
        "news_wordrule": WordRule.objects.create(word="示例词"),
        "news_topic": Topic.objects.create(name="春运", slug="chunyun"),
        "flatpages_flatpage": FlatPage.objects.get(url="/about/"),
        "auth_user": account,
        "auth_group": Group.objects.first(),
        "news_addresspush": AddressPush.objects.create(service="baidu", article=own, address="/minsheng/1.html"),
        "news_mourningday": MourningDay.objects.create(date="2026-05-12", reason="哀悼日"),
        "news_missingaddress": MissingAddress.objects.create(path="/meiyou/"),
        "redirects_redirect": Redirect.objects.create(site_id=1, old_path="/jiu/", new_path="/xin/"),
        "news_entry": Entry.objects.create(article_id=own.pk, title=own.title, action=Entry.Action.PUBLISHED),
        "operations_task": DBTaskResult.objects.get(pk=notices.send.enqueue(7, 8, 5).id),
        "comments_comment": make_comment(),
        "comments_commentword": CommentWord.objects.create(word="示例词"),
        "comments_block": Block.objects.create(kind="name", value="某人", reason="骂人", created_by=account),
        "comments_networklog": NetworkLog.objects.create(comment=make_comment(), act="comment", device="d"),
        "directory_service": make_service(),
        "traffic_dailyreadings": DailyReadings.objects.create(article=make_article(), day="2026-01-01"),
    }
    rows["comments_decision"] = Decision.objects.create(
        comment=rows["comments_comment"], moderator=account, from_state="pending", to_state="approved"
    )
    rows["directory_group"], rows["directory_area"] = rows["directory_service"].group, rows["directory_service"].area
    rows["traffic_dailyclicks"] = DailyClicks.objects.create(service=rows["directory_service"], day="2026-01-01")
    assert rows.keys() == MODELS.keys()
    for model, row in rows.items():
        for page, right in [("change", "view"), ("history", "view"), ("delete", "delete")]:
            allowed = role in MODELS[model][right]
            assert (model, page, opens(client, reverse(f"admin:{model}_{page}", args=[row.pk]))) == (
                model,
                page,
                allowed,
            )
    for page, roles in OF_ROWS.items():
        row = rows[page.rpartition("_")[0]]
        assert (page, opens(client, reverse(f"admin:{page}", args=[row.pk]))) == (page, role in roles)
    address = reverse("admin:auth_user_password_change", args=[account.pk])
    assert opens(client, address) == (role in OTHERS["auth_user_password_change"])


def order_form(rows: list[Category]) -> dict:
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": ""}
    for number, category in enumerate(rows):
        data |= {f"form-{number}-id": category.pk, f"form-{number}-order": 77, f"form-{number}-name": "改名"}
    return data


@pytest.mark.parametrize("role", ROLES)
def test_forged_rows_change_no_category(client, role):
    enter(client, role)
    first, second = make_category("a", "甲"), make_category("b", "乙")
    address = reverse("admin:news_category_changelist")
    data = order_form([first, second]) | {"form-TOTAL_FORMS": 3, "form-2-order": 1, "form-2-name": "新的"}
    client.post(address, data)
    assert set(Category.objects.values_list("name", flat=True)) == {"甲", "乙"}
    assert set(Category.objects.values_list("order", flat=True)) <= {0, 77}
    client.post(address, order_form([first, second]))
    assert Category.objects.aggregate(Max("order"))["order__max"] == (77 if role in HEAD else 0)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("field", ["category", "source"])
def test_autocomplete_names_only_what_may_be_seen(client, role, field):
    enter(client, role)
    address = reverse("admin:autocomplete")
    query = f"?app_label=news&model_name=article&field_name={field}&term="
    assert opens(client, address + query) == (role in NEWSROOM)


def test_rights_of_several_groups_add_up(client):
    user = enter(client, MODERATOR)
    user.groups.add(Group.objects.get(name=REPORTER))
    assert opens(client, reverse("admin:news_article_add"))
    assert user.has_perm("comments.change_comment")
    assert not User.objects.get(pk=user.pk).has_perm("news.publish_article")


@pytest.mark.parametrize("target", ["self", "staff", "superuser"])
def test_who_manages_accounts_cannot_make_one_mightier(client, target):
    user = enter(client, EDITOR)
    user.user_permissions.set(Group.objects.get(name=EDITOR).permissions.none())
    for codename in ["view_user", "add_user", "change_user", "delete_user"]:
        user.user_permissions.add(user.user_permissions.model.objects.get(codename=codename))
    account = {"self": user, "staff": make_user("gu"), "superuser": make_user("root", is_superuser=True)}[target]
    before = User.objects.values().get(pk=account.pk)
    data = {"username": "renamed", "is_active": "", "is_staff": "1", "is_superuser": "1", "groups": [1, 2, 3]}
    assert client.post(reverse("admin:auth_user_change", args=[account.pk]), data).status_code == 403
    address = reverse("admin:auth_user_password_change", args=[account.pk])
    passwords = {"password1": "xin-mima-2026", "password2": "xin-mima-2026", "usable_password": "true"}
    assert client.post(address, passwords).status_code == 403
    assert User.objects.values().get(pk=account.pk) == before


def test_who_manages_accounts_makes_only_readers(client):
    user = enter(client, "no group")
    for codename in ["view_user", "add_user", "change_user"]:
        user.user_permissions.add(user.user_permissions.model.objects.get(codename=codename))
    account = User.objects.create_user("duzhe")
    data = {"username": "duzhe2", "is_active": "1", "is_staff": "1", "is_superuser": "1", "groups": [1, 2, 3]}
    data |= {"user_permissions": [1, 2], "date_joined_0": "2026-01-01", "date_joined_1": "00:00"}
    client.post(reverse("admin:auth_user_change", args=[account.pk]), data)
    account.refresh_from_db()
    assert (account.is_staff, account.is_superuser, account.groups.count()) == (False, False, 0)


def test_a_reporter_learns_nothing_of_others_drafts_by_the_way(client):
    user = enter(client, REPORTER)
    tag, picture, category = make_tag("机密"), make_picture(), make_category()
    ways = {"cover": picture, "tags": [tag], "category": category, "state": "draft", "published_at": None}
    make_article(title="自己的稿", created_by=user, **ways)
    make_article(title="别人的稿", created_by=make_user("bieren"), body=f'<img src="/media/{picture.file}">', **ways)
    lists = {"news_picture": "use_count", "news_tag": "article_count", "news_category": "article_count"}
    for model, count in lists.items():
        (row,) = client.get(reverse(f"admin:{model}_changelist")).context["cl"].result_list
        assert (model, getattr(row, count)) == (model, 1)
    page = client.get(reverse("admin:news_picture_change", args=[picture.pk])).content.decode()
    assert ("自己的稿" in page, "别人的稿" in page) == (True, False)
    for address in ["index", "jsi18n", "news_article_changelist", "news_picture_choose"]:
        assert "别人的稿" not in client.get(reverse(f"admin:{address}")).content.decode()


def test_who_may_edit_others_articles_sees_where_a_picture_is_used(client):
    enter(client, EDITOR)
    picture = make_picture()
    make_article(title="别人的稿", cover=picture)
    page = client.get(reverse("admin:news_picture_change", args=[picture.pk])).content.decode()
    assert "别人的稿" in page

"""Who may do what in the admin: every page × every role × every state of an article, asked over HTTP.

A page without a row here fails the test that lists them. To add one, name the roles that may open it.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.flatpages.models import FlatPage
from django.contrib.redirects.models import Redirect
from django.db.models import Max
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Decision
from news.desk import notices, revising
from news.models import Article, Category, CategoryRight, Entry, MissingAddress, Source, WordRule
from tests.directory.building import make_service
from tests.factories import make_article, make_category, make_comment, make_picture, make_tag, make_user
from traffic.models import DailyClicks, DailyReadings

pytestmark = pytest.mark.django_db

REPORTER, EDITOR, CHIEF, MODERATOR, GUIDE = GROUPS = ["记者", "编辑", "主编", "评论审核", "导航维护"]
ROLES = ["anonymous", "reader", "no group", *GROUPS, "superuser"]
STAFF = set(ROLES) - {"anonymous", "reader"}
ROOT = {"superuser"}
NEWSROOM = {REPORTER, EDITOR, CHIEF} | ROOT
DESK = {EDITOR, CHIEF} | ROOT
HEAD = {CHIEF} | ROOT
COMMENTS = {MODERATOR} | ROOT
SERVICES = {GUIDE} | ROOT

# The four pages of a model, as Django has them: list and history follow the right to see.
MODELS = {
    "news_picture": {"view": NEWSROOM, "add": NEWSROOM, "delete": HEAD},
    "news_tag": {"view": NEWSROOM, "add": NEWSROOM, "delete": HEAD},
    "news_source": {"view": NEWSROOM, "add": DESK, "delete": HEAD},
    "news_wordrule": {"view": NEWSROOM, "add": HEAD, "delete": HEAD},
    "news_category": {"view": NEWSROOM, "add": HEAD, "delete": HEAD},
    "flatpages_flatpage": {"view": HEAD, "add": HEAD, "delete": HEAD},
    "auth_user": {"view": ROOT, "add": ROOT, "delete": ROOT},
    "auth_group": {"view": ROOT, "add": ROOT, "delete": ROOT},
    "news_missingaddress": {"view": HEAD, "add": set(), "delete": HEAD},
    "redirects_redirect": {"view": HEAD, "add": HEAD, "delete": HEAD},
    "comments_comment": {"view": COMMENTS, "add": set(), "delete": set()},
    "comments_decision": {"view": COMMENTS, "add": set(), "delete": set()},
    "directory_group": {"view": SERVICES, "add": SERVICES, "delete": SERVICES},
    "directory_service": {"view": SERVICES, "add": SERVICES, "delete": SERVICES},
    "directory_area": {"view": SERVICES, "add": SERVICES, "delete": SERVICES},
    "news_entry": {"view": NEWSROOM, "add": set(), "delete": set()},
    "operations_task": {"view": ROOT, "add": set(), "delete": set()},
    "traffic_dailyreadings": {"view": HEAD, "add": set(), "delete": set()},
    "traffic_dailyclicks": {"view": HEAD | SERVICES, "add": set(), "delete": set()},
}
OTHERS = {
    "index": STAFF,
    "login": set(ROLES),
    "logout": set(ROLES),
    "password_change": STAFF,
    "password_change_done": STAFF,
    "jsi18n": STAFF,
    "news_picture_choose": NEWSROOM,
    "news_tag_suggest": NEWSROOM,
    "news_article_check_new": NEWSROOM,
    "news_article_clean": NEWSROOM,
    "news_article_word": NEWSROOM,
    "news_wordrule_import": HEAD,
    "news_wordrule_export": NEWSROOM,
    "news_wordrule_try": NEWSROOM,
    "auth_user_password_change": ROOT,
}
# Django's own, asked about by tests below or bound to what they point at.
ELSEWHERE = {"autocomplete", "view_on_site", "app_list", None}

OWN = ["own draft", "own published", "own withdrawn"]
THEIRS = ["others' draft", "others' scheduled", "others' published", "others' withdrawn"]
MAY_WRITE = dict.fromkeys(OWN, DESK) | dict.fromkeys(THEIRS, DESK) | {"own draft": NEWSROOM}
ARTICLE = {
    "change": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "history": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "preview": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "revisions": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "preview_links": dict.fromkeys(OWN + THEIRS, DESK) | {"own draft": NEWSROOM},
    "log": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "review": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "sign": dict.fromkeys(OWN + THEIRS, DESK),
    "withdraw": dict.fromkeys(OWN + THEIRS, HEAD),
    "redraft": dict.fromkeys(OWN + THEIRS, DESK),
    "check": MAY_WRITE,
    "delete": {state: set() if "published" in state or "scheduled" in state else HEAD for state in OWN + THEIRS},
    "submit": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "publish": dict.fromkeys(OWN + THEIRS, DESK),
    "file": dict.fromkeys(OWN + THEIRS, DESK),
    "tag": dict.fromkeys(OWN + THEIRS, DESK),
    "pin": dict.fromkeys(OWN + THEIRS, HEAD),
    "unpin": dict.fromkeys(OWN + THEIRS, HEAD),
    "bin": dict.fromkeys(OWN + THEIRS, HEAD),
    "unbin": dict.fromkeys(OWN + THEIRS, HEAD),
    "correct": dict.fromkeys(OWN + THEIRS, HEAD),
}
WITHOUT_OBJECT = {"changelist": NEWSROOM, "add": NEWSROOM, "calendar": NEWSROOM, "preview_new": NEWSROOM}
# With the numbers of the revisions in their address; seen by whoever sees the article.
OF_REVISIONS = {"revision": [1], "restore": [1], "revision_name": [1], "compare": [1, 2]}


def admin_pages() -> set[str | None]:
    resolver = next(r for r in get_resolver().url_patterns if getattr(r, "app_name", None) == "admin")
    return {pattern.name for pattern in flattened(resolver)}


def flattened(resolver: URLResolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from flattened(pattern)


def pages_of_table() -> set[str]:
    pages = {f"{model}_{page}" for model in MODELS for page in ["changelist", "add", "change", "delete", "history"]}
    return pages | set(OTHERS) | {f"news_article_{page}" for page in [*ARTICLE, *WITHOUT_OBJECT, *OF_REVISIONS]}


def user_of(role: str) -> User | None:
    if role == "anonymous":
        return None
    if role == "reader":
        return User.objects.create_user("duzhe")
    return make_user("yonghu", role if role in GROUPS else None, is_superuser=role == "superuser")


def enter(client, role: str) -> User | None:
    if user := user_of(role):
        client.force_login(user)
    return user


def opens(client, address: str) -> bool:
    """Whether the page opens. A refusal is the way to the login page, 403 or 404, and nothing else."""
    response = client.get(address)
    if response.status_code == 302 and not response["Location"].startswith("/admin/login/"):
        return True
    assert response.status_code in {200, 302, 403, 404}, address
    return response.status_code == 200


def article_in(state: str, user: User | None) -> Article:
    whose, word = state.split()
    fields = {"created_by": user if whose == "own" else make_user("bieren")}
    if word == "draft":
        fields |= {"state": "draft", "published_at": None}
    if word == "withdrawn":
        fields |= {"state": "withdrawn"}
    if word == "scheduled":
        fields |= {"published_at": timezone.now() + timedelta(days=1)}
    return make_article(title="原题", **fields)


def posted(article: Article, **fields) -> dict:
    return {
        "title": "新题",
        "summary": "新的摘要。",
        "body": "<p>新文。</p>",
        "byline": "网络编辑",
        "comment_policy": "open",
        "category": article.category_id,
        "version": str(revising.keep_pace(article.pk).revision_number),
        "published_at": article.published_at.isoformat() if article.published_at else "",
        **fields,
    }


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
        "flatpages_flatpage": FlatPage.objects.get(url="/about/"),
        "auth_user": account,
        "auth_group": Group.objects.first(),
        "news_missingaddress": MissingAddress.objects.create(path="/meiyou/"),
        "redirects_redirect": Redirect.objects.create(site_id=1, old_path="/jiu/", new_path="/xin/"),
        "news_entry": Entry.objects.create(article_id=own.pk, title=own.title, action=Entry.Action.PUBLISHED),
        "operations_task": DBTaskResult.objects.get(pk=notices.send.enqueue(7, 8, 5).id),
        "comments_comment": make_comment(),
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
    address = reverse("admin:auth_user_password_change", args=[account.pk])
    assert opens(client, address) == (role in OTHERS["auth_user_password_change"])


@pytest.mark.parametrize("state", OWN + THEIRS)
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_an_article(client, role, state):
    article = article_in(state, enter(client, role))
    for page, allowed in ARTICLE.items():
        if page != "preview":  # has a test of its own: it draws the readers' page
            address = reverse(f"admin:news_article_{page}", args=[article.pk])
            assert (page, opens(client, address)) == (page, role in allowed[state])


@pytest.mark.parametrize("state", OWN + THEIRS)
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_revisions(client, role, state):
    article = article_in(state, enter(client, role))
    content = {**revising.keep_pace(article.pk).content(), "title": "二题"}
    revising.save(article.pk, content, make_user("gaigao"))
    for page, numbers in OF_REVISIONS.items():
        address = reverse(f"admin:news_article_{page}", args=[article.pk, *numbers])
        assert (page, opens(client, address)) == (page, role in ARTICLE["revisions"][state])


@pytest.mark.parametrize("state", OWN + THEIRS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_restore_a_revision(client, role, state):
    article = article_in(state, enter(client, role))
    content = {**revising.keep_pace(article.pk).content(), "title": "二题"}
    revising.save(article.pk, content, make_user("gaigao"))
    client.post(reverse("admin:news_article_restore", args=[article.pk, 1]), {"seen": "2"})
    newest = revising.newest_content(Article.objects.get(pk=article.pk))
    assert newest["title"] == ("原题" if role in MAY_WRITE[state] else "二题")


@pytest.mark.parametrize("state", OWN + THEIRS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_an_article(client, role, state):
    article = article_in(state, enter(client, role))
    client.post(reverse("admin:news_article_change", args=[article.pk]), posted(article))
    newest = revising.newest_content(Article.objects.get(pk=article.pk))
    assert newest["title"] == ("新题" if role in MAY_WRITE[state] else "原题")


@pytest.mark.parametrize("state", OWN + THEIRS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("name", "by", "moves"),
    [
        ("_publish", DESK, {"draft": "published"}),
        ("_schedule", DESK, {}),
        ("publish_selected", DESK, {"draft": "published"}),
        ("withdraw_selected", HEAD, {"published": "withdrawn", "scheduled": "withdrawn"}),
        ("withdraw", HEAD, {"published": "withdrawn", "scheduled": "withdrawn"}),
        ("publish", DESK, {"draft": "published"}),
        ("redraft", DESK, {"withdrawn": "draft", "scheduled": "draft"}),
        ("redraft_selected", DESK, {"withdrawn": "draft", "scheduled": "draft"}),
    ],
)
def test_who_may_move_an_article(client, role, state, name, by, moves):
    article = article_in(state, enter(client, role))
    before = article.state
    if name.startswith("_"):
        client.post(reverse("admin:news_article_change", args=[article.pk]), posted(article, **{name: ""}))
    elif name.endswith("_selected"):
        data = {"action": name, "_selected_action": article.pk, "confirmed": "yes", "notice": "有误"}
        client.post(reverse("admin:news_article_changelist"), data)
    else:
        address = reverse(f"admin:news_article_{name}", args=[article.pk])
        client.post(address, {"confirmed": "yes", "notice": "有误"})
    article.refresh_from_db()
    assert article.state == (moves.get(state.split()[1], before) if role in by else before)


@pytest.mark.parametrize("state", OWN + THEIRS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_delete_an_article(client, role, state):
    article = article_in(state, enter(client, role))
    client.post(reverse("admin:news_article_delete", args=[article.pk]), {"post": "yes"})
    for action in ["delete_selected", "bin_selected"]:
        data = {"action": action, "_selected_action": article.pk, "post": "yes", "confirmed": "yes"}
        client.post(reverse("admin:news_article_changelist"), data)
    article.refresh_from_db()
    assert (article.binned_at is None) == (role not in ARTICLE["delete"][state])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("name", "by", "fields", "column"),
    [
        ("file", DESK, {"category": "other"}, "category_id"),
        ("tag", DESK, {"tags": "供暖"}, "revision_number"),
        ("pin", HEAD, {"until": "2099-01-01T00:00"}, "pinned_until"),
        ("correct", HEAD, {"text": "更正"}, "corrections"),
    ],
)
def test_who_may_sort_a_published_article(client, role, name, by, fields, column):
    article = article_in("others' published", enter(client, role))
    other = make_category("tiyu", "体育")
    data = {key: other.pk if value == "other" else value for key, value in fields.items()}

    def seen():
        row = Article.objects.get(pk=article.pk)
        return row.corrections.count() if column == "corrections" else getattr(row, column)

    before = seen()
    client.post(reverse(f"admin:news_article_{name}", args=[article.pk]), {"confirmed": "yes", **data})
    assert (seen() != before) == (role in by)


@pytest.mark.parametrize("role", [EDITOR, CHIEF, "superuser"])
@pytest.mark.parametrize("named", [True, False])
def test_a_named_desk_keeps_other_editors_out(client, role, named):
    user = enter(client, role)
    article = article_in("others' draft", user)
    CategoryRight.objects.create(category=article.category, role="edit", user=user if named else make_user("bumen"))
    may = named or role in HEAD
    client.post(reverse("admin:news_article_change", args=[article.pk]), posted(article))
    assert (revising.newest_content(Article.objects.get(pk=article.pk))["title"] == "新题") == may
    client.post(reverse("admin:news_article_publish", args=[article.pk]), {"confirmed": "yes"})
    article.refresh_from_db()
    assert (article.state == "published") == may
    elsewhere = make_category("tiyu", "体育")
    data = posted(article, version="", category=article.category_id, title="放进去")
    client.post(reverse("admin:news_article_add"), data)
    assert Article.objects.filter(title="放进去").exists() == may
    client.post(reverse("admin:news_article_add"), data | {"category": elsewhere.pk, "title": "别处"})
    assert Article.objects.filter(title="别处").exists()


@pytest.mark.parametrize("role", [REPORTER, EDITOR, CHIEF])
def test_fields_that_nobody_offers_have_no_effect(client, role):
    user = enter(client, role)
    other = make_user("bieren")
    article = article_in("own draft", user)
    forged = {"state": "published", "created_by": other.pk, "updated_by": other.pk, "id": 1, "withdrawal_notice": "x"}
    client.post(reverse("admin:news_article_change", args=[article.pk]), posted(article, **forged))
    client.post(reverse("admin:news_article_add"), posted(article, version="", **forged))
    first, second = Article.objects.order_by("pk")
    assert [first.pk, second.pk > first.pk] == [article.pk, True]
    for saved in [first, second]:
        assert (saved.title, saved.state, saved.created_by, saved.updated_by, saved.withdrawal_notice) == (
            "新题",
            "draft",
            user,
            user,
            "",
        )


def test_a_reporter_does_not_see_others_articles_in_the_list(client):
    user = enter(client, REPORTER)
    own = article_in("own draft", user)
    article_in("others' draft", user)
    response = client.get(reverse("admin:news_article_changelist") + "?state=draft")
    assert list(response.context["cl"].result_list) == [own]


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

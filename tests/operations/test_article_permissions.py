"""Every page and deed of an article × every role × every state of it, asked over HTTP."""

import pytest
from django.urls import reverse

from news.desk import revising
from news.models import Article, CategoryRight
from tests.factories import make_category, make_user
from tests.operations.permissions import (
    ARTICLE,
    CHIEF,
    DESK,
    EDITOR,
    HEAD,
    MAY_WRITE,
    OF_REVISIONS,
    OWN,
    REPORTER,
    ROLES,
    THEIRS,
    article_in,
    enter,
    opens,
    posted,
)

pytestmark = pytest.mark.django_db


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
        ("withdraw_selected", HEAD, {"published": "withdrawn"}),
        ("withdraw", HEAD, {"published": "withdrawn"}),
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
        said = {"confirmed": "yes", "notice": "有误", f"seen_{article.pk}": article.revision_number}
        data = {"action": name, "_selected_action": article.pk, **said}
        client.post(reverse("admin:news_article_changelist"), data)
    else:
        address = reverse(f"admin:news_article_{name}", args=[article.pk])
        said = {"confirmed": "yes", "notice": "有误", f"seen_{article.pk}": article.revision_number}
        client.post(address, said)
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
    article.refresh_from_db()
    said = {"confirmed": "yes", f"seen_{article.pk}": article.revision_number}
    client.post(reverse("admin:news_article_publish", args=[article.pk]), said)
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

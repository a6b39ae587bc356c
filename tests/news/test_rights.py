"""Who may do what in which category: named there, at its parent, or nobody named at all."""

import pytest
from django.contrib.auth.models import Group

from news.models import Article, CategoryRight
from news.rights import rights_of
from tests.factories import make_category, make_user
from tests.news.desk.newsroom import again, grant, reviewer, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return make_category("zcjh", "政策", review_steps=3)


@pytest.fixture
def child(top):
    return make_category("zhengwu", "政务", top)


def name(category, role, whom):
    field = "group" if isinstance(whom, Group) else "user"
    return CategoryRight.objects.create(category=category, role=role, **{field: whom})


def may_review(user, category, step=1, steps=3) -> bool:
    return rights_of(again(user)).may_review(category, step, steps)


def may_edit(user, category) -> bool:
    return rights_of(again(user)).may_edit(category)


def test_nobody_named_means_everybody_with_the_permission(top, child):
    judge, writer = reviewer(), make_user("jizhe", "记者")
    assert [may_review(judge, top), may_review(judge, child), may_review(writer, top)] == [True, True, False]
    assert [may_edit(judge, top), may_edit(writer, child)] == [True, True]


def test_who_is_named_at_the_parent_counts_for_the_child(top, child):
    named, other = reviewer(), reviewer("bieren")
    name(top, "review1", named)
    assert [may_review(named, c) for c in [top, child]] == [True, True]
    assert [may_review(other, c) for c in [top, child]] == [False, False]
    assert may_review(other, child, step=2)


def test_who_is_named_at_the_child_replaces_the_parents(top, child):
    above, here = reviewer(), reviewer("zhengwu")
    name(top, "review1", above)
    name(child, "review1", here)
    assert [may_review(above, c) for c in [top, child]] == [True, False]
    assert [may_review(here, c) for c in [top, child]] == [False, True]


def test_a_group_is_named_like_a_person(top):
    group = Group.objects.create(name="时政组")
    member, outsider = reviewer(), reviewer("bieren")
    member.groups.add(group)
    name(top, "review1", group)
    assert [may_review(member, top), may_review(outsider, top)] == [True, False]
    name(top, "review1", outsider)
    assert [may_review(member, top), may_review(outsider, top)] == [True, True]


@pytest.mark.parametrize(
    ("role", "steps", "taken"),
    [
        ("review1", 3, [True, False, False]),
        ("review2", 3, [False, True, False]),
        ("review3", 3, [False, False, True]),
        ("review1", 2, [True, False]),
        ("review2", 2, [False, False]),
        ("review3", 2, [False, True]),
        ("review1", 1, [False]),
        ("review3", 1, [True]),
    ],
)
def test_each_role_takes_its_step_and_the_last_is_the_final_one(top, role, steps, taken):
    judge, other = reviewer(), reviewer("bieren")
    for every in ["review1", "review2", "review3"]:
        name(top, every, judge if every == role else other)
    assert [may_review(judge, top, step, steps) for step in range(1, steps + 1)] == taken


def test_a_name_gives_no_permission(top):
    writer = make_user("jizhe", "记者")
    name(top, "review1", writer)
    assert not may_review(writer, top)


def test_who_stands_above_the_division_edits_anywhere_but_reviews_where_named(top):
    chief, other = make_user("zhubian", "主编"), reviewer("bieren")
    name(top, "edit", other)
    name(top, "review1", other)
    assert (may_edit(chief, top), may_review(chief, top)) == (True, False)
    assert may_review(make_user("root", is_superuser=True), top)


def test_rights_of_a_category_ask_as_often_for_30_categories(top, django_assert_num_queries):
    for number in range(30):
        name(make_category(f"lanmu{number}", f"栏目{number}"), "edit", Group.objects.first())
    user = again(grant(make_user("bianji"), "review_article"))
    user.get_all_permissions()
    with django_assert_num_queries(3):
        rights = rights_of(user)
        assert rights.editable_categories() == [top.pk]
        assert len(rights.reviewable_categories("review1")) == 31
        assert not rights.may_review(top, 1, 3) or rights.may_edit(top)


def test_the_list_follows_the_division(top, child):
    judge, author = reviewer(), make_user("jizhe", "记者")
    mine, other = submitted(author, category=child), submitted(author, category=top)
    name(top, "review1", reviewer("bieren"))
    name(child, "review1", judge)
    assert list(Article.objects.awaiting(again(judge))) == [mine]
    assert other.reviewing_obstacles(again(judge)) == ["“政策”的初审不由您负责"]

"""待我处理、我的稿件、已退回: exactly what is somebody's, with counts, the longest waiting first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.desk import publishing, reviewing, revising
from news.desk_tabs import tabs_of
from news.models import Article, CategoryRight, Review
from tests.factories import make_article, make_category, make_user
from tests.news.desk.newsroom import again, fresh, grant, make_draft, passed, reviewer, seen, submitted

pytestmark = pytest.mark.django_db
LIST = "/admin/news/article/"


@pytest.fixture
def writer():
    return make_user("jizhe", "记者", last_name="张", first_name="三")


def rows(client, tab) -> list[Article]:
    return list(client.get(f"{LIST}?desk={tab}").context["cl"].result_list)


def waits_since(article, hours) -> None:
    Review.objects.filter(article=article).update(moved_at=timezone.now() - timedelta(hours=hours))


def by_the_rules(user) -> set[Article]:
    """What the rules of one article say, asked of every article."""
    found = set()
    for article in Article.objects.all():
        copy = revising.with_newest_words(article)
        waits = copy.running_review() and copy.running_review().state == "passed"
        if copy.reviewable_by(user) or (waits and not copy.signing_obstacles(user)):
            found.add(article.pk)
    return found


def test_the_list_agrees_with_the_rules_for_everybody(writer):
    judge, signer, chief = reviewer(), reviewer("qianfa", "publish_article"), make_user("zhubian", "主编")
    own = reviewer("ziji", "review_own_article", "publish_article")
    top = make_category("zcjh", "政策", review_steps=3)
    child = make_category("zhengwu", "政务", top)
    other = make_category("tiyu", "体育", review_steps=2)
    single = make_category("kuaixun", "快讯", review_steps=1)
    for role, category, user in [
        ("review1", top, judge),
        ("review2", child, signer),
        ("review3", other, judge),
        ("edit", other, signer),
        ("edit", child, own),
    ]:
        CategoryRight.objects.create(category=category, role=role, user=user)
    root = make_user("root", is_superuser=True)
    for category in [top, child, other, single]:
        for author in [writer, judge, own, None]:
            for step in range(1, category.steps() + 2):
                article = make_draft(author, category=category)
                review = reviewing.submit(article.pk, judge if author == writer else root)
                state = "passed" if step > review.steps else "open"
                Review.objects.filter(pk=review.pk).update(step=min(step, review.steps), state=state)
    make_draft(writer, category=top)
    for user in [writer, judge, signer, chief, own, root, make_user("luren")]:
        listed = set(Article.objects.awaiting(again(user)).values_list("pk", flat=True))
        assert (user.username, listed) == (user.username, by_the_rules(again(user)))


def test_an_update_that_moves_the_article_waits_where_it_is_going(writer):
    here, there = make_category("tiyu", "体育"), make_category("shizheng", "时政", review_steps=1)
    judge, wrong = reviewer(), reviewer("tiyu")
    CategoryRight.objects.create(category=there, role="review3", user=judge)
    CategoryRight.objects.create(category=here, role="review3", user=wrong)
    article = make_article(category=here, created_by=writer)
    seen(article)
    revising.save(article.pk, {**article.content(), "category_id": there.pk}, judge)
    reviewing.submit(article.pk, writer)
    assert [list(Article.objects.awaiting(again(user))) for user in [judge, wrong]] == [[article], []]
    assert by_the_rules(again(judge)) == {article.pk}


def test_waiting_shows_the_longest_first_with_stage_time_and_submitter(client, writer):
    client.force_login(reviewer())
    new = submitted(writer, title="新来的")
    old = submitted(writer, category=new.category, title="等久的")
    waits_since(old, 5)
    assert rows(client, "awaiting") == [old, new]
    text = client.get(f"{LIST}?desk=awaiting").content.decode()
    for part in ["待初审", "5\xa0小时，张三送审"]:
        assert part in text


def test_signers_find_what_was_passed(client, writer):
    article = passed(writer, reviewer())
    client.force_login(reviewer("qianfa", "publish_article"))
    assert rows(client, "awaiting") == [article]
    publishing.publish(article.pk, make_user("root", is_superuser=True))
    assert rows(client, "awaiting") == []


def test_returned_shows_until_it_is_handed_in_again(client, writer):
    judge, submitter = reviewer(), reviewer("tongshi")
    article = make_draft(writer)
    reviewing.submit(article.pk, submitter)
    make_draft(writer, category=article.category)
    reviewing.send_back(article.pk, judge, step=1, seen=1, to=0, reason="改")
    for user in [writer, submitter, judge]:
        client.force_login(user)
        assert (user.username, rows(client, "returned")) == (user.username, [] if user == judge else [article])
    reviewing.submit(article.pk, writer)
    client.force_login(writer)
    assert rows(client, "returned") == []
    reviewing.take_back(article.pk, writer)
    assert rows(client, "returned") == []


def test_what_went_out_after_all_is_not_returned_any_more(client, writer):
    article = submitted(writer, 1)
    reviewing.send_back(article.pk, reviewer(), step=1, seen=1, to=0, reason="改")
    article.category.review_steps = 0
    article.category.save()
    publishing.publish(article.pk, grant(make_user("bianji"), "publish_article"))
    client.force_login(writer)
    assert rows(client, "returned") == []


def test_mine_are_mine_whatever_their_state(client, writer):
    client.force_login(writer)
    own = [make_draft(writer, 0), make_article(created_by=writer)]
    make_article(created_by=make_user("bieren"))
    gone = make_draft(writer, category=own[0].category)
    Article.objects.filter(pk=gone.pk).update(binned_at=timezone.now())
    assert rows(client, "mine") == own[::-1]


def test_counts_on_the_tabs_and_on_the_first_page(client, writer):
    judge = reviewer()
    first = submitted(writer)
    submitted(writer, category=first.category)
    reviewing.send_back(first.pk, judge, step=1, seen=1, to=0, reason="改")
    assert [(tab.label, tab.count) for tab in tabs_of(again(writer))] == [
        ("待我处理", 0),
        ("我的稿件", 2),
        ("已退回", 1),
    ]
    assert [tab.count for tab in tabs_of(again(judge))] == [1, 0, 0]
    client.force_login(writer)
    for address in ["/admin/", LIST]:
        text = client.get(address).content.decode()
        assert ('href="/admin/news/article/?desk=returned"' in text, text.count('class="count">')) == (True, 3)


def test_nobody_without_the_list_gets_cards(client):
    client.force_login(make_user("shenhe", "评论审核"))
    assert "desk=awaiting" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("address", ["/admin/", LIST, f"{LIST}?desk=awaiting", f"{LIST}?desk=returned"])
def test_asks_as_often_for_30_articles_as_for_one(client, writer, address):
    judge = reviewer("shenhe", "review_own_article")
    category = make_category("shizheng", "时政", review_steps=3)

    def fill(count):
        for _ in range(count):
            submitted(writer, category=category)
            back = submitted(judge, category=category)
            reviewing.send_back(back.pk, judge, step=1, seen=1, to=0, reason="改")

    client.force_login(judge)
    fill(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    fill(29)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize("query", ["desk=awaiting&o=1", "desk=returned&q=供暖", "desk=awaiting&state=draft", "desk=x"])
def test_tabs_go_with_search_filters_and_columns(client, writer, query):
    client.force_login(reviewer())
    article = submitted(writer)
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert list(response.context["cl"].result_list) == ([] if "returned" in query else [fresh(article)])

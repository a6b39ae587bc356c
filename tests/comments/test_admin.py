import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from comments.models import Comment, Decision
from tests.factories import decide, make_article, make_comment, make_reply, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"


def user_who_may(*permissions):
    user = make_user("shenhe")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions, content_type__app_label="comments"))
    return user


@pytest.fixture
def moderator(client):
    user = user_who_may("view_comment", "change_comment", "view_decision")
    client.force_login(user)
    return user


@pytest.fixture
def onlooker(client):
    client.force_login(user_who_may("view_comment"))


def states():
    return list(Comment.objects.order_by("id").values_list("state", flat=True))


def log():
    return list(Decision.objects.order_by("id").values_list("comment", "moderator", "to_state"))


def shown(response):
    return [comment.body for comment in response.context["cl"].result_list]


def test_list_begins_with_what_waits_longest_and_counts_each_state(client, moderator):
    for number, state in enumerate(["pending", "approved", "rejected", "pending", "rejected"]):
        make_comment(body=f"第{number}条", state=state)
    response = client.get(LIST)

    assert shown(response) == ["第0条", "第3条"]
    assert [tab in response.content.decode() for tab in ("待审核（2）", "已通过（1）", "未通过（2）")] == [True] * 3
    assert shown(client.get(LIST + "?state=rejected")) == ["第4条", "第2条"]
    assert shown(client.get(LIST + "?state=approved")) == ["第1条"]


@pytest.mark.parametrize("state", ["", "all", "'"])
def test_an_unknown_tab_is_the_first(client, moderator, state):
    make_comment(body="等着")
    assert shown(client.get(f"{LIST}?state={state}")) == ["等着"]


def test_list_shows_the_whole_text_as_text_and_the_article(client, moderator):
    article = make_article(title="供暖改造")
    make_comment(article, name="<i>张", body="第一行\n<script>alert(1)</script>" + "长" * 900)
    response = client.get(LIST)
    assertContains(response, "第一行<br>&lt;script&gt;alert(1)&lt;/script&gt;" + "长" * 900 + "</div>")
    assertContains(response, "&lt;i&gt;张")
    assertNotContains(response, "<script>alert")
    assertContains(response, f'<a href="{article.get_absolute_url()}">供暖改造</a>')


def test_search_finds_words_names_and_articles(client, moderator):
    make_comment(make_article(title="供暖改造"), body="等着")
    make_comment(body="暖和多了")
    make_comment(name="小暖", body="好")
    make_comment(body="别的")
    assert shown(client.get(f"{LIST}?q=暖")) == ["等着", "暖和多了", "好"]


def test_buttons_of_a_row_decide_and_stay_on_the_list(client, moderator):
    first, second = make_comment(), make_comment()
    page = f"{LIST}?state=pending&q=读者"
    answers = [
        client.post(page, {"decide": f"approve@{first.pk}:1"}),
        client.post(
            page, {"decide": f"reject@{second.pk}:1", f"reason-{second.pk}": "abuse", f"reason-{first.pk}": "spam"}
        ),
    ]
    assert [(a.status_code, a["Location"].startswith(LIST + "?state=pending&q=")) for a in answers] == [(302, True)] * 2
    assert states() == ["approved", "rejected"]
    assert log() == [(first.pk, moderator.pk, "approved"), (second.pk, moderator.pk, "rejected")]
    assert list(Decision.objects.order_by("id").values_list("reason", "ground")) == [
        ("fit", ""),
        ("abuse", "civil_1024"),
    ]


def test_actions_decide_many_as_the_page_showed_them(client, moderator):
    comments = [make_comment(body=f"第{number}条") for number in range(3)]
    chosen = [comments[0].pk, comments[2].pk]
    seen = [f"{comment.pk}:1" for comment in comments]
    asked = {"action": "approve", "_selected_action": chosen, "seen": seen}
    assertContains(client.post(LIST, asked, follow=True), "2 条评论已通过")
    assert states() == ["approved", "pending", "approved"]
    assert log() == [(pk, moderator.pk, "approved") for pk in chosen]

    seen = [f"{pk}:2" for pk in chosen]
    client.post(
        LIST + "?state=approved", {"action": "reject", "_selected_action": chosen, "seen": seen, "reason": "vulgar"}
    )
    assert states() == ["rejected", "pending", "rejected"]
    assert (
        list(Decision.objects.filter(to_state="rejected").values_list("reason", "ground"))
        == [("vulgar", "ecology_7")] * 2
    )


def test_what_is_not_on_the_page_is_not_decided(client, moderator):
    first, second = make_comment(), make_comment()
    asked = {"action": "approve", "_selected_action": [first.pk, second.pk], "seen": [f"{first.pk}:1"]}
    assertContains(client.post(LIST, asked, follow=True), "只处理了这一页上的，其余的还没有看过")
    assert states() == ["approved", "pending"]

    third = make_comment()
    client.post(LIST, {"action": "approve", "_selected_action": [third.pk], "seen": [], "select_across": "1"})
    assert states() == ["approved", "pending", "pending"]


def test_nobody_is_offered_to_decide_what_is_on_other_pages(client, moderator, monkeypatch):
    monkeypatch.setattr("comments.admin.comment.CommentAdmin.list_per_page", 1)
    make_comment(), make_comment()
    page = client.get(LIST)
    assertContains(page, 'class="action-counter"')
    assertNotContains(page, "选中所有")


def test_what_somebody_else_decided_is_not_decided_again(client, moderator):
    comment = make_comment()
    decide(Comment.objects.all(), "rejected", make_user("qita"))
    for asked in (
        {"decide": f"approve@{comment.pk}:1"},
        {"action": "approve", "_selected_action": [comment.pk], "seen": [f"{comment.pk}:1"]},
    ):
        assertContains(client.post(LIST, asked, follow=True), "“读者：写得好。”：已由 qita 在")
        assert states() == ["rejected"]


def test_what_its_writer_has_changed_since_is_not_decided_unseen(client, moderator):
    comment = make_comment()
    Comment.objects.update(body="改过的话", revision=2)
    for asked in (
        {"decide": f"approve@{comment.pk}:1"},
        {"action": "approve", "_selected_action": [comment.pk], "seen": [f"{comment.pk}:1"]},
    ):
        assertContains(client.post(LIST, asked, follow=True), "作者刚改过内容，请看过新的再处理")
        assert states() == ["pending"]


def test_an_answer_to_what_is_not_public_says_why_it_waits_on(client, moderator):
    parent = make_comment()
    reply = make_reply(parent)
    response = client.post(LIST, {"decide": f"approve@{reply.pk}:1"}, follow=True)
    assertContains(response, "它回复的评论没有公开，不能通过")
    assert states() == ["pending", "pending"]


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_what_its_writer_took_back_has_no_buttons(client, moderator, state):
    words = {"name": "", "body": ""} if state == "erased" else {}
    comment = make_comment(state=state, **words)
    for page in (f"{LIST}?state={state}", f"{LIST}{comment.pk}/change/"):
        assertNotContains(client.get(page), 'name="decide"')
    for deed in ("approve", "reject"):
        client.post(LIST, {"decide": f"{deed}@{comment.pk}:{comment.version}"})
    assert states() == [state]


@pytest.mark.parametrize("wish", ["", "approve", "pending@1:1", "spam@1:1", "approve@0:1", "approve@1:0", "\x00"])
def test_a_forged_decision_is_refused(client, moderator, wish):
    comment = make_comment()
    assert client.post(LIST, {"decide": wish}).status_code == 403
    assert client.post(LIST, {"decide": "approve@" + "9" * 30 + ":1"}).status_code == 403
    forged = {"decide": f"reject@{comment.pk}:1", f"reason-{comment.pk}": "undone"}
    assert client.post(LIST, forged).status_code == 403
    assert states() == ["pending"]


def test_the_page_of_a_comment_shows_its_log_and_decides(client, moderator):
    comment = make_comment(body="第一行\n第二行")
    decide(Comment.objects.all(), "rejected", moderator)
    address = f"{LIST}{comment.pk}/change/"
    response = client.get(address)
    assertContains(response, "第一行<br>第二行")
    assertContains(response, "<strong>shenhe</strong> 待审核 → 未通过：不符合评论规则")
    assertContains(response, "没有记录来源")
    assertContains(response, f'value="approve@{comment.pk}:2"')
    assertNotContains(response, 'name="_save"')

    assert client.post(address, {"decide": f"approve@{comment.pk}:2"})["Location"] == LIST
    assert states() == ["approved"]


@pytest.mark.parametrize(("state", "shown"), [("pending", False), ("approved", True), ("rejected", False)])
def test_the_page_of_a_comment_leads_to_where_readers_see_it(client, moderator, state, shown):
    comment = make_comment(state=state)
    page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert ("在站点上查看" in page, comment.get_absolute_url() in page) == (shown, shown)


def test_the_page_of_a_comment_leads_to_others_of_its_origin(client, moderator):
    comment = make_comment(device="d" * 32, network="n" * 32)
    make_comment(body="同一人", device="d" * 32, state="rejected")
    make_comment(body="同网段", network="n" * 32, state="rejected")
    page = client.get(f"{LIST}{comment.pk}/change/")
    for column, mark, body in [("device", "d", "同一人"), ("network", "n", "同网段")]:
        address = f"{LIST}?{column}__exact={mark * 32}&amp;state=rejected"
        assertContains(page, f'href="{address}"')
        assert [row.body for row in client.get(address.replace("&amp;", "&")).context["cl"].result_list] == [body]


def test_nobody_writes_changes_or_deletes(client):
    client.force_login(make_user("chaoji", is_superuser=True))
    comment = make_comment()
    decide(Comment.objects.all(), "approved", make_user("shenhe"))
    decision = Decision.objects.get()
    refused = [
        (client.get, f"{LIST}add/"),
        (client.post, f"{LIST}{comment.pk}/delete/"),
        (client.post, f"{LIST}{comment.pk}/change/"),
        (client.get, "/admin/comments/decision/add/"),
        (client.post, f"/admin/comments/decision/{decision.pk}/change/"),
        (client.post, f"/admin/comments/decision/{decision.pk}/delete/"),
    ]
    assert [ask(address, {"body": "改了", "post": "yes"}).status_code for ask, address in refused] == [403] * 6
    client.post(LIST, {"action": "delete_selected", "_selected_action": [comment.pk], "post": "yes"})
    assert list(Comment.objects.values_list("body", "state")) == [("写得好。", "approved")]
    assert Decision.objects.count() == 1


def test_who_may_only_look_sees_no_buttons_and_decides_nothing(client, onlooker):
    comment = make_comment(body="等着")
    page = client.get(LIST)
    assertContains(page, "等着")
    assertNotContains(page, 'name="decide"')
    assertNotContains(page, 'value="approve"')
    assertNotContains(client.get(f"{LIST}{comment.pk}/change/"), 'name="decide"')
    assert client.post(LIST, {"decide": f"approve@{comment.pk}:1"}).status_code == 403
    assert client.post(f"{LIST}{comment.pk}/change/", {"decide": f"approve@{comment.pk}:1"}).status_code == 403
    client.post(LIST, {"action": "approve", "_selected_action": [comment.pk], "seen": [f"{comment.pk}:1"]})
    assert states() == ["pending"]


def test_staff_without_permission_sees_nothing(client):
    make_comment()
    client.force_login(make_user("jizhe"))
    assert [client.get(LIST).status_code, client.get("/admin/comments/decision/").status_code] == [403, 403]


@pytest.mark.parametrize("address", [LIST, "/admin/comments/decision/"])
def test_lists_take_the_same_queries_with_one_row_and_with_thirty(client, moderator, address):
    counts = []
    for number in (1, 29):
        made = [make_comment().pk for _ in range(2 * number)]
        decide(Comment.objects.filter(pk__in=made[:number]), "approved", moderator)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_log_names_who_and_what(client, moderator):
    make_comment(name="老张")
    decide(Comment.objects.all(), "approved", moderator)
    response = client.get("/admin/comments/decision/")
    assertContains(response, "shenhe")
    assertContains(response, "老张：写得好。")

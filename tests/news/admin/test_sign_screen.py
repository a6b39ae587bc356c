"""/admin/news/article/<id>/sign/: what goes out, when, and what stands in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.desk import publishing, reviewing, revising
from tests.factories import make_article, make_category, make_user
from tests.news.desk.newsroom import fresh, grant, make_draft, passed, review_of, reviewer, seen, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user("jizhe", "记者")


@pytest.fixture
def signer(client):
    user = reviewer("qianfa", "publish_article")
    client.force_login(user)
    return user


def screen(article) -> str:
    return f"/admin/news/article/{article.pk}/sign/"


def sign(client, article, when="now", **fields):
    return client.post(screen(article), {"seen": seen(article), "when": when, **fields}, follow=True)


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def with_update(writer, steps=0, **words):
    """A published article with newer words at the desk."""
    category = make_category("shizheng", "时政", review_steps=steps)
    article = make_article(category=category, title="旧题", created_by=writer)
    seen(article)
    revising.save(article.pk, {**article.content(), **({"title": "新题"} | words)}, writer)
    return fresh(article)


def test_signs_what_was_passed_now(client, writer, signer):
    article = passed(writer, reviewer())
    assert "供暖改造完工" in client.get(screen(article)).content.decode()
    response = sign(client, article)
    assert messages_of(response) == ["《供暖改造完工》已发布。"]
    assert (fresh(article).is_published(), review_of(article)[0]) == (True, "signed")


def test_signs_for_a_time_of_beijing(client, writer, signer):
    article = passed(writer, reviewer())
    response = sign(client, article, "later", at="2099-05-01T08:00:05")
    assert messages_of(response) == ["《供暖改造完工》将于 2099-05-01 08:00:05 自动发布。"]
    assert fresh(article).published_at.isoformat() == "2099-05-01T00:00:05+00:00"


def test_offers_the_time_that_is_written_on_the_draft(client, writer, signer):
    moment = timezone.now().replace(microsecond=0) - timedelta(days=3)
    article = make_draft(writer, 0, published_at=moment)
    assert client.get(screen(article)).context["form"].initial["when"] == "written"
    sign(client, article, "written")
    assert fresh(article).published_at == moment
    other = make_draft(writer, category=article.category, published_at=moment, title="另一篇稿件")
    sign(client, other, "now")
    assert fresh(other).published_at > moment


@pytest.mark.parametrize("at", ["", "2020-01-01T08:00", "2101-01-01T00:00", "bald"])
def test_a_time_has_to_lie_ahead(client, writer, signer, at):
    article = passed(writer, reviewer())
    response = sign(client, article, "later", at=at)
    assert list(response.context["form"].errors) == ["at"]
    assert fresh(article).state == "draft"


@pytest.mark.parametrize("when", ["", "written", "tomorrow"])
def test_only_what_is_offered_can_be_chosen(client, writer, signer, when):
    article = passed(writer, reviewer())
    assert list(sign(client, article, when).context["form"].errors) == ["when"]
    assert fresh(article).state == "draft"


def test_lists_what_stands_in_the_way(client, writer, signer):
    article = submitted(writer, body="<p> </p>x")
    response = client.get(screen(article))
    assert response.context["obstacles"] == ["还没有通过审核（待初审）"]
    assert 'name="when"' not in response.content.decode()
    assert sign(client, article).context["problems"] == ["还没有通过审核（待初审）"]
    assert fresh(article).state == "draft"


def test_goes_offline_only_after_it_was_online(client, writer, signer):
    article = passed(writer, reviewer(), expires_at=timezone.now() + timedelta(days=1))
    assert sign(client, article, "later", at="2099-05-01T08:00").context["problems"] == ["下线时间要晚于发布时间"]


def test_what_was_saved_meanwhile_is_shown_and_not_signed(client, writer, signer):
    article = make_draft(writer, 0)
    seen(article)
    revising.save(article.pk, {**article.content(), "title": "后来的题"}, writer)
    response = client.post(screen(article), {"seen": 1, "when": "now"})
    assert response.context["problems"] == ["您看过之后，稿件又有新的修改，请看过再签发"]
    text = response.content.decode()
    assert ("后来的题" in text, 'name="seen" value="2"' in text, fresh(article).state) == (True, True, "draft")


def test_who_signs_second_hears_that_it_is_out(client, writer, signer):
    article = passed(writer, reviewer())
    publishing.publish(article.pk, signer)
    assert sign(client, article).context["problems"] == ["已经发布"]


def test_an_update_shows_what_changes_for_readers(client, writer, signer):
    article = with_update(writer, body="<p>新文。</p>", reprint=False, tags=["供暖"])
    response = client.get(screen(article))
    assert [tuple(change) for change in response.context["changes"]] == [
        ("标题", "<del>旧</del>题", "<ins>新</ins>题"),
        ("标签", "—", "<ins>供暖</ins>"),
    ]
    assert "<p><del>正</del><ins>新</ins>文。</p>" in response.content.decode()
    assert fresh(article).title == "旧题"
    sign(client, article)
    assert fresh(article).title == "新题"


def test_an_update_is_scheduled_and_cancelled(client, writer, signer):
    article = with_update(writer)
    response = sign(client, article, "later", at="2099-05-01T08:00")
    assert messages_of(response) == ["《旧题》定于 2099-05-01 08:00:00 更新。"]
    assert fresh(article).update_number == 2
    assert "取消定时更新" in client.get(screen(article)).content.decode()
    response = client.post(screen(article), {"cancel_update": "yes"}, follow=True)
    assert messages_of(response) == ["《旧题》的定时更新已取消，改动还在，读者看到的仍是原来的版本。"]
    assert (fresh(article).update_at, fresh(article).revision_number) == (None, 2)
    response = client.post(screen(article), {"cancel_update": "yes"}, follow=True)
    assert messages_of(response) == ["没有定时更新"]


def test_the_time_of_a_scheduled_update_can_be_changed(client, writer, signer):
    article = with_update(writer, steps=1)
    reviewing.submit(article.pk, writer)
    reviewing.pass_step(article.pk, reviewer(), step=1, seen=2)
    sign(client, article, "later", at="2099-05-01T08:00")
    assert client.get(screen(article)).context["form"].initial["when"] == "later"
    sign(client, article, "later", at="2099-06-01T08:00")
    assert timezone.localtime(fresh(article).update_at).month == 6


def test_only_who_may_publish_here_opens_it(client, writer):
    article = submitted(writer, 1)
    client.force_login(writer)
    assert client.get(screen(article)).status_code == 403
    desk = grant(make_user("bianji"), "view_article", "publish_article", "edit_others_article")
    client.force_login(desk)
    assert client.get(screen(article)).status_code == 200
    article.category.rights.create(role="edit", user=writer)
    for answer in [client.get(screen(article)), sign(client, article)]:
        assert answer.status_code == 403

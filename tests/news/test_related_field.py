"""相关报道: what an editor picks in the article form goes the way of the words, from revision to revision."""

import pytest
from django.core.exceptions import ValidationError

from news.desk import publishing, revising
from news.forms import RelatedField
from news.models import Article
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
SUGGEST = "/admin/news/article/suggest/"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def change(article) -> str:
    return f"/admin/news/article/{article.pk}/change/"


def opened(client, article) -> dict:
    form = client.get(change(article)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, False)} | {"_save": ""}


def errors_of(response) -> list[str]:
    return response.context["adminform"].form.errors.get("related", [])


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", []),
        ("55876 55871", [55876, 55871]),
        ("55876，55871、55876", [55876, 55871]),
        ("http://localhost:8000/zcjh/zhengwu/55876.html /tiyu/9.html", [55876, 9]),
    ],
)
def test_numbers_and_addresses_in_a_line(typed, numbers):
    assert RelatedField(required=False).clean(typed) == numbers


@pytest.mark.parametrize("typed", ["abc", "-1", "0", "1.5", "javascript:alert(1)", "1 2 3 4 5 6 7", "9" * 30])
def test_what_is_neither_or_too_much_is_refused(typed):
    with pytest.raises(ValidationError, match="不是文章的编号或网址|最多 6 篇"):
        RelatedField(required=False).clean(typed)


def test_the_form_keeps_the_order_and_shows_the_titles(client, editor):
    first, second = make_article(title="甲 <b>"), make_article(title="乙")
    article = make_article(state="draft", published_at=None)
    data = opened(client, article) | {"related": f"{second.pk} {first.pk}"}
    assert client.post(change(article), data).status_code == 302
    assert Article.objects.get(pk=article.pk).related == [second.pk, first.pk]
    page = client.get(change(article)).content.decode()
    assert f'<li data-number="{second.pk}">乙</li><li data-number="{first.pk}">甲 &lt;b&gt;</li>' in page


def test_itself_and_what_does_not_exist_are_refused(client, editor):
    article = make_article(state="draft", published_at=None)
    data = opened(client, article)
    assert errors_of(client.post(change(article), data | {"related": str(article.pk)})) == ["相关报道里有这篇稿件自己"]
    assert errors_of(client.post(change(article), data | {"related": "987654"})) == ["没有这些编号的稿件：987654"]


def test_readers_see_a_new_choice_only_once_it_is_published(client, editor):
    other, article = make_article(title="另一篇"), make_article()
    content = {**revising.keep_pace(article.pk).content(), "related": [other.pk]}
    revising.save(article.pk, content, editor)
    assert Article.objects.get(pk=article.pk).related == []
    publishing.publish(article.pk, editor)
    assert Article.objects.get(pk=article.pk).related == [other.pk]


def test_of_two_who_choose_at_once_the_second_is_asked(client, editor):
    first, second = make_article(), make_article()
    article = make_article(state="draft", published_at=None)
    mine, theirs = opened(client, article), opened(client, article)
    client.post(change(article), theirs | {"related": str(first.pk)})
    response = client.post(change(article), mine | {"related": str(second.pk)})
    assert [row["label"] for row in response.context["conflicts"]["rows"]] == ["相关报道"]
    assert Article.objects.get(pk=article.pk).related == [first.pk]


def test_titles_are_suggested_to_who_may_see_them(client, editor):
    shown, _ = make_article(title="供暖开始"), make_article(title="秋季运动会")
    make_article(title="供暖旧稿", state="withdrawn", withdrawal_notice="有误")
    answer = client.get(SUGGEST, {"q": "供暖"})
    assert answer.json() == {"articles": [{"number": shown.pk, "title": "供暖开始"}]}
    assert client.get(SUGGEST, {"q": ""}).json() == {"articles": []}
    client.logout()
    assert client.get(SUGGEST, {"q": "供暖"}).status_code == 302

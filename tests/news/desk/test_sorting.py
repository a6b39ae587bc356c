from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.desk import publishing, reviewing, revising, sorting
from news.models import Article, CategoryRight, Entry
from tests.factories import make_article, make_category, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make_user("zhubian", "主编")


def tags_of(article) -> set[str]:
    return {tag.name for tag in article.tags.all()}


def test_a_move_shows_at_once_and_is_a_revision(chief):
    article, target = make_article(), make_category("tiyu", "体育")
    moved = sorting.move(article.pk, chief, target)
    assert (moved.category, moved.has_unpublished_changes(), moved.revision_number) == (target, False, 2)
    assert list(Entry.objects.values_list("action", "reason", "number")) == [("moved", "体育", 2)]


def test_a_move_takes_scheduled_and_newest_words_along(chief):
    article, target = make_article(title="一"), make_category("tiyu", "体育")
    revising.save(article.pk, {**revising.newest_content(article), "title": "二"}, chief)
    moment = timezone.now() + timedelta(hours=1)
    publishing.publish(article.pk, chief, at=moment)
    article.refresh_from_db()
    revising.save(article.pk, {**revising.newest_content(article), "title": "三"}, chief)
    sorting.move(article.pk, chief, target)
    article.refresh_from_db()
    newest = revising.newest_content(article)
    assert (article.title, article.category, newest["title"], newest["category_id"]) == ("一", target, "三", target.pk)
    publishing.show_due_updates(moment)
    article.refresh_from_db()
    assert (article.title, article.category) == ("二", target)
    assert (revising.newest_content(article)["title"], article.has_unpublished_changes()) == ("三", True)


def test_tags_are_added_to_those_there_are(chief):
    article = make_article(tags=[make_tag("供暖")])
    sorting.add_tags(article.pk, chief, ["城建", "供暖", "ＡＩ"])
    assert tags_of(article) == {"供暖", "城建", "ＡＩ"}
    with pytest.raises(ValidationError, match="都有了"):
        sorting.add_tags(article.pk, chief, ["ai", "城建"])


def test_the_same_category_and_the_bin_are_refused(chief):
    article = make_article(state="draft")
    with pytest.raises(ValidationError, match="已经在“民生”"):
        sorting.move(article.pk, chief, article.category)
    Article.objects.update(binned_at=timezone.now())
    with pytest.raises(ValidationError, match="回收站"):
        sorting.move(article.pk, chief, make_category("tiyu", "体育"))


def test_an_editor_moves_neither_out_of_nor_into_what_others_are_named_for(chief):
    sports, editor = make_category("tiyu", "体育"), make_user("bianji", "编辑")
    CategoryRight.objects.create(category=sports, role="edit", user=chief)
    for article, target in [(make_article(category=sports), make_category()), (make_article(), sports)]:
        with pytest.raises(ValidationError, match="“体育”不由您负责"):
            sorting.move(article.pk, editor, target)
    assert sorting.move(article.pk, chief, sports).category == sports


def test_pins_end_by_themselves(chief):
    article, until = make_article(), timezone.now() + timedelta(days=1)
    sorting.pin(article.pk, chief, until)
    assert list(Article.objects.published().pinned()) == [article]
    assert list(Article.objects.published().pinned(until)) == []
    with pytest.raises(ValidationError, match="要在将来"):
        sorting.pin(article.pk, chief, timezone.now())
    sorting.unpin(article.pk, chief)
    assert list(Article.objects.published().pinned()) == []


def test_only_what_is_published_is_pinned(chief):
    article = make_article(state="draft")
    with pytest.raises(ValidationError, match="没有发布"):
        sorting.pin(article.pk, chief, timezone.now() + timedelta(days=1))


def test_a_move_evades_no_review(chief):
    article = make_article(state="draft", category=make_category("jiedu", "解读", review_steps=1))
    reviewing.submit(article.pk, chief)
    strict = make_category("zhengwu", "政务", review_steps=3)
    with pytest.raises(ValidationError, match="审次更多"):
        sorting.move(article.pk, chief, strict)


def test_tags_from_the_list_keep_the_rules_of_the_form(chief):
    article, user = make_article(), make_user("xin", "编辑")
    user.groups.get().permissions.remove(*user.groups.get().permissions.filter(codename="add_tag"))
    with pytest.raises(ValidationError, match="没有新建标签的权限：新词"):
        sorting.add_tags(article.pk, user, ["新词"])
    with pytest.raises(ValidationError, match="最多 20 个"):
        sorting.add_tags(article.pk, chief, [f"标签{number}" for number in range(21)])

"""Every save is a revision, whoever wrote it, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.desk import publishing, revising
from news.models import Article, Category, CategoryRight, Entry, Revision, Source
from tests.factories import make_article, make_category, make_picture, make_tag, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("bianji", "编辑")


def typed(article, **words) -> dict:
    return {**revising.newest_content(Article.objects.get(pk=article.pk)), **words}


def numbers(article) -> list[int]:
    return [revision.number for revision in article.revisions.all()]


def titles(article) -> dict[int, str]:
    return {revision.number: revision.content["title"] for revision in article.revisions.all()}


# What was written behind the desk's back


def test_an_article_from_before_or_from_an_import_gets_its_first_revision():
    article = make_article(title="原题", tags=[make_tag("供暖")])
    kept = revising.keep_pace(article.pk)
    revision = article.revisions.get()
    assert (kept.revision_number, kept.published_number, revision.created_by) == (1, 1, None)
    assert revision.content == {
        **{"title": "原题", "subtitle": "", "original_title": "", "summary": article.summary, "body": "<p>正文。</p>"},
        **{"byline": "网络编辑", "source_url": "", "editor": "", "reprint": False, "tags": ["供暖"]},
        **{"category_id": article.category_id, "cover_id": None, "source_id": None, "related": []},
    }


def test_keeping_pace_twice_makes_one_revision():
    article = make_article()
    revising.keep_pace(article.pk)
    revising.keep_pace(article.pk)
    assert numbers(article) == [1]


@pytest.mark.parametrize("way", ["shell", "bulk", "tags"])
def test_a_change_from_outside_becomes_a_revision_that_readers_see(way, editor):
    article = make_article(title="原题")
    revising.save(article.pk, typed(article, title="桌上的"), editor)
    article = Article.objects.get(pk=article.pk)
    if way == "shell":
        article.title = "外来的"
        article.save()
    elif way == "bulk":
        Article.objects.filter(pk=article.pk).update(title="外来的")
    else:
        article.tags.add(make_tag("外来"))
    kept = revising.keep_pace(article.pk)
    assert (kept.revision_number, kept.published_number, numbers(article)) == (4, 3, [4, 3, 2, 1])
    shown = article.revisions.get(number=3).content
    assert (shown["title"], shown["tags"]) == (("原题", ["外来"]) if way == "tags" else ("外来的", []))
    # What waits at the desk is still the newest.
    assert (titles(article)[4], revising.newest_content(kept)["title"]) == ("桌上的", "桌上的")


def test_a_scheduled_update_and_its_review_outlive_a_change_from_outside(editor):
    article = make_article(title="原题")
    revising.save(article.pk, typed(article, title="定时的"), editor)
    moment = timezone.now() + timedelta(hours=1)
    publishing.publish(article.pk, editor, at=moment)
    article.refresh_from_db()
    revising.save(article.pk, typed(article, title="桌上的"), editor)
    Article.objects.filter(pk=article.pk).update(byline="外来的")
    kept = revising.keep_pace(article.pk)
    assert (kept.update_number, revising.newest_content(kept)["title"]) == (5, "桌上的")
    publishing.show_due_updates(moment)
    article.refresh_from_db()
    assert (article.title, article.has_unpublished_changes()) == ("定时的", True)


def test_the_first_revision_of_a_new_article_is_its_writers(editor):
    article = make_article(state="draft", published_at=None)
    revising.save(article.pk, {**article.content(), "tags": ["供暖"]}, editor, is_new=True)
    assert list(article.revisions.values_list("number", "created_by")) == [(1, editor.pk)]


def test_an_outside_change_of_a_draft_is_its_newest_revision(editor):
    article = make_article(state="draft", published_at=None, title="原题")
    revising.save(article.pk, typed(article, title="二"), editor)
    Article.objects.filter(pk=article.pk).update(title="外来的")
    assert (revising.keep_pace(article.pk).published_number, titles(article)) == (
        None,
        {3: "外来的", 2: "二", 1: "原题"},
    )


# Saving


def test_a_save_with_nothing_new_is_no_revision(editor):
    article = make_article(tags=[make_tag("AI")])
    saved = revising.save(article.pk, typed(article, tags=["ＡＩ"]), editor)
    assert (saved.revision_number, numbers(article)) == (1, [1])


def test_a_body_is_kept_clean_as_the_row_will_say_it(editor):
    article = make_article(state="draft", published_at=None)
    revising.save(article.pk, typed(article, body="<p>一</p><p onclick=x()>二<script>x()</script></p>"), editor)
    assert article.revisions.get(number=2).content["body"] == "<p>一</p>\n<p>二</p>"
    assert revising.keep_pace(article.pk).revision_number == 2


def test_a_draft_follows_its_newest_revision(editor):
    article = make_article(state="draft", published_at=None)
    revising.save(article.pk, typed(article, title="新题", tags=["供暖", "停水"]), editor)
    article.refresh_from_db()
    assert (article.title, [tag.name for tag in article.tags.all()], article.updated_by) == (
        "新题",
        ["供暖", "停水"],
        editor,
    )


def test_readers_keep_seeing_what_was_published(editor, client):
    article = make_article(title="原题")
    revising.save(article.pk, typed(article, title="新题", body="<p>新文。</p>", tags=["新"]), editor)
    page = client.get(article.get_absolute_url()).content.decode()
    assert ("原题" in page, "新" in page.replace("最新", "").replace("新闻", "")) == (True, False)
    publishing.publish(article.pk, editor)
    assert "新文。" in client.get(article.get_absolute_url()).content.decode()


def test_a_working_copy_can_not_be_saved(editor):
    article = make_article(title="原题")
    revising.save(article.pk, typed(article, title="新题"), editor)
    copy = revising.working_copy(Article.objects.get(pk=article.pk))
    assert copy.title == "新题"
    with pytest.raises(RuntimeError):
        copy.save()
    with pytest.raises(RuntimeError):
        revising.as_of(Article.objects.get(pk=article.pk), 1).save()
    assert Article.objects.get(pk=article.pk).title == "原题"


def test_an_article_as_of_a_revision_has_its_words_links_and_tags(editor):
    old, new = make_category("lao", "老栏目"), make_category("xin", "新栏目")
    article = make_article(title="一", category=old, tags=[make_tag("甲")])
    revising.save(article.pk, typed(article, title="二", category_id=new.pk, tags=["乙"]), editor)
    publishing.publish(article.pk, editor)
    copy = revising.as_of(Article.objects.get(pk=article.pk), 1)
    assert (copy.title, copy.category, copy.working_tags) == ("一", old, ["甲"])
    with pytest.raises(Revision.DoesNotExist):
        revising.as_of(copy, 9)


# Restoring


def test_restoring_saves_the_old_words_as_a_new_revision_and_logs_it(editor):
    article = make_article(title="一", state="draft", published_at=None)
    revising.save(article.pk, typed(article, title="二"), editor)
    restored = revising.restore(article.pk, 1, editor, seen=2)
    assert (restored.revision_number, titles(article)) == (3, {3: "一", 2: "二", 1: "一"})
    entry = Entry.objects.get()
    assert (entry.action, entry.number, entry.reason, entry.actor) == ("restored", 3, "第 1 版", editor)


def test_restoring_what_is_newest_does_nothing(editor):
    article = make_article()
    assert revising.restore(article.pk, revising.keep_pace(article.pk).revision_number, editor).revision_number == 1
    assert Entry.objects.count() == 0


def test_restoring_goes_without_what_was_deleted_since(editor):
    gone, stays = make_category("gone", "没了"), make_category("stays", "还在")
    source, cover = Source.objects.create(name="晚报"), make_picture(16, 16)
    article = make_article(
        title="一", state="draft", published_at=None, category=gone, source=source, cover=cover, reprint=True
    )
    bare = {"title": "二", "category_id": stays.pk, "source_id": None, "cover_id": None}
    revising.save(article.pk, typed(article, **bare), editor)
    for row in (gone, source, cover):
        row.delete()
    revising.restore(article.pk, 1, editor)
    article.refresh_from_db()
    assert (article.title, article.category, article.source, article.cover) == ("一", stays, None, None)


def test_restoring_is_refused_when_somebody_saved_since_one_looked(editor):
    article = make_article(title="一", state="draft", published_at=None)
    revising.save(article.pk, typed(article, title="二"), editor)
    revising.save(article.pk, typed(article, title="三"), editor)
    with pytest.raises(ValidationError, match="又有新的修改"):
        revising.restore(article.pk, 1, editor, seen=2)
    assert numbers(article) == [3, 2, 1]


def test_restoring_is_refused_where_one_may_not_edit(editor):
    mine, theirs = make_category("mine", "我的"), make_category("theirs", "别人的")
    CategoryRight.objects.create(category=theirs, role="edit", user=make_user("bieren"))
    article = make_article(title="一", state="draft", published_at=None, category=theirs)
    revising.keep_pace(article.pk)
    with pytest.raises(ValidationError, match="“别人的”不由您负责"):
        revising.restore(article.pk, 1, editor)
    boss = make_user("zhubian", is_superuser=True)
    revising.save(article.pk, typed(article, category_id=mine.pk), boss)
    with pytest.raises(ValidationError, match="那一版在“别人的”，不由您负责"):
        revising.restore(article.pk, 1, editor)
    assert Article.objects.get(pk=article.pk).category == mine


@pytest.mark.django_db(transaction=True)
def test_restoring_while_others_save_loses_nothing(editor):
    article = make_article(title="一", state="draft", published_at=None)
    revising.save(article.pk, typed(article, title="二"), editor)
    texts = [typed(article, title=f"同时{number}") for number in range(5)]
    at_once(
        [
            *(lambda text=text: revising.save(article.pk, text, editor) for text in texts),
            lambda: revising.restore(article.pk, 1, editor),
        ]
    )
    found = titles(article)
    assert (sorted(found), sorted(found.values())) == (
        list(range(1, 9)),
        sorted(["一", "二", "一", *(f"同时{number}" for number in range(5))]),
    )
    article.refresh_from_db()
    assert (article.revision_number, article.title) == (8, found[8])
    assert Category.objects.count() == 1

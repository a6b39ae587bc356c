import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from comments.models import Comment, CommentWord, Decision
from comments.word_csv import COMMENT_WORDS
from news import picture_files
from news.models import Article, Category, FrontPageSlot, Picture, Review, Source, Tag, Topic, WordRule
from news.word_csv import WORD_RULES
from operations.demo import loading
from operations.demo.readers import spread
from tests.factories import make_article, make_user
from tests.operations.exchange import run
from traffic.models import DailyReadings

SAMPLE = Path(__file__).parent / "demo"
SUMMARY = "loaded 4 articles, 2 pictures, 5 comments, 0 services and 6 accounts"


@pytest.fixture
def sample(monkeypatch):
    """The demo of this test instead of the real one, which takes longer to draw."""
    monkeypatch.setattr(loading, "FOLDER", SAMPLE)
    monkeypatch.setenv("DEMO_PASSWORD", "mima-ceshi-2026")


def hours_before_now(moment) -> int:
    return round((timezone.now() - moment) / timedelta(hours=1))


def test_it_says_what_it_did(db, sample):
    assert run("load_demo") == (
        0,
        [
            "drawing 2 pictures",
            "accounts: jizhe (记者), bianji (编辑), zhubian (主编), shenhe (评论审核), "
            "daohang (导航维护), admin (管理员)",
            "password of each, shown this once: mima-ceshi-2026",
            SUMMARY,
        ],
        [],
    )


def test_words_are_listed_and_sources_may_be_reprinted(db, sample):
    run("load_demo")
    assert list(WordRule.objects.values_list("word", "replacement", "exceptions")) == [("按装", "安装", "装修")]
    assert not Source.objects.filter(allowed=False).exists()


def test_the_words_that_we_ship_are_all_good(db):
    changes = WORD_RULES.compare((Path(loading.__file__).parent / "words.csv").read_text())
    assert (changes.errors, len(changes.added) >= 60) == ([], True)


def test_the_words_for_comments_that_we_ship_are_all_good(db):
    changes = COMMENT_WORDS.compare((Path(loading.__file__).parent / "comment-words.csv").read_text())
    assert (changes.errors, len(changes.added)) == ([], 6)


def test_articles_are_stored_as_the_files_say(db, sample):
    run("load_demo")
    articles = Article.objects.order_by("pk")
    assert [(a.pk, a.title, a.state, a.category.path) for a in articles] == [
        (1, "撤下的一篇", "withdrawn", "minsheng"),
        (2, "路口新装了信号灯", "published", "minsheng/jiaotong"),
        (3, "还没写完", "draft", "minsheng"),
        (4, "明天见报", "published", "minsheng"),
    ]
    withdrawn, lights, draft, tomorrow = articles
    assert (withdrawn.withdrawal_notice, draft.published_at) == ("数字有误，更正后重发", None)
    assert (hours_before_now(lights.published_at), hours_before_now(tomorrow.published_at)) == (30, -24)
    assert [tag.name for tag in lights.tags.order_by("pk")] == ["信号灯", "路口"]
    assert (lights.created_by.username, lights.updated_by.username) == ("jizhe", "bianji")
    assert (draft.created_by.username, draft.updated_by.username) == ("jizhe", "jizhe")
    assert lights.updated_at == lights.published_at
    assert list(Category.objects.values_list("path", "name", "description")) == [
        ("minsheng", "民生", "身边的事"),
        ("minsheng/jiaotong", "交通", "路上的事"),
    ]
    assert Tag.objects.count() == 2


def test_drafts_lie_with_the_reviewers_where_reviews_are_asked_for(db, sample, monkeypatch, tmp_path):
    monkeypatch.setattr(loading, "FOLDER", shutil.copytree(SAMPLE, tmp_path / "demo"))
    file = loading.FOLDER / "articles" / "minsheng.json"
    given = json.loads(file.read_text())
    given["category"]["review_steps"] = 2
    file.write_text(json.dumps(given))
    run("load_demo")
    (review,) = Review.objects.all()
    assert (review.article.title, review.stage(), review.submitted_by.username) == ("还没写完", "待初审", "jizhe")


def test_editors_have_arranged_the_front_page_and_a_topic(db, sample):
    run("load_demo")
    slots = FrontPageSlot.objects.values_list("place", "position", "article__title")
    assert list(slots) == [("lead", 1, "路口新装了信号灯")]
    topic = Topic.objects.get()
    assert (topic.name, topic.is_published(), topic.cover.alt) == ("路口", True, "山下的路口")
    rows = topic.topic_articles.order_by("position").values_list("section__name", "article__title")
    assert list(rows) == [(None, "明天见报"), ("灯", "路口新装了信号灯")]


def test_pictures_are_drawn_once_each(db, sample):
    run("load_demo")
    cover, inner = Picture.objects.order_by("pk")
    assert (cover.alt, cover.credit, cover.width, cover.height) == ("山下的路口", "示例制图", 1600, 900)
    lights = Article.objects.get(title="路口新装了信号灯")
    assert (lights.cover, Article.objects.get(title="还没写完").cover) == (cover, cover)
    assert lights.body == (
        f'<p>灯亮了。</p>\n<figure><img src="{picture_files.url_of(inner.file)}" alt="路口" width="1600" height="900">'
        "</figure>"
    )
    assert picture_files.path_of(cover.file).stat().st_size > 1000


def test_a_moderator_has_decided_about_comments(db, sample):
    run("load_demo")
    rows = Comment.objects.order_by("created_at")
    assert list(rows.values_list("name", "state", "parent__name", "root__name", "official", "region", "marks")) == [
        ("街坊", "approved", None, None, False, "", []),
        ("路人", "rejected", None, None, False, "", []),
        ("大院", "approved", "街坊", "街坊", True, "", []),
        ("街坊", "approved", "大院", "街坊", False, "山西", []),
        ("司机", "pending", None, None, False, "", ["word", "link"]),
    ]
    assert Comment.objects.get(name="司机").risk == 60
    assert sorted(Decision.objects.values_list("comment__name", "moderator__username", "to_state")) == [
        ("大院", "shenhe", "approved"),
        ("街坊", "shenhe", "approved"),
        ("街坊", "shenhe", "approved"),
        ("路人", "shenhe", "rejected"),
    ]
    assert list(CommentWord.objects.values_list("word", "by_pinyin")) == [("加微信", True)]


def test_readings_are_spread_over_the_days_of_what_readers_saw(db, sample):
    run("load_demo")
    sums = DailyReadings.objects.order_by().values_list("article__title").annotate(Sum("readings"))
    assert list(sums) == [("路口新装了信号灯", 100)]
    assert DailyReadings.objects.count() > 1
    assert spread(100, 3) == [52, 30, 18]
    assert spread(7, 1) == [7]


def test_each_role_has_an_account(db, sample):
    run("load_demo")
    users = User.objects.order_by("pk")
    assert [(user.username, [group.name for group in user.groups.all()], user.is_superuser) for user in users] == [
        ("jizhe", ["记者"], False),
        ("bianji", ["编辑"], False),
        ("zhubian", ["主编"], False),
        ("shenhe", ["评论审核"], False),
        ("daohang", ["导航维护"], False),
        ("admin", [], True),
    ]
    assert all(user.is_staff and user.check_password("mima-ceshi-2026") for user in users)


def test_without_demo_password_a_new_one_is_made_each_time(db, sample, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "")
    said = run("load_demo")[1][-2]
    password = said.removeprefix("password of each, shown this once: ")
    assert len(password) == 19
    assert User.objects.get(username="admin").check_password(password)


@pytest.mark.parametrize("make", [make_article, make_user])
def test_a_site_of_its_own_is_left_alone(db, sample, make):
    make()
    before = (Article.objects.count(), User.objects.count())
    assert run("load_demo") == (1, [], ["loaded nothing: the site has articles or users already"])
    assert (Article.objects.count(), User.objects.count(), Picture.objects.count()) == (*before, 0)


def test_a_failed_run_leaves_nothing_and_can_be_repeated(db, sample, monkeypatch, tmp_path):
    before = media_files()
    shutil.copytree(SAMPLE / "articles", tmp_path / "articles")
    monkeypatch.setattr(loading, "FOLDER", tmp_path)  # without services.json, which comes last
    with pytest.raises(FileNotFoundError):
        run("load_demo")
    assert (User.objects.count(), Category.objects.count(), Picture.objects.count()) == (0, 0, 0)
    assert media_files() == before
    monkeypatch.setattr(loading, "FOLDER", SAMPLE)
    assert run("load_demo")[1][-1] == SUMMARY


def media_files() -> set:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def loaded(_):
    try:
        return run("load_demo")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_load_it_once(sample, newsroom_groups):
    with ThreadPoolExecutor(2) as pool:
        runs = sorted(pool.map(loaded, range(2)))
    assert [(code, errors) for code, said, errors in runs] == [
        (0, []),
        (1, ["loaded nothing: the site has articles or users already"]),
    ]
    assert (Article.objects.count(), User.objects.count()) == (4, 6)


@pytest.fixture
def newsroom_groups(transactional_db):
    """Tests with real transactions empty the tables after them, and with them what migrations made."""
    for name in ["记者", "编辑", "主编", "评论审核", "导航维护"]:
        Group.objects.get_or_create(name=name)

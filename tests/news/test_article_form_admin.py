"""The form of an article: what an editor types, and what becomes of it."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from news.desk import revising
from news.models import Article, Category, Picture, Source, Tag
from tests.factories import make_article, make_category, make_picture, make_tag, make_user
from tests.races import at_once

pytestmark = pytest.mark.django_db
ADD = "/admin/news/article/add/"


@pytest.fixture
def editor(client):
    user = make_user("bianji", "编辑")
    client.force_login(user)
    return user


def version_of(article) -> str:
    """What the form of the article carries once it is opened."""
    return str(revising.keep_pace(article.pk).revision_number)


def newest_title(article) -> str:
    return revising.newest_content(Article.objects.get(pk=article.pk))["title"]


def filled(article=None, **fields):
    """What the browser sends: the form of `article`, or an empty one, with `fields` typed over it."""
    category = Category.objects.first() or make_category()
    data = {
        "title": "城南供暖改造完工",
        "summary": "三百户用上新管道。",
        "body": "<p>正文。</p>",
        "byline": "网络编辑",
        "comment_policy": "open",
        "version": version_of(article) if article else "",
        "category": article.category_id if article else category.pk,
        "_save": "",
    }
    if article and article.published_at:
        data["published_at"] = timezone.localtime(article.published_at).strftime("%Y-%m-%dT%H:%M:%S")
    return {name: value for name, value in (data | fields).items() if value is not None}


def change(article):
    return f"/admin/news/article/{article.pk}/change/"


def errors_of(response):
    return dict(response.context["adminform"].form.errors)


def test_saves_a_draft_with_who_wrote_it(client, editor):
    response = client.post(ADD, filled(tags="供暖、城建 ，ＡＩ;供暖"))
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.title, article.state, article.published_at) == ("城南供暖改造完工", "draft", None)
    assert (article.created_by, article.updated_by) == (editor, editor)
    assert {tag.name for tag in article.tags.all()} == {"供暖", "城建", "ＡＩ"}


def test_a_draft_needs_no_body_but_publishing_does(client, editor):
    data = filled(body="")
    assert client.post(ADD, data).status_code == 302
    response = client.post(ADD, data | {"_publish": ""})
    assert errors_of(response) == {"__all__": ["不能发布：没有正文"]}
    assert Article.objects.get().state == "draft"


def test_publishes_now(client, editor):
    before = timezone.now().replace(microsecond=0)
    response = client.post(ADD, filled(_publish=""), follow=True)
    article = Article.objects.get()
    assert article.state == "published"
    assert before <= article.published_at <= timezone.now()
    assert "《城南供暖改造完工》已发布。" in response.content.decode()


def test_schedules_in_beijing_time(client, editor):
    response = client.post(ADD, filled(_schedule="", published_at="2099-05-01T08:00"), follow=True)
    article = Article.objects.get()
    assert (article.state, article.published_at.isoformat()) == ("published", "2099-05-01T00:00:00+00:00")
    assert "将于 2099-05-01 08:00 自动发布" in response.content.decode()
    assert "将于 2099-05-01 08:00:00（北京时间）自动发布" in client.get(change(article)).content.decode()


@pytest.mark.parametrize("moment", ["", "2020-01-01T08:00"])
def test_scheduling_needs_a_time_ahead(client, editor, moment):
    response = client.post(ADD, filled(_schedule="", published_at=moment))
    assert errors_of(response) == {"published_at": ["定时发布要填写将来的时间"]}
    assert not Article.objects.exists()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "1900-01-01T00:00", "9999-12-31T23:59:59", "2026-02-30T00:00"])
def test_times_that_no_newspaper_has_are_refused(client, editor, moment):
    response = client.post(ADD, filled(published_at=moment))
    assert list(errors_of(response)) == ["published_at"]


def test_goes_offline_only_after_it_was_online(client, editor):
    data = filled(_publish="", expires_at="2020-01-01T00:00")
    assert errors_of(client.post(ADD, data)) == {"__all__": ["下线时间要晚于发布时间"]}


def test_the_body_is_cleaned_on_the_way_in_and_on_the_way_out(client, editor):
    client.post(ADD, filled(body='<p onclick="x()">好<script>alert(1)</script></p>'))
    article = Article.objects.get()
    assert article.body == "<p>好</p>"
    Article.objects.update(body='<p>好</p><img src="x" onerror="alert(1)">')
    assert "onerror" not in client.get(change(article)).content.decode()


def test_a_refused_body_comes_back_cleaned(client, editor):
    response = client.post(ADD, filled(title="", body="<p>写了很久<img src=x onerror=alert(1)></p>"))
    text = response.content.decode()
    assert "写了很久" in text
    assert "onerror" not in text


def test_the_longest_body_is_taken_and_a_longer_one_is_not(client, editor):
    longest = "<p>" + "字" * 499_993 + "</p>"
    assert client.post(ADD, filled(body=longest)).status_code == 302
    response = client.post(ADD, filled(body=longest + "字"))
    assert errors_of(response) == {"body": ["正文太长：500,001 个字符（含格式），最多 500,000 个"]}


def test_ten_megabytes_are_a_bad_request_in_chinese(client, editor):
    response = client.post(ADD, filled(body="x" * 10_000_000))
    assert response.status_code == 400
    assert "太大" in response.content.decode()
    assert not Article.objects.exists()


LINES = ["title", "subtitle", "original_title", "summary", "byline", "editor"]


@pytest.mark.parametrize("field", LINES)
@pytest.mark.parametrize("bad", ["甲\x00乙", "甲\x1b乙", "甲\u202e乙", "z\u0301\u0302\u0303\u0304", "字" * 501])
def test_lines_refuse_what_is_no_text_or_too_much(client, editor, field, bad):
    response = client.post(ADD, filled(**{field: bad}))
    assert list(errors_of(response)) == [field]
    assert not Article.objects.exists()


def test_lines_lose_what_cannot_be_seen(client, editor):
    client.post(ADD, filled(title="供\u200b暖\ufeff  改造", byline=" 记者\u3000甲 "))
    article = Article.objects.get()
    assert (article.title, article.byline) == ("供暖 改造", "记者\u3000甲")


@pytest.mark.parametrize("title", ["", "  ", "\u200b\u3164"])
def test_a_title_is_needed(client, editor, title):
    assert errors_of(client.post(ADD, filled(title=title))) == {"title": ["这个字段是必须的"]}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.cn/", "http://", "http://a.cn/\x00", "http://a.cn/" + "a" * 500]
)
def test_source_addresses_are_of_the_web(client, editor, url):
    assert list(errors_of(client.post(ADD, filled(source_url=url)))) == ["source_url"]


@pytest.mark.parametrize("value", ["0", "-1", "9" * 31, "abc", "１２x", "\x00"])
@pytest.mark.parametrize("field", ["category", "source", "cover"])
def test_references_to_nothing_are_form_errors(client, editor, field, value):
    assert list(errors_of(client.post(ADD, filled(**{field: value})))) == [field]


@pytest.mark.parametrize(
    "tags", ["a#b", "<b>", "甲/乙", "长" * 31, "ﷺ" * 30, "\u202e乙", "、".join(map(str, range(21)))]
)
def test_tags_that_fit_no_address_are_refused(client, editor, tags):
    assert list(errors_of(client.post(ADD, filled(tags=tags)))) == ["tags"]
    assert not Tag.objects.exists()


def test_the_form_of_a_tag_refuses_what_is_too_long_once_folded(client, editor):
    assert list(errors_of(client.post("/admin/news/tag/add/", {"name": "ﷺ" * 30}))) == ["name"]
    assert not Tag.objects.exists()


def test_a_tag_in_another_width_or_case_is_the_same_tag(client, editor):
    tag = make_tag("AI")
    client.post(ADD, filled(tags="ａｉ"))
    assert list(Article.objects.get().tags.all()) == [tag]


def test_the_form_shows_the_tags_and_saving_keeps_them(client, editor):
    article = make_article(tags=[make_tag("供暖"), make_tag("城建")], state="draft")
    field = client.get(change(article)).context["adminform"].form["tags"]
    assert set(field.value()) == set("供暖、城建")
    client.post(change(article), filled(article, tags="供暖"))
    assert [tag.name for tag in article.tags.all()] == ["供暖"]


def test_two_who_need_the_same_new_tag_get_one():
    assert Tag.objects.named(["供暖", "AI", "ai"]) == Tag.objects.named(["ＡＩ", "供暖"])
    assert Tag.objects.count() == 2


def test_a_stale_form_is_refused_and_keeps_its_words(client, editor):
    article = make_article(title="原题")
    stale = filled(article, title="我的题", body="<p>我写了半天</p>")
    client.post(change(article), filled(article, title="别人的题"))
    response = client.post(change(article), stale)
    assert newest_title(article) == "别人的题"
    assert "已被别人（或在另一个窗口）保存过" in str(errors_of(response)["__all__"])
    assert "我写了半天" in response.content.decode()


@pytest.mark.parametrize("version", [None, "", "x", "0", "2", "9" * 30, "１"])
def test_a_form_without_a_true_version_changes_nothing(client, editor, version):
    article = make_article(title="原题")
    client.post(change(article), filled(article, title="新题", version=version))
    assert newest_title(article) == "原题"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_at_once_one_is_saved():
    article = make_article(title="原题", state="draft")
    user = make_user("bianji", "编辑")
    version = version_of(article)

    def save(number):
        client = Client()
        client.force_login(user)
        data = filled(article, title=f"第{number}题", version=version)
        return client.post(change(article), data).status_code, data["title"]

    answers = at_once([partial(save, number) for number in range(8)])
    article.refresh_from_db()
    assert [title for status, title in answers if status == 302] == [article.title]
    assert sorted(status for status, _ in answers) == [200] * 7 + [302]


def test_a_published_article_keeps_its_second_and_needs_a_time(client, editor):
    article = make_article(published_at=timezone.make_aware(timezone.datetime(2026, 3, 1, 7, 30, 48)))
    client.post(change(article), filled(article, title="新题"))
    article.refresh_from_db()
    assert (newest_title(article), timezone.localtime(article.published_at).second) == ("新题", 48)
    response = client.post(change(article), filled(article, published_at=""))
    assert errors_of(response) == {"published_at": ["发布过的稿件要有发布时间"]}


def test_saving_nothing_new_changes_no_word(client, editor):
    article = make_article(tags=[make_tag()], cover=make_picture(), source=Source.objects.create(name="中工网"))
    client.get(change(article))
    before = Article.objects.values().get()
    form = client.get(change(article)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data["published_at"] = timezone.localtime(article.published_at).strftime("%Y-%m-%dT%H:%M:%S.%f")
    data.pop("expires_at", None)
    assert client.post(change(article), data | {"_save": ""}).status_code == 302
    changed = {name for name, value in Article.objects.values().get().items() if value != before[name]}
    assert (changed, article.revisions.count()) == (set(), 1)


def test_only_superusers_may_look_at_the_source(client, editor):
    button = "[[&quot;Source&quot;]"
    assert button not in client.get(ADD).content.decode()
    client.force_login(make_user("admin", is_superuser=True))
    assert button in client.get(ADD).content.decode()


def test_the_buttons_follow_the_state_and_the_rights(client, editor):
    def buttons(article):
        text = client.get(change(article) if article else ADD).content.decode()
        return [word for word in ["保存草稿", "定时发布", "撤稿</a>", "退回草稿</a>", "删除</a>"] if word in text]

    draft = make_article(state="draft", published_at=None)
    tomorrow = timezone.now() + timedelta(days=1)
    articles = [None, draft, make_article(), make_article(published_at=tomorrow), make_article(state="withdrawn")]
    seen = [buttons(article) for article in articles]
    assert seen == [
        ["保存草稿", "定时发布"],
        ["保存草稿", "定时发布"],
        [],
        ["定时发布", "退回草稿</a>"],
        ["退回草稿</a>"],
    ]
    client.force_login(make_user("zhubian", "主编"))
    assert [buttons(article) for article in articles[1:3]] == [["保存草稿", "定时发布", "删除</a>"], ["撤稿</a>"]]
    client.force_login(make_user("jizhe", "记者"))
    assert buttons(None) == ["保存草稿"]


def test_only_the_editor_pages_loosen_the_content_policy(client, editor):
    client.force_login(make_user("admin", is_superuser=True))
    article = make_article()
    loose = [ADD, change(article), "/admin/flatpages/flatpage/add/"]
    strict = [
        "/admin/",
        "/admin/news/article/",
        "/admin/news/picture/add/",
        f"/admin/news/article/{article.pk}/history/",
    ]
    policies = {address: client.get(address)["Content-Security-Policy"] for address in loose + strict}
    assert [address for address, policy in policies.items() if "unsafe-inline" in policy] == loose
    assert [address for address, policy in policies.items() if "unsafe-eval" in policy] == []


def test_asks_as_often_for_30_tags_and_categories_as_for_one(client, editor, django_assert_num_queries):
    article = make_article(tags=[make_tag()])
    client.get(change(article))
    with django_assert_num_queries(19):
        client.get(change(article))
    article.tags.set([make_tag(f"标签{n}") for n in range(15)])
    [make_category(f"lanmu{n}", f"栏目{n}") for n in range(30)]
    client.get(change(article))  # what was set here, and not in the form, becomes a revision
    with django_assert_num_queries(19):
        client.get(change(article))


def test_a_stale_form_without_a_time_keeps_its_words(client, editor):
    article = make_article(body="<p>原文。</p>")
    stale = filled(title="新的标题", published_at="", version="2026-01-01T00:00:00+00:00")
    response = client.post(f"/admin/news/article/{article.pk}/change/", stale)
    page = response.content.decode()
    assert (response.status_code, "新的标题" in page, "state-published" in page) == (200, True, True)


def test_a_button_that_is_not_there_is_no_way_to_an_error(client, editor):
    assert client.post(ADD, filled(title="", _saveasnew="1")).status_code == 200


def test_tags_may_come_from_the_address(client, editor):
    page = client.get(ADD, {"tags": "供暖,住房"}).content.decode()
    assert re.findall(r'<input type="text" name="tags" value="([^"]*)"', page) == ["供暖、住房"]


@pytest.mark.parametrize(
    ("field", "moment"), [("published_at", "2099-01-01T00:00"), ("expires_at", "2025-01-02T00:00")]
)
def test_times_take_nothing_from_readers_without_the_right_to_withdraw(client, editor, field, moment):
    article = make_article(published_at=timezone.make_aware(timezone.datetime(2025, 1, 1)))
    response = client.post(change(article), filled(article, **{field: moment}))
    assert list(errors_of(response)) == [field]
    assert client.get(article.get_absolute_url()).status_code == 200
    client.force_login(make_user("zhubian", "主编"))
    assert client.post(change(article), filled(article, **{field: moment})).status_code == 302
    assert client.get(article.get_absolute_url()).status_code == 404


def test_pictures_and_sources_of_words_that_wait_are_in_use(client, editor):
    client.force_login(make_user("zhubian", "主编"))
    picture, source = make_picture(), Source.objects.create(name="中工网")
    article = make_article(title="原题")
    body = f'<p><img src="/media/{picture.file}" alt="图"></p>'
    client.post(change(article), filled(article, title="新题", body=body, source=source.pk))
    for path in [f"picture/{picture.pk}", f"source/{source.pk}"]:
        response = client.post(f"/admin/news/{path}/delete/", {"post": "yes"}, follow=True)
        assert "不能删除" in response.content.decode()
    assert (Picture.objects.count(), Source.objects.count()) == (1, 1)


@pytest.mark.parametrize(("days", "says"), [(0, ""), (30, "选“开放”的，发布满 30 天自动关闭")])
def test_editors_are_told_when_comments_close_by_themselves(client, editor, settings, days, says):
    settings.COMMENTS_CLOSE_AFTER_DAYS = days
    form = client.get(ADD).context["adminform"].form
    assert form.fields["comment_policy"].help_text == says
    assert form.fields["comment_policy"].choices == [("open", "开放"), ("always", "一直开放"), ("closed", "关闭")]

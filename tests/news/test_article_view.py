import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from news.models import Article, Source
from tests.factories import make_article, make_category, make_comment, make_picture, make_tag
from tests.visibility import HIDDEN, make_hidden
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    return make_category(slug="zhengwu", name="政务", parent=make_category(slug="zcjh", name="政策"))


def text_of(response) -> str:
    """The visible words of the page's article, one space between them."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def get(client, article):
    return client.get(article.get_absolute_url())


def test_the_page_holds_everything_that_a_printed_page_would(client, category):
    article = make_article(
        category=category,
        title="新就业形态有了新规",
        subtitle="副题",
        original_title="原来的标题",
        summary="摘要一句。",
        body="<p>正文一段。</p>",
        cover=make_picture(alt="街景", credit="本报"),
        byline="网络编辑",
        source=Source.objects.create(name="示例报"),
        source_url="https://www.example.com/1",
        editor="何编辑",
        reprint=True,
        tags=[make_tag("劳动者"), make_tag("互联网")],
        published_at=datetime(2022, 12, 15, 7, 40, 48, tzinfo=UTC),
    )
    DailyReadings.objects.create(article=article, day=timezone.localdate(), readings=320)
    make_comment(article, state="approved")
    make_comment(article)
    make_article(title="另一篇")
    assert text_of(get(client, article)) == (
        "首页 政策 政务 新就业形态有了新规 副题 网络编辑 2022-12-15 15:40:48 来源： 示例报 "
        "阅读 320 评论 1 阅读约需 1 分钟 收藏 字号 打印 分享 朗读 摘要一句。 "
        "街景 本报 正文一段。 责任编辑：何编辑 互联网 劳动者 "
        "版权声明 本文转载自示例报，原标题《原来的标题》，版权归原作者所有，文中观点仅代表作者本人。 "
        f"本文地址： http://localhost:8000/zcjh/zhengwu/{article.pk}.html 复制 "
        "分享到 微博 微信 用微信“扫一扫”打开，再点右上角分享给朋友。 "
        f"更多报道 另一篇 {timezone.localtime(Article.objects.get(title='另一篇').published_at):%Y-%m-%d} "
        "留言与评论 （1） 查看评论，写评论"
    )


def test_a_cover_that_the_body_shows_stands_there_alone_and_is_fetched_first(client, category):
    cover = make_picture(alt="街景")
    image = f'<p><img src="/media/{cover.file}" alt="街景"></p>'
    page = get(client, make_article(category=category, cover=cover, body=f"<p>正文</p>{image}")).content.decode()
    images = re.findall(
        r"<img [^>]*>", page.split("<article")[1].split("</article>")[0].split('<aside class="rights"')[0]
    )
    assert [f"/media/{cover.file}" in tag and 'fetchpriority="high"' in tag for tag in images] == [True]


@pytest.mark.parametrize("path", ["/zcjh/", "/minsheng/", "/zcjh/bie/", "/meiyou/zhengwu/"])
def test_a_wrong_path_leads_to_the_right_one_for_good(client, category, path):
    article = make_article(category=category)
    response = client.get(f"{path}{article.pk}.html")
    assert (response.status_code, response["Location"]) == (301, f"/zcjh/zhengwu/{article.pk}.html")


def test_a_moved_article_leads_from_its_old_address_to_the_new(client, category):
    article = make_article()
    old = article.get_absolute_url()
    article.category = category
    article.save()
    assert client.get(old)["Location"] == f"/zcjh/zhengwu/{article.pk}.html"


def test_drafts_scheduled_and_expired_articles_are_404_withdrawn_ones_410_with_the_notice(client):
    draft, scheduled, expired, withdrawn = make_hidden()
    assert [get(client, article).status_code for article in (draft, scheduled, expired)] == [404] * 3
    response = get(client, withdrawn)
    assert (response.status_code, text_of(response)) == (410, "410 这篇稿件已经撤下 数字有误 去“民生”看看")
    assert "撤下丁" not in response.content.decode()


def test_a_wrong_path_of_a_hidden_article_tells_nothing(client):
    for article, status in zip(make_hidden(), [404, 404, 404, 410], strict=True):
        assert client.get(f"/bie/{article.pk}.html").status_code == status


def test_an_article_appears_and_expires_at_its_second(client):
    now = timezone.now()
    article = make_article(published_at=now - timedelta(seconds=1), expires_at=now + timedelta(days=1))
    assert get(client, article).status_code == 200
    Article.objects.update(expires_at=now - timedelta(seconds=0.5))
    assert get(client, article).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "01", str(10**30), "9" * 18, "abc", "١", "１", "1.5", "%00", "1%00"])
def test_what_is_no_number_of_an_article_is_404(client, number):
    make_article()
    assert client.get(f"/minsheng/{number}.html").status_code == 404


def test_further_headlines_are_of_the_category_first_and_never_hidden_ones(client, category):
    article = make_article(category=category)
    make_article(title="别栏目的", category=make_category())
    make_article(title="前一篇", category=category, published_at=article.published_at - timedelta(hours=1))
    make_article(title="后一篇", category=category)
    make_article(title="同栏目的", category=category)
    make_hidden(category=category)
    more = re.search(r'<ul class="more__list">.*?</ul>', get(client, article).content.decode(), re.DOTALL)[0]
    assert re.findall(r'<a href="[^"]+">([^<]+)</a>', more) == ["同栏目的", "别栏目的"]
    assert not [title for title in HIDDEN if title in more]


def test_every_word_of_the_editor_is_escaped(client):
    hostile = '"><script>alert(1)</script>'
    tag = make_tag("<b>标签")
    article = make_article(
        title=hostile, subtitle=hostile, summary=hostile, byline=hostile[:60], editor=hostile[:30], tags=[tag]
    )
    page = get(client, article).content.decode()
    assert re.findall(r"<script>alert|<b>标签", page) == []
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert data["@graph"][0]["headline"] == hostile


@pytest.mark.parametrize("count", [1, 30])
def test_more_tags_and_comments_need_no_more_queries(client, django_assert_num_queries, count):
    article = make_article(cover=make_picture(), tags=[make_tag(f"标签{number}") for number in range(count)])
    for _ in range(count):
        make_comment(article, state="approved")
    for _ in range(16 + count):  # seventeen fill the list: with fewer it is filled up from other categories
        make_article(cover=make_picture())
    with django_assert_num_queries(6):
        get(client, article)

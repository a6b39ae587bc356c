"""What the checks say to an article, by family."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import checks, picture_files
from news.checks import discarded
from news.checks.links import unfit
from news.desk import revising
from news.models import Article, Picture, Source, WordRule
from tests.factories import make_article, make_category, make_picture, make_tag, make_user

pytestmark = pytest.mark.django_db


def draft(**fields):
    return make_article(**({"state": "draft", "published_at": None, "title": "城南供暖改造完工"} | fields))


def said(article, user=None):
    return [(f.level, f.field, f.message) for f in checks.check(article, user).findings]


def test_a_plain_article_has_nothing_to_mend():
    assert said(draft()) == []


def test_a_reprint_needs_an_allowed_source_and_an_editor():
    article = draft(reprint=True)
    assert said(article) == [
        ("error", "source", "转载稿没有填写来源"),
        ("error", "editor", "转载稿没有填写责任编辑"),
    ]
    article.source = Source.objects.create(name="示例晚报")
    article.editor = "示例编辑"
    assert said(article) == [("error", "source", "来源“示例晚报”不在可以转载的名单里")]
    Source.objects.update(allowed=True)
    assert said(article) == []


def test_a_title_of_forty_is_fine_and_a_longer_one_is_long():
    digits = "一二三四五六七八九十"
    assert said(draft(title=digits * 4)) == []
    assert said(Article(title=digits * 4 + "百", summary="摘要")) == [
        ("warning", "title", "标题有 41 个字"),
        ("warning", "title", "标题与别人近期的一篇稿件几乎一样"),
    ]


def test_a_title_almost_like_a_recent_one_names_it():
    chief, other = make_user("zhubian", "主编"), draft(title="城南供暖改造完成")
    article = draft()
    finding = checks.check(article, chief).findings[0]
    assert (finding.message, finding.link) == (
        "标题与近期的《城南供暖改造完成》几乎一样",
        f"/admin/news/article/{other.pk}/change/",
    )
    # Who may not see that draft does not learn its title.
    assert said(article, make_user("jizhe", "记者")) == [("warning", "title", "标题与别人近期的一篇稿件几乎一样")]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "城北地铁二号线开工"},
        {"binned_at": timezone.now()},
        {"created_at": timezone.now() - timedelta(days=31)},
    ],
)
def test_other_old_and_binned_titles_are_no_twins(fields):
    other = draft()
    Article.objects.filter(pk=other.pk).update(**fields)
    assert said(draft()) == []


def test_a_summary_is_missed():
    assert said(draft(summary=" ")) == [("warning", "summary", "没有摘要")]


def test_pictures_need_words_and_a_credit():
    bare, named = make_picture(), make_picture()
    Picture.objects.filter(pk=bare.pk).update(alt="图片 1", credit="")
    urls = [picture_files.url_of(p.file) for p in (bare, named)]
    narrow = urls[1].replace(".webp", "-480.webp")
    body = (
        f'<figure><img src="{urls[0]}" alt=""></figure>'
        f'<figure><img src="{urls[0]}" alt="河岸"><figcaption>通讯员供图</figcaption></figure>'
        f'<p><img src="{narrow}" alt="城墙"></p><p><img src="/media/jiu/a.jpg" alt="a.jpg"></p>'
    )
    assert said(draft(cover=bare, body=body)) == [
        ("warning", "cover", "封面图片没有替代文字"),
        ("warning", "cover", "封面图片没有写来源"),
        ("warning", "body", "正文第 1 张图片没有替代文字"),
        ("warning", "body", "正文第 1 张图片没有写来源"),
        ("warning", "body", "正文第 4 张图片没有替代文字"),
        ("warning", "body", "正文第 4 张图片没有写来源"),
    ]


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("https://www.example.com/a?b=1", ""),
        ("http://8.8.8.8/", ""),
        ("/minsheng/1.html", ""),
        ("/administration/", ""),
        ("mailto:a@example.com", ""),
        ("tel:12345", ""),
        ("", "没有地址"),
        ("javascript:alert(1)", "的地址不安全"),
        ("data:text/html,x", "的地址不安全"),
        ("//evil.example.com", "的地址不安全"),
        ("http://", "的地址不安全"),
        ("http://[::1", "的地址写错了"),
        ("http://localhost:8000/", "指向内部网络"),
        ("http://192.168.1.1/", "指向内部网络"),
        ("http://10.0.0.8/", "指向内部网络"),
        ("http://127.1/", "指向内部网络"),
        ("http://0x7f000001/", "指向内部网络"),
        ("http://2130706433/", "指向内部网络"),
        ("http://[::1]/", "指向内部网络"),
        ("http://oa/", "指向内部网络"),
        ("http://oa.xinwen.local/", "指向内部网络"),
        ("/admin/news/article/1/change/", "指向编辑后台"),
    ],
)
def test_links_that_readers_cannot_use(href, reason):
    assert unfit(href) == reason


def test_links_in_the_body_and_the_source():
    article = draft(
        body='<p><a href="http://192.168.0.1/">内网</a><a href="https://a.example.com/">。</a></p>',
        source_url="http://localhost/",
    )
    Article.objects.filter(pk=article.pk).update(body=article.body + '<a href="javascript:x">坏</a>')
    article.refresh_from_db()
    assert said(article) == [
        ("error", "body", "链接指向内部网络：http://192.168.0.1/"),
        ("warning", "body", "链接没有文字：https://a.example.com/"),
        ("error", "body", "链接的地址不安全：javascript:x"),
        ("error", "source_url", "来源网址指向内部网络"),
    ]


def test_what_saving_will_take_away_is_told_before():
    raw = (
        '<A HREF="javascript:x">甲</A><a href="">乙</a><a href="#n">丙</a><a>丁</a><img src="https://a.example.com/1">'
    )
    assert [finding.message for finding in discarded.check(raw + "<img src=/media/a.webp><a<img")] == [
        "链接的地址不能用：javascript:x",
        "有一个链接没有地址",
        "有 1 张图片不在本站",
    ]


def test_listed_words_are_found_in_every_field_with_their_place():
    WordRule.objects.create(word="赌博", level="error", note="改作“涉赌”")
    WordRule.objects.create(word="按装", kind="mistyped", replacement="安装")
    article = draft(
        title="赌 博团伙落网",
        summary="賭博。",
        tags=[make_tag("赌博")],
        body="<p>师傅正在按<b>装</b>。</p><p>再按装。</p><p>赌</p><p>博</p>",
    )
    findings = checks.check(article).findings
    assert [(f.level, f.field, f.message, f.mend, f.times) for f in findings] == [
        ("error", "title", "“赌博”在敏感词表里", "改作“涉赌”", 1),
        ("error", "summary", "“赌博”在敏感词表里", "改作“涉赌”", 1),
        ("error", "tags", "“赌博”在敏感词表里", "改作“涉赌”", 1),
        ("warning", "body", "“按装”多半应写作“安装”", "改成“安装”", 2),
    ]
    assert (findings[0].before, findings[0].place, findings[0].after) == ("", "赌 博", "团伙落网")
    assert (findings[3].before, findings[3].place, findings[3].after) == ("师傅正在", "按装", "。")


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ("<p>&lt;!--[if gte mso 9]&gt;</p>", ["正文里有 Word 留下的代码"]),
        ("<p>p.MsoNormal {margin:0} Normal 0 7.8 磅 X-NONE</p>", ["正文里有 Word 留下的代码"]),
        ("<p>甲&amp;nbsp;乙</p>", ["正文里有显示成代码的符号"]),
        ("<p>\u2003\u2003正文</p>", ["段首有用空格做的缩进"]),
        ("<p>甲　　乙</p>", ["文字中间有连续的空格"]),
        ("<p>甲 乙，AI 时代</p><pre>a    b</pre>", ["文字中间有连续的空格"]),
        ("<p>甲</p>", []),
    ],
)
def test_leftovers_of_word(body, messages):
    assert [finding.message for finding in checks.check(draft(body=body)).findings] == messages


def test_markup_written_past_the_cleaning_is_seen():
    article = draft()
    Article.objects.filter(pk=article.pk).update(body='<p style="mso-x:1">文</p><p> </p>\n<p>&nbsp;</p>')
    article.refresh_from_db()
    assert [f.message for f in checks.check(article).findings] == ["正文里有 Word 的格式", "正文里有连续的空段落"]


def test_judges_the_newest_words_of_a_published_article():
    article = make_article(title="城南供暖改造完工")
    revising.save(article.pk, article.content() | {"summary": "", "tags": ["赌博"]}, None)
    WordRule.objects.create(word="赌博")
    newest = revising.with_newest_words(Article.objects.get(pk=article.pk))
    assert said(newest) == [("warning", "summary", "没有摘要"), ("warning", "tags", "“赌博”在敏感词表里")]


def test_asks_as_often_for_thirty_articles_as_for_one(django_assert_num_queries):
    source, picture = Source.objects.create(name="示例晚报"), make_picture()
    make_category()
    for _ in range(30):
        draft(source=source, cover=picture, reprint=True, title="城南供暖改造完工")
    articles = list(Article.objects.all())
    checks.check_all(articles[:1])  # the word list is loaded
    for some in (articles[:1], articles):
        with django_assert_num_queries(6):
            reports = checks.check_all(some)
    assert len(reports) == 30


def test_a_body_made_to_be_slow_is_not():
    article = Article(title="题", summary="摘要", body="<a<a" * 50_000 + "<p>" + "\u3000" * 100_000)
    checks.check(article)
    assert list(discarded.check("<a<img" * 80_000)) == []

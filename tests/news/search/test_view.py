import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Service
from news.search import finding
from tests.browser.site import make_services
from tests.factories import make_article, make_category, make_tag
from tests.news.search.questions import listed, page_of
from tests.visibility import HIDDEN, make_hidden

pytestmark = pytest.mark.django_db


def said(response) -> str:
    """What stands in <main>, in one line."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.S)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def make_many(count: int, **fields) -> None:
    now = timezone.now()
    for number in range(count):
        make_article(title=f"供暖{number}", published_at=now - timedelta(minutes=number + 1), **fields)


def test_it_lists_what_was_found_with_its_words_marked(client):
    make_article(title="老城南門", summary="", body="<p>說說<strong>供</strong>暖 &amp; 别的</p>")
    make_article(title="别的")
    response = page_of(client, q="南门 供暖")
    page = response.content.decode()
    assert (response.status_code, listed(response)) == (200, ["老城南門"])
    assert ("老城<mark>南門</mark>" in page, "<p>說說<mark>供暖</mark> &amp; 别的</p>" in page) == (True, True)
    assert "共 1 条" in said(response)


LONG = {
    "plain": "<p>" + "前面说别的。" * 9_000 + "</p>",
    "full of marks": '<p class="x"><strong>前</strong><em>面</em></p>' * 2_000,
    "marks, then none": '<td colspan="2"></td>' * 3_000 + "<p>" + "前面说别的。" * 6_000 + "</p>",
    "signs, then none": "<p>" + "&amp;……。" * 1_000 + "</p><p>" + "前面说别的" * 6_000 + "</p>",
}


@pytest.mark.parametrize("before", LONG)
@pytest.mark.parametrize("after", ["", "<p>" + "后面也说别的。" * 3_000 + "</p>"], ids=["at the end", "in the midst"])
def test_a_word_far_down_in_a_long_body_is_shown(client, before, after):
    make_article(title="长文", summary="", body=f"{LONG[before]}<p>终于<strong>說</strong>到ＡＢＣ供暖了</p>{after}")
    shown = re.search(r'<p>(…[^\n]*)</p>\n<p class="meta">', page_of(client, q="说到abc供暖").content.decode())
    assert shown and "终于<mark>說到ＡＢＣ供暖</mark>了" in shown[1]


def test_the_words_of_the_reader_are_escaped_and_stay_in_the_form(client):
    page = page_of(client, q='<script>"供暖"&').content.decode()
    assert ("<script>&" in page, 'value="&lt;script&gt;&quot;供暖&quot;&amp;"' in page) == (False, True)


def test_pages_follow_one_another_and_keep_the_question(client):
    make_many(45)
    first, second, third = (page_of(client, q="供暖", sort="time", page=number) for number in (1, 2, 3))
    assert [listed(page) for page in (first, second, third)] == [
        [f"供暖{number}" for number in numbers] for numbers in (range(20), range(20, 40), range(40, 45))
    ]
    links = re.findall(r'<a rel="(prev|next)" href="([^"]+)"', second.content.decode())
    query = "?q=%E4%BE%9B%E6%9A%96&amp;sort=time"
    assert links == [("prev", query), ("next", f"{query}&amp;page=3")]


def test_the_fiftieth_page_answers_and_beyond_it_says_why_not(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 40)
    make_many(50)
    assert len(listed(page_of(client, q="供暖", page=2))) == 20
    assert "40 条以上，第 2 页" in said(page_of(client, q="供暖", page=2))
    beyond = page_of(client, q="供暖", page=3)
    assert (beyond.status_code, listed(beyond), "最多显示前 40 条" in said(beyond)) == (200, [], True)


def test_of_many_with_any_of_the_words_it_does_not_say_how_many_there_are(client):
    make_many(205)
    assert "200 条以上" in said(page_of(client, q="供暖 没有的词"))
    beyond = said(page_of(client, q="供暖 没有的词", page=11))
    assert ("最多显示前 200 条" in beyond, "没有这一页" in beyond) == (True, False)


@pytest.mark.parametrize("number", [2, 51, 999])
def test_beyond_the_last_page_of_few_it_does_not_speak_of_many(client, number):
    make_many(7)
    beyond = said(page_of(client, q="供暖", page=number))
    assert ("最多显示前" in beyond, "没有这一页" in beyond) == (False, True)


@pytest.mark.parametrize("page", ["0", "-1", "abc", "1.5", "１", "9" * 30, "\0", "2; DROP TABLE", ""])
def test_a_page_number_that_is_none_is_the_first_page(client, page):
    make_many(1)
    response = page_of(client, q="供暖", page=page)
    assert (response.status_code, listed(response)) == (200, ["供暖0"])


def test_a_page_that_is_not_there_says_so(client):
    make_many(1)
    response = page_of(client, q="供暖", page="999999")
    assert (response.status_code, "回到第一页" in said(response)) == (200, True)


NOTHING = "没有找到"
ONLY_SIGNS = "只有标点和符号"


@pytest.mark.parametrize(
    ("q", "answer"),
    [
        ("", "输入要找的词"),
        ("   ", "输入要找的词"),
        ("供" * 10_000, "搜索词太长了"),
        ("供" * 201, "搜索词太长了"),
        ("\0\x1b" * 101, "搜索词太长了"),
        ("供" * 200, NOTHING),
        ("a" * 200, NOTHING),
        (" ".join("供暖时间公交线路老城南门" * 8)[:200], NOTHING),
        ("，。！？…", ONLY_SIGNS),
        ("&|!():*<->", ONLY_SIGNS),
        ("😀🎉", ONLY_SIGNS),
        ("\u200b\u2060", ONLY_SIGNS),
        ('"', ONLY_SIGNS),
        ("“”", ONLY_SIGNS),
        ("“没有关上的引号", NOTHING),
        ("\0\0", "输入要找的词"),
        ("汽车\0轮船", NOTHING),
        ("\x1f轮船\x1f", NOTHING),
        ("' OR 1=1 --", NOTHING),
        ("'; DROP TABLE news_article; --", NOTHING),
        ("轮船 & !汽车 | (飞机:*)", NOTHING),
        ("\\' \\\\ %s %(words)s {0}", NOTHING),
        ("轮船😀汽车", NOTHING),
        ("水", NOTHING),
        ("\u202e轮船", NOTHING),
        ("e\u0301" * 90, NOTHING),
        ("𠀀𠀁𠀂", NOTHING),
    ],
)
def test_whatever_is_typed_gets_a_calm_page(client, q, answer):
    make_many(1)
    response = page_of(client, q=q, category=q[:300], time=q[:300], sort=q[:300])
    assert (response.status_code, answer in said(response)) == (200, True)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", response.content.decode())


@pytest.mark.parametrize("query", ["q=%FF%FE", "q=%ED%A0%80", "q=%00", "q", "q=%u4f9b", "q=a&q=b", "&&&==", "q=%"])
def test_an_address_that_says_nothing_sensible_gets_a_page(client, query):
    assert client.get(f"/search/?{query}").status_code == 200


def test_a_search_that_takes_too_long_is_given_up_with_a_word(client, monkeypatch):
    monkeypatch.setattr(finding, "QUERY", "SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(5)")
    response = page_of(client, q="供暖")
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "花的时间太长" in said(response)


def test_nothing_hidden_is_shown_even_where_its_entry_is_out_of_step(client):
    make_hidden(summary="秘密")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger runs
        article = make_article(title="撤下戊", summary="秘密")
        cursor.execute("DELETE FROM news_searchentry")
        cursor.execute(
            "INSERT INTO news_searchentry SELECT id, category_id, published_at, NULL, 38, '秘密' FROM news_article"
        )
        cursor.execute("UPDATE news_article SET state = 'withdrawn' WHERE id = %s", [article.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    page = page_of(client, q="秘密").content.decode()
    assert [title for title in [*HIDDEN, "撤下戊"] if title in page] == []


def test_the_category_and_the_time_are_chosen_in_the_form(client):
    make_many(1, category=make_category())
    make_many(1, category=make_category(slug="wenhua", name="文化"))
    response = page_of(client, q="供暖", category="wenhua", time="week", sort="time")
    page = response.content.decode()
    assert (listed(response), re.findall(r'<option value="([^"]+)" selected>', page)) == (
        ["供暖0"],
        ["wenhua", "week", "time"],
    )


def test_a_category_below_another_can_be_chosen_with_no_more_queries(client, django_assert_num_queries):
    top = make_category()
    child = make_category(slug="jiaotong", name="交通", parent=top)
    make_category(slug="wenhua", name="文化", order=1)
    make_many(1, category=child)
    make_article(title="供暖", category=top)
    with django_assert_num_queries(4):  # services are not asked for within a category
        response = page_of(client, q="供暖", category="minsheng/jiaotong")
    select = re.search(r'<select id="search-category".*?</select>', response.content.decode(), re.S)[0]
    assert (listed(response), re.findall(r'<option value="([^"]*)"( selected)?>([^<]+)</option>', select)) == (
        ["供暖0"],
        [
            ("", "", "全部"),
            ("minsheng", "", "民生"),
            ("minsheng/jiaotong", " selected", "　交通"),
            ("wenhua", "", "文化"),
        ],
    )
    assert re.findall(r'<li><a href="(/[a-z/]+/)"[^>]*>', response.content.decode()).count("/minsheng/jiaotong/") == 0


def test_the_address_has_one_form_and_is_not_for_search_engines(client):
    make_many(1)
    page = page_of(client, sort="relevance", x="1", time="week", q=" 供暖 ", page="1").content.decode()
    assert re.findall(r'<link rel="canonical" href="([^"]+)">', page) == [
        "http://localhost:8000/search/?q=%E4%BE%9B%E6%9A%96&amp;time=week"
    ]
    assert '<meta name="robots" content="noindex, follow">' in page


def test_a_fallback_is_said(client):
    make_article(title="公交")
    assert "没有同时包含“公交”“供暖”的稿件" in said(page_of(client, q="公交 供暖"))
    make_article(title="汾河", body="<p>供暖</p>")
    assert "没有包含“汾河供暖”的稿件" in said(page_of(client, q="汾河供暖"))


def test_a_single_character_is_said_to_be_little(client):
    make_article(title="雪后")
    assert "一个字只在标题和标签里找" in said(page_of(client, q="雪"))


@pytest.mark.parametrize("typed", ["供暧", "公暖", "gongnuan", "供nuan", "攻暖"])
def test_what_sounds_or_looks_alike_is_suggested_when_nothing_was_found(client, typed):
    make_article(tags=[make_tag("供暖"), make_tag("公交")])
    page = page_of(client, q=typed).content.decode()
    near = re.search(r"您是不是要找.*?</section>", page, re.S)[0]
    assert re.findall(r">([^<>\s]+)</a>", near) == ["供暖"]


def test_topics_of_late_are_offered_but_none_that_only_hidden_articles_carry(client):
    make_article(tags=[make_tag("公交")])
    make_hidden(tags=[make_tag("供暖")])
    page = page_of(client, q="供暧").content.decode()
    assert ("您是不是要找" in page, "/tag/%E5%85%AC%E4%BA%A4/" in page, "供暖" in page) == (False, True, False)


def test_within_a_filter_the_way_out_is_offered(client):
    make_many(1)
    make_category(slug="wenhua", name="文化")
    page = page_of(client, q="供暖", category="wenhua").content.decode()
    assert '<a class="button" href="?q=%E4%BE%9B%E6%9A%96">在全部栏目和时间里找</a>' in page


@pytest.mark.parametrize("typed", ["公积金", "公積金", "“公積金”", "gjj", "ＧＪＪ", "gongjijin"])
def test_services_that_match_stand_above(client, typed):
    _, service = make_services()
    assert f'<a href="{service.get_absolute_url()}">公积金</a>' in page_of(client, q=typed).content.decode()
    assert service.get_absolute_url() not in page_of(client, q=typed, page=2).content.decode()


@pytest.mark.parametrize("typed", ["ETC 办理", "etc办理", "ＥＴＣ辦理"])
def test_services_are_known_by_what_they_are_for_in_any_case(client, typed):
    _, service = make_services()
    Service.objects.filter(pk=service.pk).update(summary="高速ETC办理")
    assert service.get_absolute_url() in page_of(client, q=typed).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_more_articles_need_no_more_queries(client, django_assert_num_queries, count):
    make_many(count)
    with django_assert_num_queries(5):
        page_of(client, q="供暖")


@pytest.mark.parametrize("q", ["没有的词语在这里", "供暖 没有", "供暖0公交"])
def test_a_fallback_needs_no_more_queries(client, q):
    make_many(30, tags=[make_tag("公交")])
    with CaptureQueriesContext(connection) as captured:
        page_of(client, q=q)
    assert len(captured) == 5


def test_every_page_has_the_form_and_the_search_page_one_of_its_own(client):
    forms = [client.get(path).content.decode().count('aria-label="站内搜索"') for path in ("/", "/search/", "/meiyou/")]
    assert forms == [1, 1, 1]


def test_browsers_may_add_the_search(client):
    response = client.get("/search/opensearch.xml")
    assert (response.status_code, "http://localhost:8000/search/?q={searchTerms}" in response.content.decode()) == (
        200,
        True,
    )


def test_the_bar_of_sections_and_the_filter_name_the_categories(client):
    make_category("minsheng", "民生")
    text = page_of(client, q="供暖").content.decode()
    assert ('<li><a href="/minsheng/">民生</a></li>' in text, '<option value="minsheng">民生</option>' in text) == (
        True,
        True,
    )

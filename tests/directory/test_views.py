import re

import pytest

from tests.directory.building import make_group, make_service

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def listed(response) -> list[str]:
    """The names of the services in the order of the page."""
    return re.findall(r'<h3 class="service__name"><a href="/services/\d+\.html">([^<]+)</a>', text(response))


def test_the_index_calls_for_help_first_and_then_lists_the_groups(client):
    emergency = make_group("jinji", "紧急电话", is_emergency=True, order=9)
    make_service("报警", group=emergency, phones=["110"])
    make_service("公积金", phones=["12329"])
    make_service("藏着的", is_public=False)
    page = client.get("/services/")
    assert re.findall(r'href="(tel:\d+)"', text(page)) == ["tel:110", "tel:12329"]
    assert listed(page) == ["公积金"]
    assert "藏着的" not in text(page)


def test_an_empty_directory_says_whom_to_call(client):
    assert "急事请拨 110、119、120，办事咨询请拨 12345。" in text(client.get("/services/"))


@pytest.mark.parametrize("words", ["gjj", "GJJ ", "gongjijin", "公积金", "ｇｊｊ"])
def test_searching_finds_it_whatever_the_spelling(client, words):
    make_service("公积金")
    make_service("水费")
    assert listed(client.get("/services/", {"q": words})) == ["公积金"]


def test_a_hidden_service_is_not_found(client):
    hidden = make_service("公积金", is_public=False)
    assert listed(client.get("/services/", {"q": "公积金"})) == []
    assert client.get(f"/services/{hidden.pk}.html").status_code == 404
    assert "这一类还没有条目。" in text(client.get("/services/zhufang/"))


def test_what_is_not_there_leads_to_the_hotline(client):
    page = text(client.get("/services/", {"q": "没有的"}))
    assert ('href="tel:12345"' in page, "没有找到。" in page) == (True, True)


@pytest.mark.parametrize("query", ["q=", "q=%20%20", "x=1"])
def test_an_empty_search_is_the_index(client, query):
    make_service("公积金")
    assert listed(client.get(f"/services/?{query}")) == ["公积金"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%00b",
        "q=%ED%A0%80",
        "q=%FF%FE",
        "q=" + "长" * 500,
        "q=%E2%80%AE%E2%80%8B",
        "q=<script>alert(1)</script>",
        "q=%25",
        "q='--",
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(client, query):
    make_service("公积金")
    response = client.get(f"/services/?{query}")
    assert (response.status_code, listed(response)) == (200, [])
    assert "<script>alert" not in text(response)


def test_words_too_long_to_search_for_are_answered_so(client):
    assert "这些字没法搜索，请换个短些的说法。" in text(client.get("/services/", {"q": "长" * 51}))


def test_the_page_of_a_service_has_everything(client):
    service = make_service(
        "公积金",
        aliases=["住房公积金"],
        department="公积金中心",
        summary="查余额",
        address="一楼",
        hours="工作日",
        official_url="https://www.example.com/",
        is_example=True,
        phones=["0351-12329"],
        channels=[("miniprogram", "全国住房公积金", ""), ("web", "网上厅", "https://www.example.com/a")],
    )
    page = text(client.get(f"/services/{service.pk}.html"))
    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert facts == [
        ("主管部门", "公积金中心"),
        ("地区", "全市"),
        ("地址", "一楼"),
        ("服务时间", "工作日"),
        ("小程序", "全国住房公积金"),
        ("网站", '<a href="https://www.example.com/a" rel="nofollow noopener">网上厅</a>'),
        ("也叫", "住房公积金"),
    ]
    assert re.findall(r'href="(tel:[^"]+)"', page) == ["tel:035112329"]
    assert f'href="/services/go/{service.pk}/"' in page
    assert '<span class="example">示例</span>' in page


def test_names_are_escaped(client):
    service = make_service("<b>金</b>", summary='"><script>alert(1)</script>')
    for path in ["/services/", f"/services/{service.pk}.html", "/services/zhufang/"]:
        assert not re.search("<b>|<script>alert", text(client.get(path)))


@pytest.mark.parametrize(
    "path",
    [
        "0.html",
        "-1.html",
        f"{10**30}.html",
        "999.html",
        "abc.html",
        "١.html",
        "１.html",
        "meiyou/",
        "Zhufang/",
        "%00/",
        "a" * 99 + "/",
    ],
)
def test_unknown_addresses_are_404(client, path):
    make_service("公积金")
    assert client.get(f"/services/{path}").status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("/services/", 4), ("/services/zhufang/", 4), ("/services/?q=fuwu", 3)])
@pytest.mark.parametrize("count", [1, 30])
def test_more_services_need_no_more_queries(client, django_assert_num_queries, path, queries, count):
    for number in range(count):
        make_service(f"服务{number}", phones=["12345"], official_url="https://www.example.com/")
    with django_assert_num_queries(queries):
        response = client.get(path)
    assert len(listed(response)) == count

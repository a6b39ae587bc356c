import pytest
from django.utils import timezone

from directory.models import Service
from tests.directory.building import make_service
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/directory/service/add/"


@pytest.fixture
def keeper(client):
    client.force_login(make_user("daohang", "导航维护"))
    return client


def form_data(**fields):
    service = make_service("已有的")
    inlines = {f"{name}-{key}": "0" for name in ("phones", "channels") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {
        "name": "公积金",
        "aliases": "住房公积金,gjj",
        "group": service.group_id,
        "area": service.area_id,
        "order": "0",
        "is_public": "on",
        **inlines,
        **fields,
    }


def with_phone(number):
    return {"phones-TOTAL_FORMS": "1", "phones-0-number": number, "phones-0-order": "0"}


def with_channel(url):
    return {
        "channels-TOTAL_FORMS": "1",
        "channels-0-kind": "web",
        "channels-0-name": "网",
        "channels-0-url": url,
        "channels-0-order": "0",
    }


def test_a_keeper_adds_a_service_that_readers_find(keeper):
    response = keeper.post(ADD, form_data(**with_phone("0351-1234567")))
    assert response.status_code == 302
    service = Service.objects.get(name="公积金")
    assert (service.aliases, service.phones.get().number) == (["住房公积金", "gjj"], "0351-1234567")
    assert list(Service.objects.public().search("zhufanggongjijin")) == [service]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"name": ""}, "这个字段是必须的"),
        ({"name": "长" * 41}, "确保该变量包含不超过 40 字符 (目前字符数 41)。"),
        ({"name": "公\u202e积金"}, "含有控制字符或改变文字方向的字符，请删去后再保存"),
        ({"address": "一\x07路"}, "含有控制字符或改变文字方向的字符，请删去后再保存"),
        ({"hours": "o" + "\u0301" * 9}, "一个字上叠加的符号太多"),
        ({"aliases": "好,o" + "\u0301" * 9}, "第 2 个： 一个字上叠加的符号太多"),
        ({"name": "\u200b\u200b"}, "这个字段是必须的"),
        ({"name": "a\0b"}, "含有控制字符或改变文字方向的字符，请删去后再保存"),
        ({"official_url": "javascript:alert(1)"}, "输入一个有效的 URL。"),
        ({"own_pinyin": "Chang Zhi"}, "只能用小写字母和空格"),
        ({"order": "-1"}, "确保该值大于或等于0。"),
        ({"order": "9" * 30}, "确保该值小于或等于32767。"),
        ({"group": "999999"}, "选择一个有效的选项： 该选择不在可用的选项中。"),
        ({"verified_on": "2026-02-30"}, "输入一个有效的日期。"),
        (with_phone("打我"), "只能有数字、空格和连字符"),
        (with_channel("javascript:alert(1)"), "输入一个有效的 URL。"),
    ],
)
def test_bad_input_is_refused_in_chinese_and_saves_nothing(keeper, bad, message):
    response = keeper.post(ADD, form_data(**bad))
    assert response.status_code == 200
    errors = [
        str(error)
        for formset in response.context["inline_admin_formsets"]
        for form in formset.formset.errors
        for e in form.values()
        for error in e
    ]
    errors += [str(error) for field in response.context["adminform"].form.errors.values() for error in field]
    assert errors == [message]
    assert [service.name for service in Service.objects.all()] == ["已有的"]


@pytest.mark.parametrize("rows", ["phones", "channels"])
def test_more_rows_than_a_service_can_have_are_refused_and_not_drawn(keeper, rows):
    response = keeper.post(ADD, form_data(**{f"{rows}-TOTAL_FORMS": "9" * 30}))
    (count,) = [len(f.formset.forms) for f in response.context["inline_admin_formsets"] if f.formset.prefix == rows]
    assert (count, Service.objects.filter(name="公积金").count()) == (40, 0)


def test_what_has_no_width_is_taken_out(keeper):
    keeper.post(ADD, form_data(name="公\u200b积金", aliases="住\ufeff房"))
    assert Service.objects.filter(name="公积金", aliases=["住房"]).count() == 1


def test_actions_verify_hide_and_publish(keeper):
    service = make_service("公积金")
    for action, expected in [
        ("mark_verified", (timezone.localdate(), True)),
        ("hide", (timezone.localdate(), False)),
        ("make_public", (timezone.localdate(), True)),
    ]:
        keeper.post("/admin/directory/service/", {"action": action, "_selected_action": [service.pk]})
        service.refresh_from_db()
        assert (service.verified_on, service.is_public) == expected


def test_the_list_filters_what_was_not_verified_for_a_year(keeper):
    today = timezone.localdate()
    make_service("从未")
    make_service("过期", verified_on=today.replace(year=today.year - 2, day=1))
    make_service("新近", verified_on=today)
    for value, expected in [("never", ["从未"]), ("stale", ["过期"])]:
        response = keeper.get("/admin/directory/service/", {"verified": value})
        assert [service.name for service in response.context["cl"].result_list] == expected


@pytest.mark.parametrize("words", ["gjj", "12329", "中心"])
def test_the_list_is_searched_by_pinyin_number_and_department(keeper, words):
    make_service("公积金", phones=["12329"], department="管理中心")
    make_service("水费")
    response = keeper.get("/admin/directory/service/", {"q": words})
    assert [service.name for service in response.context["cl"].result_list] == ["公积金"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_needs_as_many_queries_for_30_as_for_1(keeper, django_assert_num_queries, count):
    for number in range(count):
        make_service(f"服务{number}")
    keeper.get("/admin/directory/service/")
    with django_assert_num_queries(10):
        keeper.get("/admin/directory/service/")

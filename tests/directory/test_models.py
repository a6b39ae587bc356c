import pytest
from django.db import IntegrityError, transaction

from directory.models import Channel, Phone, Service, groups_with_services
from tests.directory.building import make_group, make_service

pytestmark = pytest.mark.django_db


def names(words: str) -> list[str]:
    return [service.name for service in Service.objects.public().search(words)]


@pytest.mark.parametrize(
    "words", ["公积金", "gjj", "GJJ", "ｇｊｊ", "gongjijin", "gong ji jin", "住房公积金", "zfgjj", "公 积 金", "积金"]
)
def test_a_service_is_found_by_name_alias_pinyin_and_initials(words):
    make_service("公积金", aliases=["住房公积金"])
    make_service("水费")
    assert names(words) == ["公积金"]


def test_a_service_is_found_by_purpose_and_department():
    make_service("热线", summary="投诉和咨询", department="市政府")
    make_service("水费")
    assert (names("投诉"), names("市政府")) == (["热线"], ["热线"])


def test_the_exact_name_comes_before_its_beginning_before_the_pinyin_before_the_rest():
    make_service("退休公积金", order=1)
    make_service("公积金提取", order=2)
    make_service("公积金", order=3)
    make_service("工基金", order=4)  # read alike
    assert names("公积金") == ["公积金", "公积金提取", "退休公积金"]
    assert names("gongjijin") == ["公积金", "工基金", "公积金提取", "退休公积金"]


def test_one_letter_finds_what_begins_with_it_and_no_mark_of_the_index():
    make_service("水费")
    make_service("票务")
    assert (names("p"), names("n"), names("i:")) == (["票务"], [], [])


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "\\", "没有的"])
def test_what_is_nowhere_finds_nothing(words):
    make_service("公积金")
    assert names(words) == []


def test_a_hidden_service_is_in_no_list():
    make_service("公积金", is_public=False)
    assert (names("公积金"), groups_with_services()) == ([], [])


def test_groups_come_in_order_each_with_its_services_in_order():
    later, first = make_group("hou", "后", order=2), make_group("qian", "前", order=1)
    make_group("kong", "空", order=0)
    make_service("丙", group=later)
    make_service("乙", group=first, order=2)
    make_service("甲", group=first, order=1)
    found = [(group.name, [service.name for service in group.listed]) for group in groups_with_services()]
    assert found == [("前", ["甲", "乙"]), ("后", ["丙"])]


def test_spellings_follow_the_name_and_rebuilding_mends_rows_written_in_bulk():
    service = make_service("公积金")
    service.name = "水费"
    service.save()
    assert names("sf") == ["水费"]
    Service.objects.update(spellings="")
    assert Service.objects.rebuild_spellings() == 1
    assert names("sf") == ["水费"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.com/", "example.com"])
def test_the_database_refuses_addresses_that_are_not_of_the_web(url):
    service = make_service("公积金")
    with pytest.raises(IntegrityError, match="service_url_is_web"), transaction.atomic():
        Service.objects.update(official_url=url)
    with pytest.raises(IntegrityError, match="channel_url_is_web"), transaction.atomic():
        Channel.objects.create(service=service, kind="web", name="网", url=url)


def test_the_database_refuses_the_same_service_twice_and_an_unknown_channel():
    service = make_service("公积金")
    with pytest.raises(IntegrityError, match="service_once_in_group"), transaction.atomic():
        make_service("公积金")
    with pytest.raises(IntegrityError, match="channel_kind_known"), transaction.atomic():
        Channel.objects.create(service=service, kind="fax", name="传真")


@pytest.mark.parametrize(("number", "address"), [("0351-123 4567", "tel:03511234567"), ("+86 12345", "tel:+8612345")])
def test_a_number_is_dialled_without_its_spaces_and_hyphens(number, address):
    assert Phone(number=number).address() == address

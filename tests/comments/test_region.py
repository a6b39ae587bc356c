import logging

import pytest

from comments.checks import check_regions
from comments.models import Comment
from comments.region import named, region_of
from tests.comments.posting import filled_form
from tests.comments.xdb import write_xdb
from tests.factories import make_article, make_comment

V4 = {
    "1.2.3.0/24": "Australia|Queensland|Brisbane|0|AU",
    "1.2.4.0/24": "中国|北京|北京市|电信|CN",
    "60.220.0.0/16": "中国|山西省|太原市|联通|CN",
}
V6 = {"2408:8400::/32": "中国|内蒙古自治区|呼和浩特市|联通|CN"}


@pytest.fixture
def databases(settings, tmp_path):
    settings.IP_REGIONS_V4 = write_xdb(tmp_path / "v4.xdb", V4)
    settings.IP_REGIONS_V6 = write_xdb(tmp_path / "v6.xdb", V6)


@pytest.mark.parametrize(
    ("ip", "region"),
    [
        ("60.220.1.9", "山西"),
        ("1.2.3.4", "澳大利亚"),
        ("1.2.4.255", "北京"),
        ("2408:8400:1::5", "内蒙古"),
        ("8.8.8.8", ""),
        ("2400::1", ""),
        ("192.168.1.1", ""),
        ("127.0.0.1", ""),
        ("fe80::1", ""),
        (None, ""),
    ],
)
def test_an_address_has_its_region_from_the_database_of_its_version(databases, ip, region):
    assert region_of(ip) == region


@pytest.mark.parametrize(
    ("line", "region"),
    [
        ("中国|黑龙江省|哈尔滨市|移动|CN", "黑龙江"),
        ("中国|广西壮族自治区|南宁市|电信|CN", "广西"),
        ("中国|0|广东省|深圳市|电信", "广东"),
        ("中国|0|香港|0|0", "中国香港"),
        ("中国|香港特别行政区|0|0|CN", "中国香港"),
        ("Hong Kong|0|0|0|HK", "中国香港"),
        ("中国|台湾省|台北市|0|CN", "中国台湾"),
        ("Taiwan|Taipei|Taipei|0|TW", "中国台湾"),
        ("Macao|0|0|0|MO", "中国澳门"),
        ("中国|0|0|0|CN", ""),
        ("United States|California|0|0|US", "美国"),
        ("美国|0|0|0|0", "美国"),
        ("Atlantis|0|0|0|0", "境外"),
        ("Reserved|Reserved|Reserved|0|0", ""),
        ("0|0|0|内网IP|内网IP", ""),
        ("", ""),
    ],
)
def test_a_line_is_called_as_chinese_readers_know_the_place(line, region):
    assert named(line) == region


def test_every_province_has_a_short_name():
    full = (
        "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 "
        "山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 "
        "青海省 宁夏回族自治区 新疆维吾尔自治区"
    )
    short = (
        "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
        "重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
    )
    assert [named(f"中国|{name}|0|0|CN") for name in full.split()] == short.split()


@pytest.mark.django_db
def test_a_comment_keeps_and_shows_where_it_came_from(client, databases):
    article = make_article()
    client.post(f"/comments/{article.pk}/", filled_form(client, article), REMOTE_ADDR="60.220.1.9")
    assert Comment.objects.get().region == "山西"
    make_comment(article, state="approved", region="山西")
    assert "属地：山西" in client.get(f"/comments/{article.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("spoilt", ["gone", "cut", "empty"])
def test_a_spoilt_database_costs_nobody_a_comment(client, databases, settings, tmp_path, caplog, spoilt):
    file = tmp_path / "v4.xdb"
    if spoilt == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[: 300_000 if spoilt == "cut" else 0])
    article = make_article()
    with caplog.at_level(logging.WARNING):
        client.post(f"/comments/{article.pk}/", filled_form(client, article), REMOTE_ADDR="60.220.1.9")
    assert [comment.region for comment in Comment.objects.all()] == [""]
    assert ["60.220" in record.getMessage() for record in caplog.records if record.name == "comments.region"] == [False]


def test_without_databases_nothing_is_shown(settings):
    assert (region_of("60.220.1.9"), region_of("2408:8400:1::5"), check_regions(None)) == ("", "", [])


def test_the_check_knows_databases_that_cannot_serve(databases, settings, tmp_path):
    assert check_regions(None) == []
    settings.IP_REGIONS_V4, settings.IP_REGIONS_V6 = settings.IP_REGIONS_V6, str(tmp_path / "none.xdb")
    assert [error.id for error in check_regions(None)] == ["comments.E001", "comments.E002"]
    (tmp_path / "text").write_text("这不是数据库" * 100)
    (tmp_path / "short").write_bytes(b"\3\0")
    settings.IP_REGIONS_V4, settings.IP_REGIONS_V6 = str(tmp_path / "text"), str(tmp_path / "short")
    assert [error.id for error in check_regions(None)] == ["comments.E003", "comments.E003"]

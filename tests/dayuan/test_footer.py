"""The foot of every page: what the law asks for, each shown only when the operator stated it."""

import itertools
import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import timezone

STATED = {
    "ORGANISER": "示例市融媒体中心",
    "NEWS_LICENCE": "14120260001",
    "REPORT_PHONE": "0351-123 4567",
    "REPORT_EMAIL": "jubao@example.cn",
    "ICP_NUMBER": "晋ICP备12345678号-1",
    "POLICE_NUMBER": "晋公网安备14010002000001号",
}
SHOWN = {
    "ORGANISER": "主办单位：示例市融媒体中心",
    "NEWS_LICENCE": "互联网新闻信息服务许可证：14120260001",
    "REPORT_PHONE": '违法和不良信息举报电话：<a href="tel:03511234567">0351-123 4567</a>',
    "REPORT_EMAIL": '举报邮箱：<a href="mailto:jubao@example.cn">jubao@example.cn</a>',
    "ICP_NUMBER": '<a href="https://beian.miit.gov.cn/">晋ICP备12345678号-1</a>',
    "POLICE_NUMBER": '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=14010002000001">SHIELD晋公网安备14010002000001号</a>',
}


def lines(**stated) -> list[str]:
    """The lines of the law with these settings and no other."""
    with override_settings(**dict.fromkeys([*STATED, "POLICE_BADGE"], "") | stated):
        page = render_to_string("includes/_law.html", request=RequestFactory().get("/"))
    return re.findall("<li>(.*?)</li>", re.sub("<svg.*?</svg>", "SHIELD", page))


@pytest.mark.parametrize("number", range(len(STATED) + 1))
def test_every_combination_shows_what_is_stated_in_order_and_no_empty_label(number):
    own = f"© {timezone.localdate():%Y} 大院"
    for names in itertools.combinations(STATED, number):
        expected = [SHOWN[name] for name in names]
        if "REPORT_EMAIL" in names and "REPORT_PHONE" not in names:
            expected[names.index("REPORT_EMAIL")] = "违法和不良信息" + SHOWN["REPORT_EMAIL"]
        assert lines(**{name: STATED[name] for name in names}) == [own, *expected]


def test_the_official_badge_takes_the_place_of_the_plain_shield():
    badge = "/media/pictures/2026/11/badge-40x40.webp"
    (line,) = lines(POLICE_NUMBER="晋公网安备14010002000001号", POLICE_BADGE=badge)[1:]
    assert line == (
        '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=14010002000001">'
        f'<img src="{badge}" width="20" height="20" alt="" loading="lazy">晋公网安备14010002000001号</a>'
    )


def test_a_name_is_text():
    assert lines(ORGANISER="甲<乙>&丙")[1:] == ["主办单位：甲&lt;乙&gt;&amp;丙"]


@pytest.mark.django_db
@override_settings(**STATED)
@pytest.mark.parametrize("path", ["/", "/services/", "/about/", "/meiyou/"])
def test_the_lines_stand_last_on_every_page(client, path):
    page = client.get(path).content.decode()
    assert page.count('<ul class="footer__law">') == 1
    assert "晋ICP备12345678号-1" in page.partition('<ul class="footer__law">')[2]

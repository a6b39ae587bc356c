import re
from typing import NamedTuple

from django.conf import settings


class Law(NamedTuple):
    """What the foot of a page must say, each empty if the operator stated none.

    ICP number: 互联网信息服务管理办法, article 12; licence and reports:
    互联网新闻信息服务管理规定, article 18.
    """

    organiser: str
    licence: str
    phone: str
    phone_address: str
    email: str
    icp: str
    police: str
    police_code: str
    police_badge: str


class Words(NamedTuple):
    """What every template may say of the site itself; nothing of the visitor."""

    site_name: str
    site_url: str
    contact_email: str
    law: Law


def site(request) -> dict:
    return words()._asdict()


def words() -> Words:
    law = Law(
        settings.ORGANISER,
        settings.NEWS_LICENCE,
        settings.REPORT_PHONE,
        re.sub("[ -]", "", settings.REPORT_PHONE),
        settings.REPORT_EMAIL,
        settings.ICP_NUMBER,
        settings.POLICE_NUMBER,
        re.sub("[^0-9]", "", settings.POLICE_NUMBER),
        settings.POLICE_BADGE,
    )
    return Words(settings.SITE_NAME, settings.SITE_URL, settings.CONTACT_EMAIL, law)

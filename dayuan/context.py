import re

from django.conf import settings


def site(request) -> dict:
    """What every template may say of the site itself; nothing of the visitor."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "law": by_law(),
    }


def by_law() -> dict[str, str]:
    """What the foot of a page must say, each empty if the operator stated none.

    ICP number: 互联网信息服务管理办法, article 12; licence and reports:
    互联网新闻信息服务管理规定, article 18.
    """
    return {
        "organiser": settings.ORGANISER,
        "licence": settings.NEWS_LICENCE,
        "phone": settings.REPORT_PHONE,
        "phone_address": re.sub("[ -]", "", settings.REPORT_PHONE),
        "email": settings.REPORT_EMAIL,
        "icp": settings.ICP_NUMBER,
        "police": settings.POLICE_NUMBER,
        "police_code": re.sub("[^0-9]", "", settings.POLICE_NUMBER),
        "police_badge": settings.POLICE_BADGE,
    }

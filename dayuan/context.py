from django.conf import settings


def site(request) -> dict:
    """What every template may say of the site itself; nothing of the visitor."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
    }

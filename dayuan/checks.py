"""What a deployment must not be. Run by `manage.py check --deploy`."""

import ipaddress

from django.conf import settings
from django.core.checks import Error


def check_address(app_configs, **kwargs):
    if settings.HTTPS or settings.HOST in settings.LOOPBACK:
        return []
    return [Error("SITE_URL must begin with https:// on a public host.", id="dayuan.E001")]


def check_captcha(app_configs, **kwargs):
    errors = []
    if getattr(settings, "CAPTCHA_TEST_MODE", False):
        errors.append(Error("CAPTCHA_TEST_MODE lets everybody through.", id="dayuan.E002"))
    if getattr(settings, "CAPTCHA_GET_FROM_POOL", False):
        errors.append(Error("CAPTCHA_GET_FROM_POOL shows one captcha to several people.", id="dayuan.E003"))
    return errors


def check_proxies(app_configs, **kwargs):
    everybody = [ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0")]
    if any(network in everybody for network in settings.TRUSTED_PROXIES):
        return [Error("TRUSTED_PROXIES trusts the whole internet.", id="dayuan.E004")]
    return []


def check_axes(app_configs, **kwargs):
    if not getattr(settings, "AXES_ENABLED", True):
        return [Error("AXES_ENABLED is off: passwords can be guessed without end.", id="dayuan.E005")]
    return []


DEPLOYMENT_CHECKS = [check_address, check_captcha, check_proxies, check_axes]

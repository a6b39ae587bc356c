"""What `manage.py check --deploy` refuses."""

import ipaddress

import pytest
from django.core.checks import Tags, run_checks

SOUND = {"HTTPS": True, "HOST": "www.example.cn", "TRUSTED_PROXIES": [ipaddress.ip_network("127.0.0.1/32")]}


def found() -> list[str]:
    errors = run_checks(tags=[Tags.security], include_deployment_checks=True)
    return [error.id for error in errors if error.id.startswith("dayuan.")]


@pytest.fixture(autouse=True)
def sound(settings):
    for name, value in SOUND.items():
        setattr(settings, name, value)


def test_a_sound_deployment_passes():
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("HTTPS", False, "dayuan.E001"),
        ("CAPTCHA_TEST_MODE", True, "dayuan.E002"),
        ("CAPTCHA_GET_FROM_POOL", True, "dayuan.E003"),
        ("TRUSTED_PROXIES", [ipaddress.ip_network("0.0.0.0/0")], "dayuan.E004"),
        ("TRUSTED_PROXIES", [ipaddress.ip_network("::/0")], "dayuan.E004"),
        ("AXES_ENABLED", False, "dayuan.E005"),
    ],
)
def test_what_a_deployment_must_not_be_is_named(settings, name, value, error):
    setattr(settings, name, value)
    assert found() == [error]

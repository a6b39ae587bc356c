"""Names of accounts and groups, which logs and lists show."""

import pytest
from django.contrib.auth.models import Group, User

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    client.force_login(make_user("root", is_superuser=True))
    return client


@pytest.mark.parametrize("bad", ["张\u202e三", "张\x07三", "o" + "\u0301" * 9, "长" * 151])
def test_a_name_that_is_no_text_is_refused(root, bad):
    user = User.objects.get(username="root")
    data = {"username": "root", "first_name": bad, "is_staff": "1", "is_active": "1", "is_superuser": "1"}
    data |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00"}
    response = root.post(f"/admin/auth/user/{user.pk}/change/", data)
    assert list(response.context["adminform"].form.errors) == ["first_name"]
    response = root.post("/admin/auth/group/add/", {"name": bad})
    assert list(response.context["adminform"].form.errors) == ["name"]
    assert Group.objects.filter(name=bad).count() == 0


def test_a_name_is_saved_without_what_cannot_be_seen(root):
    root.post("/admin/auth/group/add/", {"name": " 夜班\u200b "})
    assert Group.objects.filter(name="夜班").count() == 1

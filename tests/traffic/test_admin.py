import pytest
from django.utils import timezone

from tests.factories import make_article, make_user
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db


def test_counters_are_seen_and_never_edited_even_by_a_superuser(client):
    row = DailyReadings.objects.create(article=make_article(title="木塔"), day=timezone.localdate(), readings=3)
    client.force_login(make_user("zongguan", is_superuser=True))
    address = "/admin/traffic/dailyreadings/"
    assert "木塔" in client.get(address).content.decode()
    posts = [
        client.post(f"{address}{path}", {"readings": 9}).status_code
        for path in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/")
    ]
    row.refresh_from_db()
    assert (posts, row.readings) == ([403] * 3, 3)

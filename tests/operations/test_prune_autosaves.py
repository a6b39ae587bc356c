from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.models import Autosave, EditingSession
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
FIELDS = {"version": "1", "fields": {"title": "题"}, "replaces": ""}


def pruned(*options) -> str:
    output = StringIO()
    call_command("prune_autosaves", *options, stdout=output)
    return output.getvalue()


def test_deletes_what_nobody_came_back_for():
    user, old, new = make_user(), make_article(), make_article()
    for article, tab, age in [(old, "a" * 32, 91), (new, "b" * 32, 89)]:
        Autosave.objects.keep(user, article, tab=tab, **FIELDS)
        EditingSession.objects.beat(user, article, tab)
        past = timezone.now() - timedelta(days=age)
        Autosave.objects.filter(article=article).update(saved_at=past)
    EditingSession.objects.filter(article=old).update(last_seen_at=timezone.now() - timedelta(days=2))
    assert pruned() == "deleted 1 autosaves and 1 sessions\n"
    assert list(Autosave.objects.values_list("article", flat=True)) == [new.pk]
    assert list(EditingSession.objects.values_list("article", flat=True)) == [new.pk]
    assert pruned("--days", "30") == "deleted 1 autosaves and 0 sessions\n"
    assert pruned() == "deleted 0 autosaves and 0 sessions\n"

"""Two editors at the front page or a topic in the same moment: one does it, the other is told."""

import pytest
from django.core.exceptions import ValidationError

from news.desk import collecting, placing
from news.models import FrontPageSlot, Topic
from tests.factories import make_article, make_user
from tests.news.desk.newsroom import again
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def outcome(deed, *args):
    def call():
        try:
            deed(*args)
        except ValidationError as error:
            return error.messages[0]
        return "done"

    return call


def test_two_place_at_once():
    chief = make_user("zhubian", "主编")
    for _ in range(ROUNDS):
        FrontPageSlot.objects.all().delete()
        seen, articles = placing.seen(), [make_article(), make_article()]
        said = at_once([outcome(placing.place, a.pk, again(chief), "lead", None, seen) for a in articles])
        assert sorted(said) == ["done", "刚才有别人改过，现在的样子在下面，请看过再改"]
        assert list(FrontPageSlot.objects.values_list("article")) == [(articles[said.index("done")].pk,)]


def test_two_add_to_a_topic_at_once():
    chief = make_user("zhubian", "主编")
    topic = Topic.objects.create(name="春运", slug="chunyun")
    for number in range(1, ROUNDS + 1):
        seen, articles = collecting.seen(topic), [make_article(), make_article()]
        said = at_once([outcome(collecting.add, topic.pk, again(chief), a, None, seen) for a in articles])
        assert sorted(said) == ["done", "刚才有别人改过，现在的样子在下面，请看过再改"]
        assert topic.articles.count() == number

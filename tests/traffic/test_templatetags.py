import pytest
from django.template import Context, Template
from django.utils import timezone

from news.models import Article
from tests.factories import make_article
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_gets_its_readings_in_one_query(django_assert_num_queries, count):
    for number in range(count):
        DailyReadings.objects.create(article=make_article(), day=timezone.localdate(), readings=number)
    make_article()
    articles = list(Article.objects.order_by("id"))
    with django_assert_num_queries(1):
        text = Template("{% load traffic %}{% add_readings a %}{% for x in a %}{{ x.readings }},{% endfor %}").render(
            Context({"a": articles})
        )
    assert text == "".join(f"{number}," for number in range(count)) + "0,"


def test_a_single_article_gets_its_readings():
    article = make_article()
    DailyReadings.objects.create(article=article, day=timezone.localdate(), readings=7)
    template = Template("{% load traffic %}{% add_readings a %}{{ a.readings }}")
    assert template.render(Context({"a": article})) == "7"

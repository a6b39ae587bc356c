from datetime import timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone

from news.models import Article
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def render(template, **context):
    return Template("{% load comments %}" + template).render(Context(context))


def test_the_article_page_has_a_link_and_the_count_and_no_form(django_assert_num_queries):
    article = make_article()
    for state in ["approved", "approved", "pending", "rejected"]:
        make_comment(article, state=state)
    with django_assert_num_queries(1):
        section = render("{% comments_for article %}", article=article)

    assert '<h2 id="comments-title">留言与评论<span class="comments-count">（2）</span></h2>' in section
    assert f'data-comments-lazy="/comments/{article.pk}/"' in section
    assert f'<a class="comments-write" href="/comments/{article.pk}/" data-comments-link>' in section
    assert ("<form" in section, "csrf" in section) == (False, False)


def test_a_closed_article_says_so():
    article = make_article(comment_policy=Article.CommentPolicy.CLOSED)
    assert "评论已关闭" in render("{% comments_for article %}", article=article)


@pytest.mark.parametrize(
    ("policy", "days", "age", "is_open"),
    [
        ("open", 7, timedelta(days=7), False),
        ("open", 7, timedelta(days=6, hours=23), True),
        ("open", 0, timedelta(days=3000), True),
        ("always", 7, timedelta(days=8), True),
        ("closed", 7, timedelta(days=1), False),
    ],
)
def test_comments_close_when_the_site_or_the_editor_says(settings, policy, days, age, is_open):
    settings.COMMENTS_CLOSE_AFTER_DAYS = days
    article = make_article(comment_policy=policy, published_at=timezone.now() - age)
    assert ("评论已关闭" in render("{% comments_for article %}", article=article)) is not is_open


def test_a_preview_has_no_link_to_comments():
    section = render("{% comments_for article %}", article=make_article(state=Article.State.DRAFT))
    assert ("href" in section, "文章发布后才能评论。" in section) == (False, True)


@pytest.mark.parametrize("shape", [list, lambda articles: Paginator(articles, 40).page(1), lambda articles: articles])
@pytest.mark.parametrize("count", [1, 30])
def test_lists_get_their_counts_in_one_query(shape, count, django_assert_num_queries):
    for number in range(count):
        article = make_article()
        for state in ["approved"] * (number % 3) + ["pending"]:
            make_comment(article, state=state)
    articles = shape(Article.objects.order_by("id"))
    list(articles)
    with django_assert_num_queries(1):
        text = render("{% add_comment_counts a %}{% for x in a %}{{ x.comment_count }},{% endfor %}", a=articles)
    assert text == "".join(f"{number % 3}," for number in range(count))

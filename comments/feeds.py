"""The newest comments on an article, for feed readers."""

import html

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.views.thread import article_with_comments
from news.feed_formats import NOT_XML

LENGTH = 50


@never_cache
@require_safe
def feed(request, pk):
    article = article_with_comments(pk)
    written = Rss201rev2Feed(
        title=_plain(f"评论：{article.title}"),
        link=settings.SITE_URL + article.get_absolute_url(),
        description=f"{settings.SITE_NAME}读者对这篇文章的评论",
        language="zh-cn",
        feed_url=settings.SITE_URL + reverse("comments:feed", args=[article.pk]),
    )
    for comment in Comment.objects.for_article(article).approved().order_by("-created_at", "-id")[:LENGTH]:
        written.add_item(
            title=_plain(f"{comment.name}的评论"),
            link=settings.SITE_URL + comment.get_absolute_url(),
            # Readers take it for HTML.
            description=html.escape(_plain(comment.body), quote=False).replace("\n", "<br>"),
            unique_id=f"tag:{settings.HOST},2026:comment/{comment.number}",
            unique_id_is_permalink=False,
            pubdate=timezone.localtime(comment.created_at).replace(microsecond=0),
        )
    return HttpResponse(written.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _plain(text: str) -> str:
    return NOT_XML.sub("", text)

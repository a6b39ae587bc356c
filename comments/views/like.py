from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from comments import throttling
from comments.liking import set_like
from comments.views.thread import article_with_comments, is_fragment, public_comment, see_other
from comments.visitor import visitor_of


@never_cache
@require_POST
def like(request, pk, number):
    """`liked=1` likes, `liked=0` takes it back: pressing twice in two tabs is not a third state."""
    article = article_with_comments(pk)
    comment = public_comment(article, number)
    visitor = visitor_of(request)
    if not article.accepts_comments():
        return render(request, "comments/refused.html", {"article": article, "reason": "评论已关闭"}, status=403)
    if not throttling.LIKES.take(visitor.prefix):
        reason = "您所在的网络近来点赞得太多，请过一会儿再试"
        return render(request, "comments/refused.html", {"article": article, "reason": reason}, status=429)
    set_like(comment, visitor, request.POST.get("liked") == "1")
    if is_fragment(request):
        comment = public_comment(article, number)
        comment.is_liked = request.POST.get("liked") == "1"
        response = render(request, "comments/_like.html", {"article": article, "comment": comment})
    else:
        response = see_other(f"{comment.get_absolute_url()}#comment-{number}")
    visitor.remember(response)
    return response

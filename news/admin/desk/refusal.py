"""A form that was sent too late: while it was open, the article became somebody else's to edit."""

from news.admin.desk.article_screen import article_at, render
from news.fields import LONGEST_BODY


def refused(model_admin, request, pk: str):
    """The page that says why nothing was saved and gives the words back; None for who had no form to begin with."""
    if not (request.user.has_perm("news.change_article") and pk.isascii() and pk.isdigit() and "body" in request.POST):
        return None
    if not model_admin.get_queryset(request).filter(pk=pk).exists():
        return None
    article = article_at(model_admin, request, int(pk))
    typed = {"typed_title": request.POST.get("title", "")[:500], "typed_body": request.POST["body"][:LONGEST_BODY]}
    context = typed | {"obstacles": article.editing_obstacles(request.user)}
    response = render(model_admin, request, "refused", article, "没有保存", context)
    response.status_code = 403
    return response

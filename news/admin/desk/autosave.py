"""What an open form tells the server every few seconds, and what it hears back: JSON both ways, never a login page."""

import json
import re
from functools import partial

from django.conf import settings
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from news.fields import LONGEST_BODY
from news.markup import clean_html
from news.models import Article, Autosave, Category, EditingSession, Source
from news.people import name_of
from news.readable import readable

TAB = re.compile("[0-9a-f]{32}")
VERSION = re.compile("[0-9]{0,9}")
# The fields of the form, what its settings were when it was opened, and the words for what is chosen from a list.
FIELDS = set(
    "title subtitle original_title body summary cover byline editor source source_url reprint category tags related "
    "published_at expires_at comment_policy initial-published_at initial-expires_at initial-comment_policy".split()
)


class Refusal(Exception):
    """Why a message is not taken: the status, a word for the script, a sentence for the editor."""

    def __init__(self, status: int, reason: str, message: str):
        self.status, self.reason, self.message = status, reason, message


def urls(model_admin) -> list:
    view = require_http_methods(["GET", "POST"])(partial(autosave, model_admin))
    view.answers_strangers = True  # in JSON: see ArticleAdmin.get_urls
    return [
        path("autosave/", view, {"pk": None}, name="news_article_autosave_new"),
        path("<int:pk>/autosave/", view, name="news_article_autosave"),
    ]


def autosave(model_admin, request, pk):
    try:
        _check_who_asks(model_admin, request)
        if request.method == "GET":
            article = _article(model_admin, request, pk, tab="")
            return _answer({"saved": kept(request.user, article), **_who(request), "token": get_token(request)})
        message = _message(request)
        if message.get("user") != request.user.pk:
            raise Refusal(403, "other_user", f"现在登录的是 {name_of(request.user)}，不是您：请退出后用您的账号登录。")
        article = _article(model_admin, request, pk, message["tab"])
        return _answer(_take(request.user, article, message))
    except Refusal as refusal:
        return _answer({"reason": refusal.reason, "message": refusal.message, **_who(request)}, refusal.status)


def kept(user, article) -> dict | None:
    """The words that `user` left in a form of the article, fit to be put into one again."""
    row = Autosave.objects.of(user, article).first()
    if row is None:
        return None
    fields = {**row.fields, "body": clean_html(row.fields.get("body", ""))}
    labels = {
        name: str(found)
        for name, model in [("category", Category), ("source", Source)]
        if (found := model.objects.filter(pk=_number(fields.get(name))).first())
    }
    return {"tab": row.tab, "version": row.version, "saved_at": _time(row.saved_at), "fields": fields, "labels": labels}


def _take(user, article, message: dict) -> dict:
    tab = message["tab"]
    if message.get("leaving"):
        EditingSession.objects.filter(user=user, article=article, tab=tab).delete()
        return {}
    if "discard" in message:
        return {"discarded": Autosave.objects.drop(user, article, message["discard"])}
    answer = {"saved_at": _time(timezone.now()), **_around(user, article, tab)}
    if "fields" in message:
        answer["stored"] = Autosave.objects.keep(
            user,
            article,
            tab=tab,
            replaces=message.get("replaces", ""),
            version=message.get("version", ""),
            fields=message["fields"],
        )
    return answer


def _around(user, article, tab: str) -> dict:
    """Who else has the article open, and what was saved of it last."""
    if article is None:
        return {"others": [], "own_windows": 0, "newest": None, "obstacles": []}
    EditingSession.objects.beat(user, article, tab)
    here = list(EditingSession.objects.here(article).select_related("user").order_by("id"))
    others = dict.fromkeys(name_of(session.user) for session in here if session.user_id != user.pk)
    newest = article.revisions.for_listing().first()
    return {
        "others": list(others),
        "own_windows": sum(session.user_id == user.pk and session.tab != tab for session in here),
        "newest": newest
        and {
            "number": newest.number,
            "by": name_of(newest.created_by) if newest.created_by else "",
            "at": _time(newest.created_at),
        },
        "obstacles": article.editing_obstacles(user),
    }


def _check_who_asks(model_admin, request) -> None:
    if not request.user.is_authenticated:
        raise Refusal(403, "login", "登录已过期，请重新登录。")
    if not model_admin.admin_site.has_permission(request):
        raise Refusal(403, "forbidden", "没有进入编辑部的权限。")


def _article(model_admin, request, pk, tab: str) -> Article | None:
    """The article, if the user may edit it, or could when they opened this form of it: their words are kept then."""
    if pk is None:
        if not model_admin.has_add_permission(request):
            raise Refusal(403, "forbidden", "没有写稿的权限。")
        return None
    article = model_admin.get_queryset(request).select_related("category__parent").defer("body").filter(pk=pk).first()
    if article is None:
        raise Refusal(404, "gone", "这篇稿件已经不在了，可能被删除或移入了回收站。")
    if not model_admin.has_change_permission(request, article):
        known = tab and EditingSession.objects.filter(user=request.user, article=article, tab=tab).exists()
        if not (known and model_admin.has_change_permission(request)):
            raise Refusal(403, "forbidden", "；".join(article.editing_obstacles(request.user)) or "没有修改的权限。")
    return article


def _message(request) -> dict:
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise Refusal(413, "too_large", "稿件太大，没有自动保存：请先删减，或把大段内容另存。")
    try:
        message = json.loads(request.body)
    except (ValueError, RecursionError):
        message = None
    if not _is_sound(message):
        raise Refusal(400, "malformed", "自动保存的内容无法识别。")
    if "fields" in message:
        message["fields"] = {name: readable(text) for name, text in message["fields"].items()}
        if len(message["fields"].get("body", "")) > LONGEST_BODY:
            raise Refusal(413, "too_large", f"正文超过 {LONGEST_BODY:,} 个字符（含格式），没有自动保存：请先删减。")
    return message


def _is_sound(message) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("user"), int):
        return False
    words = [message.get(name, "") for name in ["tab", "version", "replaces", "discard"]]
    if not all(isinstance(word, str) for word in words) or not VERSION.fullmatch(words[1]):
        return False
    fields = message.get("fields", {})
    texts = isinstance(fields, dict) and all(isinstance(text, str) for text in fields.values())
    tabs = TAB.fullmatch(words[0]) and all(not word or TAB.fullmatch(word) for word in words[2:])
    return bool(texts and fields.keys() <= FIELDS and tabs)


def _number(text) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def _time(moment) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _who(request) -> dict:
    return {"user": request.user.pk if request.user.is_authenticated else None}


def _answer(content: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "private, no-store"})

"""Who may do what in the admin, as tables; and how a test enters, opens and posts. To add a page, name its roles."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from news.desk import revising
from news.models import Article
from tests.factories import make_article, make_user

REPORTER, EDITOR, CHIEF, MODERATOR, GUIDE = GROUPS = ["记者", "编辑", "主编", "评论审核", "导航维护"]
ROLES = ["anonymous", "reader", "no group", *GROUPS, "superuser"]
STAFF = set(ROLES) - {"anonymous", "reader"}
ROOT = {"superuser"}
NEWSROOM = {REPORTER, EDITOR, CHIEF} | ROOT
DESK = {EDITOR, CHIEF} | ROOT
HEAD = {CHIEF} | ROOT
COMMENTS = {MODERATOR} | ROOT
SERVICES = {GUIDE} | ROOT

# The four pages of a model, as Django has them: list and history follow the right to see.
MODELS = {
    "news_picture": {"view": NEWSROOM, "add": NEWSROOM, "delete": HEAD},
    "news_tag": {"view": NEWSROOM, "add": NEWSROOM, "delete": HEAD},
    "news_source": {"view": NEWSROOM, "add": DESK, "delete": HEAD},
    "news_wordrule": {"view": NEWSROOM, "add": HEAD, "delete": HEAD},
    "news_category": {"view": NEWSROOM, "add": HEAD, "delete": HEAD},
    "news_topic": {"view": NEWSROOM, "add": DESK, "delete": HEAD},
    "flatpages_flatpage": {"view": HEAD, "add": HEAD, "delete": HEAD},
    "auth_user": {"view": ROOT, "add": ROOT, "delete": ROOT},
    "auth_group": {"view": ROOT, "add": ROOT, "delete": ROOT},
    "news_addresspush": {"view": HEAD, "add": set(), "delete": set()},
    "news_mourningday": {"view": HEAD, "add": HEAD, "delete": HEAD},
    "news_missingaddress": {"view": HEAD, "add": set(), "delete": HEAD},
    "redirects_redirect": {"view": HEAD, "add": HEAD, "delete": HEAD},
    "comments_comment": {"view": COMMENTS, "add": set(), "delete": set()},
    "comments_decision": {"view": COMMENTS, "add": set(), "delete": set()},
    "comments_commentword": {"view": COMMENTS, "add": COMMENTS, "delete": COMMENTS},
    "comments_block": {"view": COMMENTS, "add": COMMENTS, "delete": COMMENTS},
    "comments_networklog": {"view": ROOT, "add": set(), "delete": set()},
    "directory_group": {"view": SERVICES, "add": SERVICES, "delete": SERVICES},
    "directory_service": {"view": SERVICES, "add": SERVICES, "delete": SERVICES},
    "directory_area": {"view": SERVICES, "add": SERVICES, "delete": SERVICES},
    "news_entry": {"view": NEWSROOM, "add": set(), "delete": set()},
    "operations_task": {"view": ROOT, "add": set(), "delete": set()},
    "traffic_dailyreadings": {"view": HEAD, "add": set(), "delete": set()},
    "traffic_dailyclicks": {"view": HEAD | SERVICES, "add": set(), "delete": set()},
}
# Of a row, besides those four.
OF_ROWS = {"news_topic_articles": NEWSROOM, "comments_comment_answer": COMMENTS}
OTHERS = {
    "index": STAFF,
    "login": set(ROLES),
    "logout": set(ROLES),
    "password_change": STAFF,
    "password_change_done": STAFF,
    "jsi18n": STAFF,
    "news_picture_choose": NEWSROOM,
    "news_tag_suggest": NEWSROOM,
    "news_article_suggest": NEWSROOM,
    "news_article_check_new": NEWSROOM,
    "news_article_clean": NEWSROOM,
    "news_article_word": NEWSROOM,
    "news_wordrule_import": HEAD,
    "news_wordrule_export": NEWSROOM,
    "news_wordrule_try": NEWSROOM,
    "comments_commentword_import": COMMENTS,
    "comments_commentword_export": COMMENTS,
    "comments_commentword_try": COMMENTS,
    "auth_user_password_change": ROOT,
    "comments_comment_queue": COMMENTS,
    "comments_comment_reports": COMMENTS,
    "comments_comment_appeals": COMMENTS,
    "comments_comment_statistics": COMMENTS,
}
# Django's own, asked about by tests below or bound to what they point at.
ELSEWHERE = {"autocomplete", "view_on_site", "app_list", None}
# Take posts of a script alone and answer in JSON: tests/news/test_autosave.py.
ELSEWHERE |= {"news_article_autosave", "news_article_autosave_new"}

OWN = ["own draft", "own published", "own withdrawn"]
THEIRS = ["others' draft", "others' scheduled", "others' published", "others' withdrawn"]
MAY_WRITE = dict.fromkeys(OWN, DESK) | dict.fromkeys(THEIRS, DESK) | {"own draft": NEWSROOM}
ARTICLE = {
    "change": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "history": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "preview": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "revisions": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "preview_links": dict.fromkeys(OWN + THEIRS, DESK) | {"own draft": NEWSROOM},
    "log": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "review": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "sign": dict.fromkeys(OWN + THEIRS, DESK),
    "withdraw": dict.fromkeys(OWN + THEIRS, HEAD),
    "redraft": dict.fromkeys(OWN + THEIRS, DESK),
    "check": MAY_WRITE,
    "delete": {state: set() if "published" in state or "scheduled" in state else HEAD for state in OWN + THEIRS},
    "submit": dict.fromkeys(OWN, NEWSROOM) | dict.fromkeys(THEIRS, DESK),
    "publish": dict.fromkeys(OWN + THEIRS, DESK),
    "file": dict.fromkeys(OWN + THEIRS, DESK),
    "tag": dict.fromkeys(OWN + THEIRS, DESK),
    "pin": dict.fromkeys(OWN + THEIRS, HEAD),
    "unpin": dict.fromkeys(OWN + THEIRS, HEAD),
    "bin": dict.fromkeys(OWN + THEIRS, HEAD),
    "unbin": dict.fromkeys(OWN + THEIRS, HEAD),
    "correct": dict.fromkeys(OWN + THEIRS, HEAD),
}
WITHOUT_OBJECT = {"changelist": NEWSROOM, "add": NEWSROOM, "calendar": NEWSROOM, "front": HEAD, "preview_new": NEWSROOM}
# With the numbers of the revisions in their address; seen by whoever sees the article.
OF_REVISIONS = {"revision": [1], "restore": [1], "revision_name": [1], "compare": [1, 2]}


def admin_pages() -> set[str | None]:
    resolver = next(r for r in get_resolver().url_patterns if getattr(r, "app_name", None) == "admin")
    return {pattern.name for pattern in flattened(resolver)}


def flattened(resolver: URLResolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from flattened(pattern)


def pages_of_table() -> set[str]:
    pages = {f"{model}_{page}" for model in MODELS for page in ["changelist", "add", "change", "delete", "history"]}
    return (
        pages
        | set(OTHERS)
        | set(OF_ROWS)
        | {f"news_article_{page}" for page in [*ARTICLE, *WITHOUT_OBJECT, *OF_REVISIONS]}
    )


def user_of(role: str) -> User | None:
    if role == "anonymous":
        return None
    if role == "reader":
        return User.objects.create_user("duzhe")
    return make_user("yonghu", role if role in GROUPS else None, is_superuser=role == "superuser")


def enter(client, role: str) -> User | None:
    if user := user_of(role):
        client.force_login(user)
    return user


def opens(client, address: str) -> bool:
    """Whether the page opens. A refusal is the way to the login page, 403 or 404, and nothing else."""
    response = client.get(address)
    if response.status_code == 302 and not response["Location"].startswith("/admin/login/"):
        return True
    assert response.status_code in {200, 302, 403, 404}, address
    return response.status_code == 200


def article_in(state: str, user: User | None) -> Article:
    whose, word = state.split()
    fields = {"created_by": user if whose == "own" else make_user("bieren")}
    if word == "draft":
        fields |= {"state": "draft", "published_at": None}
    if word == "withdrawn":
        fields |= {"state": "withdrawn"}
    if word == "scheduled":
        fields |= {"published_at": timezone.now() + timedelta(days=1)}
    return make_article(title="原题", **fields)


def posted(article: Article, **fields) -> dict:
    return {
        "title": "新题",
        "summary": "新的摘要。",
        "body": "<p>新文。</p>",
        "byline": "网络编辑",
        "comment_policy": "open",
        "category": article.category_id,
        "version": str(revising.keep_pace(article.pk).revision_number),
        "published_at": article.published_at.isoformat() if article.published_at else "",
        **fields,
    }

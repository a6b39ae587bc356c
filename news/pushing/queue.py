"""What the desk's deeds leave for the search engines."""

from django.conf import settings

from news.models import AddressPush, Article, Entry

Action = Entry.Action
SHOWN = {
    Action.PUBLISHED,
    Action.WENT_OUT,
    Action.UPDATED,
    Action.UPDATE_WENT_OUT,
    Action.CORRECTED,
    Action.MOVED,
    Action.TAGGED,
}
GONE = {Action.WITHDRAWN, Action.EXPIRED}
Service = AddressPush.Service


def services() -> list[str]:
    """Those that are configured."""
    keys = {Service.INDEXNOW: settings.INDEXNOW_KEY, Service.BAIDU: settings.BAIDU_PUSH_TOKEN}
    return [service for service, key in keys.items() if key]


def announce(article: Article, action: str) -> None:
    """After a deed: have the services told if it changed what readers find at the article's address.

    One small insert for each service that is configured. 百度 is told of nothing that is gone: it reads /silian.txt.
    """
    gone = action in GONE
    if not gone and not (action in SHOWN and article.is_published()):
        return
    for service in services():
        if not (gone and service == Service.BAIDU):
            AddressPush.objects.ask(service, article, gone=gone)

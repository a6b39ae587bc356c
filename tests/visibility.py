"""What readers must never see."""

from datetime import timedelta

from django.utils import timezone

from news.models import Article
from tests.factories import make_article

HIDDEN = ["草稿甲", "定时乙", "过期丙", "撤下丁"]


def make_hidden(**fields) -> list[Article]:
    """A draft, a scheduled, an expired and a withdrawn article, titled as HIDDEN."""
    now = timezone.now()
    ways = [
        {"state": Article.State.DRAFT},
        {"published_at": now + timedelta(minutes=1)},
        {"expires_at": now - timedelta(seconds=1)},
        {"state": Article.State.WITHDRAWN, "withdrawal_notice": "数字有误"},
    ]
    return [make_article(title=title, **{**fields, **way}) for title, way in zip(HIDDEN, ways, strict=True)]

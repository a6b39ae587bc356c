from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.models.article import Article


class FrontPageSlotQuerySet(models.QuerySet):
    def showing(self, now=None):
        """Slots whose article stands on the front page at `now`, as far as there is room: place by place, in order."""
        now = now or timezone.now()
        in_time = self.filter(Q(until=None) | Q(until__gt=now), article__in=Article.objects.published(now).order_by())
        return in_time.exclude(place=FrontPageSlot.Place.PICTURE, article__cover=None)

    def coming_changes(self, now) -> list:
        """As ArticleQuerySet.coming_changes()."""
        return [self.filter(until__gt=now).order_by("until").values_list("until")[:1]]


class FrontPageSlot(models.Model):
    """A place of the front page that an editor gave to an article. What no editor gives away is filled by itself."""

    class Place(models.TextChoices):
        LEAD = "lead", "头条"
        SECONDARY = "secondary", "要目"
        PICTURE = "picture", "图片新闻"

    # How many a place has room for; the others wait behind them.
    ROOM = {Place.LEAD: 1, Place.SECONDARY: 4, Place.PICTURE: 4}

    place = models.CharField("位置", max_length=10, choices=Place)
    position = models.PositiveSmallIntegerField("次序")
    article = models.OneToOneField(Article, models.CASCADE, related_name="front_page_slot", verbose_name="文章")
    until = models.DateTimeField("放到", null=True, blank=True, help_text="北京时间；到时自动撤下，留空则一直放着")

    objects = FrontPageSlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "首页位置"
        ordering = ["place", "position"]
        default_permissions = ()  # who may pin an article may place it
        constraints = [
            models.CheckConstraint(name="slot_place_known", condition=Q(place__in=["lead", "secondary", "picture"])),
            models.UniqueConstraint(
                name="slot_position_once", fields=["place", "position"], deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self):
        return f"{self.get_place_display()} {self.position}"

    def obstacles(self) -> list[str]:
        """Why readers don't see the article at this place, room aside, in Chinese; empty if they do."""
        now, article = timezone.now(), self.article
        found = [] if self.until is None or self.until > now else ["放置的时间已过"]
        if article.state == Article.State.WITHDRAWN:
            found.append("已撤稿")
        elif article.state == Article.State.DRAFT:
            found.append("没有发布")
        elif article.published_at > now:
            found.append(f"{timezone.localtime(article.published_at):%m-%d %H:%M} 才发布")
        elif article.expires_at and article.expires_at <= now:
            found.append("已经下线")
        if self.place == self.Place.PICTURE and article.cover_id is None:
            found.append("没有封面图片")
        return found

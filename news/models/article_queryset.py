"""What "articles that are …" means; every list asks through here."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from news import markup
from news.models import periods
from news.models.category import Category
from news.models.correction import Correction
from news.models.desk_queryset import DeskQuerySet
from news.models.headline import COLUMNS, Headline, headline
from news.models.picture import Picture
from news.models.review import Review
from news.models.tag import Tag


class ArticleQuerySet(DeskQuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        """As Django's, but no path to the table leads past the cleaning: this and save() are the two there are."""
        objs = list(objs)
        for article in objs:
            article.body = markup.clean_html(article.body)
        return super().bulk_create(objs, *args, **kwargs)

    def published(self, now=None):
        """Articles that are visible at `now` (an aware datetime; this moment by default), newest first."""
        now = now or timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), state=self.model.State.PUBLISHED, published_at__lte=now
        ).order_by("-published_at", "-id")

    def scheduled(self, now=None):
        """Articles that go out by themselves after `now` (this moment by default), the next one first."""
        coming = self.filter(state=self.model.State.PUBLISHED, published_at__gt=now or timezone.now())
        return coming.order_by("published_at", "id")

    def with_due_update(self, now=None):
        """Published articles whose scheduled update should be what readers see at `now`."""
        return self.filter(update_at__lte=now or timezone.now())

    def coming_changes(self, now: datetime) -> list:
        """The moments at which what readers see of these changes by time alone: querysets of one row each, if any.

        All lie after `now` but that of an update which is due and still waits, as somebody holds its row.
        """
        public = self.filter(state=self.model.State.PUBLISHED)
        fields = ("published_at", "expires_at", "pinned_until")
        coming = [public.filter(**{f"{field}__gt": now}).order_by(field).values_list(field)[:1] for field in fields]
        coming += public.comments_to_close(now)
        return [*coming, self.filter(update_at__isnull=False).order_by("update_at").values_list("update_at")[:1]]

    def comments_to_close(self, now: datetime) -> list:
        """When the next of these closes its comments by time (Article.comments_close_at), if any ever does."""
        if not settings.COMMENTS_CLOSE_AFTER_DAYS:
            return []
        open_for = timedelta(days=settings.COMMENTS_CLOSE_AFTER_DAYS)
        young = self.filter(comment_policy=self.model.CommentPolicy.OPEN, published_at__gt=now - open_for)
        return [young.order_by("published_at").values_list(F("published_at") + Value(open_for))[:1]]

    def withdrawn_publicly(self):
        """Articles that were taken from readers with a notice, and when."""
        return self.filter(state=self.model.State.WITHDRAWN, withdrawn_at__isnull=False).order_by("-withdrawn_at")

    def pinned(self, now=None):
        """Of these, the articles that are kept at the top at `now`."""
        return self.filter(pinned_until__gt=now or timezone.now())

    def in_bin(self):
        return self.filter(binned_at__isnull=False)

    def outside_bin(self):
        return self.filter(binned_at=None)

    def in_category(self, category: Category):
        """Articles that are in the category or in a child of it."""
        # Not a join with OR, which no index of articles answers.
        return self.filter(category__in=Category.objects.with_children(category).order_by().values("pk"))

    def sorted_anew(self):
        """The newest first, of articles that are few: the planner would walk through the archive to meet them in order,
        if an index held it.
        """
        return self.order_by((F("published_at") + Value(timedelta())).desc(), "-id")

    def tagged(self, tag: Tag):
        return self.filter(tags=tag)

    def in_month(self, year: int, month: int):
        """Articles that went out in that month, by the clock of Asia/Shanghai."""
        first = timezone.make_aware(datetime(year, month, 1))
        following = timezone.make_aware(datetime(year + month // 12, month % 12 + 1, 1))
        return self.filter(published_at__gte=first, published_at__lt=following)

    def datetimes(self, field_name, kind, order="ASC", tzinfo=None):
        """As Django's, for the admin's date hierarchy, but without truncating the time of every row."""
        found = [moment for moment, _ in periods.counts(self, field_name, kind)]
        return found if order == "ASC" else found[::-1]

    def titled(self, words: str):
        """Articles with each of the words in their title, in whatever case."""
        found = self
        for word in words.split():
            # Chinese has no case: to fold it all the same takes Postgres five times as long.
            lookup = "title__contains" if word.lower() == word.upper() else "title__icontains"
            found = found.filter(**{lookup: word})
        return found

    def titles(self, numbers: list[int]) -> list[str]:
        """The title of each number, in their order. One query."""
        found = dict(self.filter(pk__in=numbers).values_list("pk", "title"))
        return [found.get(number, "（已删除）") for number in numbers]

    def headlines(self) -> list[Headline]:
        """These articles as a list shows them, in one query."""
        return [headline(*row) for row in self.values_list(*COLUMNS)]

    def older_than(self, published_at: datetime, pk: int):
        """Articles that went out before that one, newest first."""
        # The first condition is what an index answers; the second sorts out those of the same second.
        rows = self.filter(published_at__lte=published_at).filter(Q(published_at__lt=published_at) | Q(pk__lt=pk))
        return rows.order_by("-published_at", "-id")

    def newer_than(self, published_at: datetime, pk: int):
        """Articles that went out after that one, the next one first."""
        rows = self.filter(published_at__gte=published_at).filter(Q(published_at__gt=published_at) | Q(pk__gt=pk))
        return rows.order_by("published_at", "id")

    def for_reading(self):
        """What the article's own page shows of its own: with `tagged`, its tags with the newest articles of each,
        and `corrected`, its corrections. One query.
        """
        tags = Tag.objects.filter(articles=OuterRef("pk")).with_newest_articles()
        corrections = Correction.objects.filter(article=OuterRef("pk"))
        return self.select_related("category__parent", "cover", "source").annotate(
            tagged=ArraySubquery(tags.values(row=JSONObject(name="name", newest="newest"))),
            corrected=ArraySubquery(corrections.values(row=JSONObject(id="id", at="at", text="text"))),
        )

    def for_listing(self):
        """What a line in a list needs, in one query and without the body."""
        return self.select_related("category__parent", "cover").defer("body")

    def for_decision(self):
        """With what the rules of reviewing and publishing look at, in the same few queries for any number."""
        # With the body, which the admin's list leaves out, and with its prefetches made anew.
        return self.defer(None).prefetch_related(None).select_related("category__parent", "source").with_newest_review()

    def with_newest_review(self):
        """Each with what newest_review() answers, in one query for all: where an article stands."""
        newest = Review.objects.newest().select_related("submitted_by")
        return self.prefetch_related(Prefetch("reviews", newest, to_attr="newest_reviews"))

    def showing(self, picture: Picture):
        """Articles with the picture as their cover or in their body, which holds its name or a narrower copy's."""
        return self.filter(Q(cover=picture) | Q(body__contains=picture.file.removesuffix(".webp")))

    def visible_to_staff(self, user):
        """Articles that the admin may show to `user`: all, or their own for who may not edit others'."""
        if user.has_perm("news.edit_others_article"):
            return self
        return self.filter(created_by=user)

"""Articles that are somebody's to deal with: what waits for a reviewer or signer, what came back to its writer."""

from django.db import models
from django.db.models import BigIntegerField, Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from news.models.category import Category
from news.models.review import RUNNING, Review
from news.models.revision import Revision
from news.rights import REVIEW, rights_of


class DeskQuerySet(models.QuerySet):
    """A part of ArticleQuerySet, which has outside_bin() and visible_to_staff()."""

    def written_by(self, user):
        return self.outside_bin().filter(created_by=user)

    def awaiting(self, user):
        """Articles with a step that `user` may take now, or that wait for them to sign, the longest waiting first.

        The rule of Article.reviewing_obstacles() and signing_obstacles() for all at once.
        """
        running = self.annotate(running=FilteredRelation("reviews", condition=Q(reviews__state__in=RUNNING)))
        # Every column through one join: a filter on the relation itself would make a join of its own.
        columns = {"due": "step", "steps": "steps", "stage": "state", "submitter": "submitted_by", "since": "moved_at"}
        waiting = running.alias(**{name: F(f"running__{column}") for name, column in columns.items()})
        waiting = waiting.alias(desk_category=_newest_category())
        return waiting.visible_to_staff(user).filter(_step_of(user) | _signature_of(user)).order_by("since", "pk")

    def returned_to(self, user):
        """Articles that were sent back to `user` as their writer or submitter and not handed in again since, the
        longest waiting first.
        """
        returned = self.annotate(
            returned=FilteredRelation("reviews", condition=Q(reviews__state=Review.State.RETURNED))
        )
        later = Review.objects.filter(article=OuterRef("pk"), pk__gt=OuterRef("returned__pk"))
        pending = Q(state=self.model.State.DRAFT) | Q(state=self.model.State.PUBLISHED) & ~Q(
            revision_number=F("published_number")
        )
        mine = Q(created_by=user) | Q(returned__submitted_by=user)
        found = returned.outside_bin().visible_to_staff(user)
        found = found.filter(pending, mine, ~Exists(later), returned__isnull=False)
        return found.alias(since=F("returned__moved_at")).order_by("since", "pk")


def _newest_category() -> Case:
    """The category that an article has at the desk: readers may still see it in another (revising.newest_content)."""
    newest = Revision.objects.filter(article=OuterRef("pk"), number=OuterRef("revision_number"))
    newest = newest.annotate(place=Cast(KT("content__category_id"), BigIntegerField()))
    living = newest.filter(Exists(Category.objects.filter(pk=OuterRef("place")))).values("place")
    return Case(
        When(state="published", then=Coalesce(Subquery(living), F("category_id"), output_field=BigIntegerField())),
        default=F("category_id"),
        output_field=BigIntegerField(),
    )


def _step_of(user) -> Q:
    """Of waiting articles: the step that is due is the user's."""
    rights, due = rights_of(user), Q(pk__in=[])
    for step, role in enumerate(REVIEW, start=1):
        last = role == REVIEW[-1]
        here = Q(due=F("steps")) if last else Q(due=step, steps__gt=step)
        due |= here & Q(desk_category__in=rights.reviewable_categories(role))
    if not user.has_perm("news.review_own_article"):
        due &= ~Q(created_by=user) & ~Q(submitter=user.pk)
    return due & Q(stage=Review.State.OPEN)


def _signature_of(user) -> Q:
    """Of waiting articles: every step is passed and the user may sign."""
    if not user.has_perm("news.publish_article"):
        return Q(pk__in=[])
    return Q(stage=Review.State.PASSED, desk_category__in=rights_of(user).editable_categories())

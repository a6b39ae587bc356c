from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from news.models import Article

LISTED = Q(state="approved") | Q(replies__gt=0)


class CommentQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state="approved")

    def pending(self):
        return self.filter(state="pending")

    def for_article(self, article: Article):
        return self.filter(article=article)

    def listed_roots(self):
        """What an article's page lists: public comments, and others that have a public thread. The index knows it."""
        return self.filter(LISTED, root=None)

    def shown_or_tombstone(self):
        """What has an address: public comments, and the place of a root whose thread is public."""
        return self.filter(LISTED)

    def of_device(self, device: str):
        return self.filter(device=device)

    def with_last_decision(self):
        """Sets `last_reason` and `last_ground`, the codes of the decision that made each one's state."""
        moves = self.model.decisions.rel.related_model.objects.moves()
        decisions = moves.filter(comment=OuterRef("pk")).order_by("-id")
        return self.annotate(
            last_reason=Subquery(decisions.values("reason")[:1]), last_ground=Subquery(decisions.values("ground")[:1])
        )

    def versions(self) -> dict[int, int]:
        """Primary key → version: what moderation.decide() asks for, of whoever has looked at all of these."""
        return dict(self.order_by().values_list("pk", "version"))

    def state_counts(self) -> dict[str, int]:
        states = self.model.State.values
        return dict.fromkeys(states, 0) | dict(self.order_by().values_list("state").annotate(Count("id")))

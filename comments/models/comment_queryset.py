from django.db import models
from django.db.models import Count

from news.models import Article


class CommentQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state="approved")

    def pending(self):
        return self.filter(state="pending")

    def for_article(self, article: Article):
        return self.filter(article=article)

    def versions(self) -> dict[int, int]:
        """Primary key → version: what moderation.decide() asks for, of whoever has looked at all of these."""
        return dict(self.order_by().values_list("pk", "version"))

    def state_counts(self) -> dict[str, int]:
        states = self.model.State.values
        return dict.fromkeys(states, 0) | dict(self.order_by().values_list("state").annotate(Count("id")))

"""What stands in the way of a deed, in Chinese: one method a deed, an empty list where it may be done."""

from django.utils import timezone

from news.rights import rights_of


class Obstacles:
    """The rules of the desk about one article. Each deed asks again under the lock of the row."""

    def visible_to(self, user) -> bool:
        """The same rule as ArticleQuerySet.visible_to_staff(), for one article in hand."""
        return user.has_perm("news.edit_others_article") or (self.created_by_id is not None and self.created_by == user)

    def editable_by(self, user) -> bool:
        return not self.editing_obstacles(user)

    def editing_obstacles(self, user) -> list[str]:
        """Why `user` may not change the text, in Chinese; empty if they may.

        What readers have seen is changed only by who may publish, what is under review only by whose turn it is.
        """
        if not self.visible_to(user):
            return ["没有查看这篇稿件的权限"]
        obstacles = []
        if self.state != self.State.DRAFT and not user.has_perm("news.publish_article"):
            obstacles.append("发布过的稿件要由有发布权限的人修改")
        if not rights_of(user).may_edit(self.category):
            obstacles.append(f"“{self.category}”不由您负责")
        if self.binned_at:
            obstacles.append("稿件在回收站里，要先恢复")
        review = self.running_review()
        if review and not (review.state == review.State.OPEN and self.reviewable_by(user)):
            obstacles.append(f"稿件正在审核（{review.stage()}），要先撤回或退回")
        return obstacles

    def reviewable_by(self, user) -> bool:
        return not self.reviewing_obstacles(user)

    def reviewing_obstacles(self, user) -> list[str]:
        """Why `user` may not take the step that is due, in Chinese; empty if they may."""
        review = self.running_review()
        if review is None or review.state != review.State.OPEN:
            return ["没有等待审核"]
        obstacles = []
        if not self.visible_to(user) or not rights_of(user).may_review(self.category, review.step, review.steps):
            obstacles.append(f"“{self.category}”的{review.stage().removeprefix('待')}不由您负责")
        own = user.pk in {self.created_by_id, review.submitted_by_id}
        if own and not user.has_perm("news.review_own_article"):
            obstacles.append("不能审自己的稿件")
        return obstacles

    def moving_obstacles(self, user) -> list[str]:
        """Why `user` may not decide what becomes of it, in Chinese; empty if they may (given the permission)."""
        if not self.visible_to(user):
            return ["没有查看这篇稿件的权限"]
        return [] if rights_of(user).may_edit(self.category) else [f"“{self.category}”不由您负责"]

    def signing_obstacles(self, user) -> list[str]:
        """Why `user` is not the one to sign it, in Chinese; empty if they are. Whether it is ready: see below."""
        if not user.has_perm("news.publish_article"):
            return ["没有发布的权限"]
        return self.moving_obstacles(user)

    def submitting_obstacles(self) -> list[str]:
        """Why the article can't be submitted for review, in Chinese; empty if it can."""
        if self.state == self.State.PUBLISHED and not self.has_unpublished_changes():
            return ["没有需要审核的修改"]
        if self.has_signed_update():
            return ["已经签发，到时自动更新"]
        return self.admission_obstacles()

    def admission_obstacles(self) -> list[str]:
        """Why what it says, just typed or saved, is not ready for a review, in Chinese; empty if it is."""
        if not self.category.steps():
            return [f"“{self.category}”不设审核，可以直接发布"]
        if review := self.running_review():
            return [f"已经送审（{review.stage()}）"]
        obstacles = [] if self.state != self.State.WITHDRAWN else ["已撤稿，要先退回草稿"]
        return obstacles + self._text_obstacles()

    def publishing_obstacles(self) -> list[str]:
        """Why the article, or the changes to a published one, can't be published, in Chinese; empty if they can."""
        if self.state == self.State.PUBLISHED and not self.has_unpublished_changes():
            return ["已经发布" if not self.is_scheduled() else "已经定时发布"]
        return self.readiness_obstacles()

    def readiness_obstacles(self) -> list[str]:
        """Why what it says is not ready for readers, in Chinese; empty if it is."""
        obstacles = [] if self.state != self.State.WITHDRAWN else ["已撤稿，要先退回草稿"]
        obstacles += self._text_obstacles()
        if self.expires_at and self.expires_at <= max(self.published_at or timezone.now(), timezone.now()):
            obstacles.append("下线时间已过")
        return obstacles + self._review_obstacles()

    def _text_obstacles(self) -> list[str]:
        obstacles = ["稿件在回收站里，要先恢复"] if self.binned_at else []
        if not self.has_body():
            obstacles.append("没有正文")
        if self.reprint and not self.source_id:
            obstacles.append("转载稿没有填写来源")
        return obstacles

    def _review_obstacles(self) -> list[str]:
        review = self.running_review()
        if review is None and self.has_signed_update():
            return []  # only its time is decided anew
        if review is None:
            return [f"“{self.category}”的稿件要先送审"] if self.category.steps() else []
        if review.state != review.State.PASSED:
            return [f"还没有通过审核（{review.stage()}）"]
        return [] if review.number == self.revision_number else ["审核通过之后又有修改，要重新送审"]

    def correcting_obstacles(self) -> list[str]:
        return [] if self.is_published() else ["读者现在看不到这篇稿件，没有可更正的"]

    def filing_obstacles(self, user) -> list[str]:
        """Why `user` may not move it to another category or tag it from the list, in Chinese; empty if they may."""
        return [*self.moving_obstacles(user), *(["稿件在回收站里，要先恢复"] if self.binned_at else [])]

    def pinning_obstacles(self) -> list[str]:
        """Why the article can't be kept at the top, in Chinese; empty if it can."""
        if self.state != self.State.PUBLISHED:
            return ["没有发布"]
        return ["已经下线"] if self.expires_at and self.expires_at <= timezone.now() else []

    def unpinning_obstacles(self) -> list[str]:
        return [] if self.is_pinned() else ["没有置顶"]

    def binning_obstacles(self) -> list[str]:
        """Why the article can't go to the bin, in Chinese; empty if it can."""
        if self.binned_at:
            return ["已经在回收站里"]
        return ["已经发布，要先撤稿"] if self.state == self.State.PUBLISHED else []

    def unbinning_obstacles(self) -> list[str]:
        return [] if self.binned_at else ["不在回收站里"]

    def withdrawing_obstacles(self) -> list[str]:
        """Why the article can't be withdrawn, in Chinese; empty if it can."""
        if self.state == self.State.WITHDRAWN:
            return ["已经撤稿"]
        if self.state == self.State.PUBLISHED and self.is_scheduled():
            return ["读者还没有看到，取消定时、退回草稿就行"]
        return ["没有发布过"] if self.state == self.State.DRAFT else []

    def redrafting_obstacles(self) -> list[str]:
        """Why the article can't become a draft again, in Chinese; empty if it can."""
        if self.binned_at:
            return ["稿件在回收站里，要先恢复"]
        if self.state == self.State.DRAFT:
            return ["本来就是草稿"]
        return ["已经发布，要先撤稿"] if self.state == self.State.PUBLISHED and not self.is_scheduled() else []

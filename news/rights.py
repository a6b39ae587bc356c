"""Who may do what in which category (栏目分工), on top of what their permissions allow them at all."""

from news.models.category import Category
from news.models.category_right import CategoryRight
from news.models.review import role_number

EDIT = CategoryRight.Role.EDIT
REVIEW = [role for role in CategoryRight.Role if role != EDIT]


def review_role(step: int, steps: int) -> str:
    """The role that takes step `step` of `steps`."""
    return REVIEW[role_number(step, steps) - 1]


class Rights:
    """The division of the newsroom as it concerns one user. Two queries, whatever is asked of it."""

    def __init__(self, user):
        self.user = user
        self.everywhere = user.is_superuser or user.has_perm("news.edit_any_category")
        groups = set(user.groups.values_list("pk", flat=True))
        self.named: dict[tuple[int, str], bool] = {}
        for category, role, group, person in CategoryRight.objects.values_list("category", "role", "group", "user"):
            is_me = person == user.pk if person else group in groups
            self.named[category, role] = self.named.get((category, role), False) or is_me

    def may_edit(self, category: Category) -> bool:
        return self.everywhere or self._is_named(category, EDIT)

    def may_review(self, category: Category, step: int, steps: int) -> bool:
        """Whether the user may take step `step` of `steps`."""
        role = review_role(step, steps)
        return self.user.has_perm("news.review_article") and (self.user.is_superuser or self._is_named(category, role))

    def editable_categories(self) -> list[int]:
        """The ids of all categories that may_edit() says yes to. One query more, as below."""
        return [category.pk for category in self._categories() if self.may_edit(category)]

    def reviewable_categories(self, role: str) -> list[int]:
        """The ids of all categories in which the user has the review of that role."""
        if not self.user.has_perm("news.review_article"):
            return []
        mine = self.user.is_superuser
        return [category.pk for category in self._categories() if mine or self._is_named(category, role)]

    def _categories(self) -> list[Category]:
        if not hasattr(self, "categories"):
            self.categories = list(Category.objects.only("pk", "parent"))
        return self.categories

    def _is_named(self, category: Category, role: str) -> bool:
        """Nobody is named: everybody with the permission. The nearest category that names somebody decides."""
        for pk in filter(None, [category.pk, category.parent_id]):
            if (pk, role) in self.named:
                return self.named[pk, role]
        return True


def rights_of(user) -> Rights:
    """The rights of `user`, read once a request: they hang on the user object, which a request has one of."""
    if not hasattr(user, "category_rights"):
        user.category_rights = Rights(user)
    return user.category_rights

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from news.models.category import Category

EDIT = "edit"
ROLES = [EDIT, "review1", "review2", "review3"]


class CategoryRightQuerySet(models.QuerySet):
    def with_capability(self):
        """Each with `capable`: whether whom it names has the permission without which the role is of no use to them.

        For a group: the group; for a person: of themselves or of a group of theirs, and the account is in use.
        """
        needed = Case(When(role=EDIT, then=Value("publish_article")), default=Value("review_article"))
        permissions = Permission.objects.filter(content_type__app_label="news", codename=OuterRef("needed"))
        of_group = permissions.filter(group=OuterRef("group"))
        of_user = permissions.filter(Q(user=OuterRef("user")) | Q(group__user=OuterRef("user")))
        person = Q(user__is_active=True, user__is_staff=True) & (Q(user__is_superuser=True) | Exists(of_user))
        capable = Case(When(Q(group__isnull=False) & Exists(of_group) | person, then=True), default=False)
        return self.annotate(needed=needed).annotate(capable=capable)


class CategoryRight(models.Model):
    """Who may do what in a category. As long as nobody is named for a role there, its parent's names count; and
    where that has none either, whoever has the permission in general (news/rights.py).
    """

    class Role(models.TextChoices):
        EDIT = "edit", "编辑与发布"
        REVIEW1 = "review1", "初审"
        REVIEW2 = "review2", "复审"
        REVIEW3 = "review3", "终审"

    category = models.ForeignKey(Category, models.CASCADE, related_name="rights", verbose_name="栏目")
    role = models.CharField("职责", max_length=10, choices=Role)
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="组")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="个人"
    )

    objects = CategoryRightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目分工"
        ordering = ["role", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="category_right_role_known", condition=Q(role__in=ROLES)),
            models.CheckConstraint(
                name="category_right_names_one",
                condition=Q(group=None, user__isnull=False) | Q(group__isnull=False, user=None),
                violation_error_message="组和个人只填一个",
            ),
            models.UniqueConstraint(
                fields=["category", "role", "group", "user"], name="category_right_once", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return f"{self.category}：{self.get_role_display()} {self.group or self.user}"

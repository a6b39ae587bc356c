"""栏目分工, on the page of a category: who is named for what."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from news.models import Category, CategoryRight
from news.people import name_of

LACKS = {
    CategoryRight.Role.EDIT: "没有“可以发布”的权限，只能编辑",
    CategoryRight.Role.REVIEW1: "没有“可以审稿”的权限，审不了",
    CategoryRight.Role.REVIEW2: "没有“可以审稿”的权限，审不了",
    CategoryRight.Role.REVIEW3: "没有“可以审稿”的权限，审不了",
}


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        name = name_of(user)
        return name if name == user.get_username() else f"{name}（{user.get_username()}）"


class RightsFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Nobody twice: Django leaves the category out when it looks at constraints of an inline's rows."""
        super().clean()
        forms = [form for form in self.forms if form.is_valid() and form.cleaned_data.get("role")]
        rows = [form.cleaned_data for form in forms if not form.cleaned_data.get("DELETE")]
        names = [(row["role"], row["group"], row["user"]) for row in rows]
        others = CategoryRight.objects.filter(category=self.instance.pk).exclude(
            pk__in=[form.instance.pk for form in forms if form.instance.pk]
        )
        names += [(right.role, right.group, right.user) for right in others.select_related("group", "user")]
        if len(names) != len(set(names)):
            raise ValidationError("有两行写了同样的职责和人")


class CategoryRightInline(admin.TabularInline):
    """Rights to the rows follow the category: whoever may change it, divides the work in it."""

    model = CategoryRight
    formset = RightsFormSet
    template = "admin/news/category/_rights.html"
    fields = ["role", "group", "user", "reminder"]
    readonly_fields = ["reminder"]
    extra = 1

    @admin.display(description="提醒")
    def reminder(self, right):
        return "" if right.pk is None or right.capable else reminder_of(right)

    def get_queryset(self, request):
        return super().get_queryset(request).with_capability().select_related("group", "user", "category__parent")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "group":
            kwargs["queryset"] = Group.objects.order_by("name")
        if db_field.name == "user":
            kwargs |= {
                "queryset": get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username"),
                "form_class": PersonField,
            }
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)  # asked for once, not for every row
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"group", "user"}:
            for link in ["add", "change", "delete", "view"]:
                setattr(field.widget, f"can_{link}_related", False)
        return field

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("news.change_category" if obj else "news.add_category")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("news.change_category")

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("news.change_category")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("news.view_category")


def reminder_of(right: CategoryRight) -> str:
    if right.user_id and not (right.user.is_active and right.user.is_staff):
        return "账号已停用"
    return LACKS[right.role]


def warn_of_the_incapable(request, category: Category) -> None:
    """Say who was named without being able to do it. They stay named: the permission may be given afterwards."""
    for right in category.rights.with_capability().select_related("group", "user").filter(capable=False):
        whom = right.group.name if right.group_id else name_of(right.user)
        messages.warning(request, f"{right.get_role_display()}的“{whom}”：{reminder_of(right)}。")

"""Accounts. Nobody but a superuser can make an account mightier, their own included."""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites import admin as sites_admin
from django.db import models

from news.forms import LineField
from operations.task_admin import TaskAdmin

__all__ = ["GroupAdmin", "TaskAdmin", "UserAdmin"]

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(sites_admin.Site)  # follows SITE_URL and SITE_NAME, see dayuan/apps.py

LINES = {models.CharField: {"form_class": LineField}}
ACTIONS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


class PermissionsField(forms.ModelMultipleChoiceField):
    """The rights that matter here, in Chinese; Django stores its own in English."""

    def label_from_instance(self, permission):
        model = permission.content_type.model_class()
        action, _, model_name = permission.codename.partition("_")
        known = action in ACTIONS and model_name == model._meta.model_name
        return f"{model._meta.verbose_name}：{ACTIONS[action] if known else permission.name}"


POWERS = ["is_staff", "is_superuser", "groups", "user_permissions"]


class PermissionsInChinese:
    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.related_model is Permission:
            kwargs["form_class"] = PermissionsField
            field = super().formfield_for_manytomany(db_field, request, **kwargs)
            field.queryset = field.queryset.filter(content_type__in=_registered_types()).order_by("content_type", "id")
            return field
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(PermissionsInChinese, auth_admin.UserAdmin):
    formfield_overrides = LINES
    list_display = ["username", "first_name", "in_groups", "is_staff", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]

    @admin.display(description="组")
    def in_groups(self, user):
        return "、".join(group.name for group in user.groups.all()) or "—"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, *POWERS]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request.user, obj)


@admin.register(Group)
class GroupAdmin(PermissionsInChinese, auth_admin.GroupAdmin):
    formfield_overrides = LINES

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


def _may_touch(user: User, account: User | None) -> bool:
    """Changing an account includes setting its password: only a superuser does that to staff."""
    return user.is_superuser or account is None or not (account.is_staff or account.is_superuser)


def _registered_types() -> list[int]:
    """Of the models that have pages here: nobody needs a right to sessions or captchas."""
    return [kind.pk for kind in ContentType.objects.get_for_models(*admin.site._registry).values()]

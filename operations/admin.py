"""Accounts. Nobody but a superuser can make an account mightier, their own included."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, User
from django.contrib.sites import admin as sites_admin

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(sites_admin.Site)  # follows SITE_URL and SITE_NAME, see dayuan/apps.py

POWERS = ["is_staff", "is_superuser", "groups", "user_permissions"]


@admin.register(User)
class UserAdmin(auth_admin.UserAdmin):
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
class GroupAdmin(auth_admin.GroupAdmin):
    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


def _may_touch(user: User, account: User | None) -> bool:
    """Changing an account includes setting its password: only a superuser does that to staff."""
    return user.is_superuser or account is None or not (account.is_staff or account.is_superuser)

"""People, their roles, and which coder works on which sheet."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from coding.admin.read_only import NeverDeleted, ReadOnly
from coding.models import Assignment


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    """Which coder works on which sheet."""

    list_display = ["sheet", "coder", "assigned_at"]
    list_filter = ["coder"]
    list_select_related = ["sheet", "coder"]
    search_fields = ["=sheet__atop_id", "coder__username"]
    autocomplete_fields = ["sheet", "coder"]


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PersonAdmin(NeverDeleted, UserAdmin):
    """A person's group makes them coder, reviewer or admin. Accounts are never deleted."""

    change_list_template = "coding/admin/people.html"
    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "roles"]

    @admin.display(description="Roles")
    def roles(self, person: User) -> str:
        return ", ".join(sorted(group.name for group in person.groups.all()))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only superusers change superusers: a new password would give away their rights."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_superuser and not request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser may give rights beyond the three roles."""
        fixed = ["last_login", "date_joined"]
        if request.user.is_superuser:
            return fixed
        return [*fixed, "is_superuser", "user_permissions"]


@admin.register(Group)
class RoleAdmin(ReadOnly):
    """The roles and their permissions, made by a migration."""

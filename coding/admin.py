"""Django admin: people, assignments and releases are kept here; the record is read here.

Sheets, answers and revisions can be searched with their history but not written: the only way to
an approved answer is the workflow.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from coding.models import (
    Assignment,
    Release,
    Revision,
    RevisionEvent,
    Sheet,
)
from coding.models.questionnaire import SECTIONS
from coding.models.tracking import Tracked
from coding.workflow.writing import name_of, save_tracked

admin.site.site_header = "ATOP coding site"
admin.site.site_title = "ATOP coding site"
admin.site.index_title = "People, assignments, releases; the record to read"


class ReadOnly(admin.ModelAdmin):
    """The record: to be searched and read, by those who may view it."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Never: the workflow writes."""
        return False

    def has_change_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Never: the workflow writes."""
        return False

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Never: nothing that was saved can be removed."""
        return False


class TrackedReadOnly(ReadOnly, SimpleHistoryAdmin):
    """The record with its history."""

    history_list_display = ["author_name"]


@admin.register(Sheet)
class SheetAdmin(TrackedReadOnly):
    """Sheets by ATOP ID."""

    list_display = ["key", "atop_id", "phase", "printed_from", "started_at", "entered_at"]
    search_fields = ["=atop_id", "printed_from", "formation__members"]
    list_filter = ["phase"]


class SectionAdmin(TrackedReadOnly):
    """The approved answers of one section."""

    list_display = ["sheet", "answered"]
    list_select_related = ["sheet"]
    search_fields = ["=sheet__atop_id"]


for section in SECTIONS:
    searched = ["=sheet__atop_id", *(question.key for question in section.questions)]
    admin.site.register(
        section.model,
        type(f"{section.model.__name__}Admin", (SectionAdmin,), {"search_fields": searched}),
    )


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    """Revisions, with where they stand."""

    list_display = ["sheet", "question", "author_name", "status", "saved_at", "decided_at"]
    list_filter = ["status", "origin", "question"]
    list_select_related = ["sheet"]
    search_fields = ["=sheet__atop_id", "author_name", "text", "note", "comment"]


@admin.register(RevisionEvent)
class RevisionEventAdmin(ReadOnly):
    """Each step that was taken, as one log."""

    list_display = ["at", "step", "revision", "by_name", "comment", "batch"]
    list_filter = ["step"]
    list_select_related = ["revision__sheet"]
    search_fields = ["=revision__sheet__atop_id", "by_name", "comment", "batch"]


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    """Which coder works on which sheet."""

    list_display = ["sheet", "coder", "assigned_at"]
    list_filter = ["coder"]
    list_select_related = ["sheet", "coder"]
    search_fields = ["=sheet__atop_id", "coder__username"]
    autocomplete_fields = ["sheet", "coder"]


@admin.register(Release)
class ReleaseAdmin(SimpleHistoryAdmin):
    """Releases: the open one names the version of the changes approved now."""

    list_display = ["label", "cut_off", "frozen_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: nothing that was saved can be removed."""
        return False

    def save_model(self, request: HttpRequest, obj: Tracked, form: Any, change: bool) -> None:
        """Save with a history row, unless nothing changed."""
        if form.has_changed():
            reason = "Changed in admin" if change else "Opened in admin"
            save_tracked(
                obj,
                by=request.user,
                at=timezone.now(),
                reason=reason,
                author_name=name_of(request.user),
            )


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People are made coder, reviewer or admin by their group, and deactivated, never deleted."""

    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "roles"]

    @admin.display(description="Roles")
    def roles(self, person: User) -> str:
        """The person's groups."""
        return ", ".join(sorted(group.name for group in person.groups.all()))

    def get_queryset(self, request: HttpRequest) -> Any:
        """With groups, for the list."""
        return super().get_queryset(request).prefetch_related("groups")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what people wrote and decided keeps their name."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only superusers change superusers: a new password would be a way to their rights."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_superuser and not request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser may give rights beyond the three roles, or make superusers."""
        fixed = ["last_login", "date_joined"]
        if request.user.is_superuser:
            return fixed
        return [*fixed, "is_superuser", "user_permissions"]


@admin.register(Group)
class RoleAdmin(ReadOnly):
    """The roles and what each may do; they are made by a migration."""

"""What admin never does: delete what was saved, or bypass the workflow."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from coding.admin.offered_filters import FilteredAsOffered


class NeverDeleted:
    """Rows that are never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NeverWritten(NeverDeleted):
    """Rows that only the workflow writes."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False


class ReadOnly(NeverWritten, FilteredAsOffered):
    """The record, searched and read by those who may view it."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        raise PermissionDenied


class TrackedReadOnly(ReadOnly, SimpleHistoryAdmin):
    """The record with its history."""

    history_list_display = ["author_name"]

"""Rows that are searched and read in admin, never written."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin


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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Never: not even the page of an old history row, whose form would put it back."""
        raise PermissionDenied


class TrackedReadOnly(ReadOnly, SimpleHistoryAdmin):
    """The record with its history."""

    history_list_display = ["author_name"]

"""Releases: the open one names the version of the changes approved now."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from coding.models import Release
from coding.models.tracking import Tracked
from coding.workflow.writing import name_of, save_tracked


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

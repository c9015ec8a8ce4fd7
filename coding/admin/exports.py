"""Runs of the export and the backup, read-only, with recent failures on the front page."""

from datetime import timedelta

from django.contrib import admin
from django.http import HttpRequest

from coding.admin.read_only import ReadOnly
from coding.export.runs import state_of
from coding.models import BackupRun, ExportRun
from coding.models.runs import Run
from coding.workflow import rules

admin.site.index_template = "coding/admin/index.html"


class RunAdmin(ReadOnly):
    """Each run: when, into which folder, and how it ended."""

    list_display = ["started_at", "state", "took", "output", "message"]
    list_filter = ["succeeded", "started_at", "output"]
    search_fields = ["message", "output"]
    fields = ["started_at", "ended_at", "state", "output", "message"]
    readonly_fields = ["state"]

    @admin.display(description="State")
    def state(self, run: Run) -> str:
        return state_of(run)

    @admin.display(description="Took", empty_value="–")
    def took(self, run: Run) -> timedelta | None:
        if run.ended_at is None:
            return None
        return timedelta(seconds=round((run.ended_at - run.started_at).total_seconds()))


@admin.register(ExportRun)
class ExportRunAdmin(RunAdmin):
    """Each run of the export, and of what."""

    list_display = ["started_at", "state", "release", "took", "output", "message"]
    search_fields = ["message", "output", "=release"]
    fields = ["started_at", "ended_at", "state", "release", "output", "message"]


@admin.register(BackupRun)
class BackupRunAdmin(RunAdmin):
    """Each run of the backup, for those who look after the export."""

    def has_view_permission(self, request: HttpRequest, obj: Run | None = None) -> bool:
        return rules.why_not_watch_exports(request.user) is None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

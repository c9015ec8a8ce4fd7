"""Runs of the export, read-only, with recent failures on the front page."""

from datetime import timedelta

from django.contrib import admin

from coding.admin.read_only import ReadOnly
from coding.export.runs import state_of
from coding.models import ExportRun

admin.site.index_template = "coding/admin/index.html"


@admin.register(ExportRun)
class ExportRunAdmin(ReadOnly):
    """Each run of the export: when, of what, into which folder, and how it ended."""

    list_display = ["started_at", "state", "release", "took", "output", "message"]
    list_filter = ["succeeded", "output"]
    search_fields = ["message", "output", "=release"]
    fields = ["started_at", "ended_at", "state", "release", "output", "message"]
    readonly_fields = ["state"]

    @admin.display(description="State")
    def state(self, run: ExportRun) -> str:
        return state_of(run)

    @admin.display(description="Took", empty_value="–")
    def took(self, run: ExportRun) -> timedelta | None:
        if run.ended_at is None:
            return None
        return timedelta(seconds=round((run.ended_at - run.started_at).total_seconds()))

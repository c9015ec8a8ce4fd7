"""Runs of the nightly export: when, into which folder, and how each ended."""

from __future__ import annotations

from django.db import models


class ExportRun(models.Model):
    """One run. ``ended_at`` is None while it runs, and for good where it was killed."""

    output = models.TextField(help_text="The folder that exports are written into.")
    release = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    succeeded = models.BooleanField(default=False)
    message = models.TextField(blank=True, help_text="The closing sentence.")

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["-started_at", "-id"], name="export_run_newest")]

    def __str__(self) -> str:
        return f"Export into {self.output}, {self.started_at:%Y-%m-%d %H:%M}"

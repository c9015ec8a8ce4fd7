"""Runs of the nightly export and of the backup: when, into which folder, and how each ended."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from coding.models.seal import Sealed


class Run(models.Model):
    """One run. ``ended_at`` is None while it runs, and for good where it was killed."""

    output = models.TextField(help_text="The folder that is written into.")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    succeeded = models.BooleanField(default=False)
    message = models.TextField(blank=True, help_text="The closing sentence.")

    class Meta:
        abstract = True
        ordering = ["-started_at", "-id"]


class ExportRun(Sealed, Run):
    """One run of the export.

    A run that the site began, for a release, reports its progress; ``heard_at`` is the time of the
    last report.
    """

    release = models.CharField(max_length=20, blank=True)
    progress = models.CharField(max_length=120, blank=True, default="")
    heard_at = models.DateTimeField(null=True)

    class Meta(Run.Meta):
        indexes = [models.Index(fields=["-started_at", "-id"], name="export_run_newest")]

    def __str__(self) -> str:
        return f"Export into {self.output}, {self.started_at:%Y-%m-%d %H:%M}"

    def tell(self, progress: str) -> None:
        """Store the progress and the time of the report; no other column."""
        data = {"progress": progress[:120], "heard_at": timezone.now()}
        ExportRun.objects.filter(pk=self.pk).update(**data)


class BackupRun(Run):
    """One run of the backup."""

    class Meta(Run.Meta):
        indexes = [models.Index(fields=["-started_at", "-id"], name="backup_run_newest")]

    def __str__(self) -> str:
        return f"Backup into {self.output}, {self.started_at:%Y-%m-%d %H:%M}"

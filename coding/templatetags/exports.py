"""Notices on the front page of admin about the nightly export and the backup."""

from django import template

from coding.backup import runs as backups
from coding.export import runs as exports
from coding.export.runs import RunNotice
from coding.models import BackupRun, ExportRun

register = template.Library()


@register.simple_tag
def export_notices() -> list[RunNotice]:
    """Return recent failures of exports."""
    return exports.notices()


@register.simple_tag
def last_export() -> ExportRun | None:
    """Return the newest export that succeeded."""
    return exports.last_success(ExportRun)


@register.simple_tag
def backup_notices() -> list[RunNotice]:
    """Return recent failures of backups."""
    return backups.notices()


@register.simple_tag
def last_backup() -> BackupRun | None:
    """Return the newest backup that succeeded."""
    return exports.last_success(BackupRun)

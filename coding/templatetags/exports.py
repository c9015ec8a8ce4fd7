"""What the front page of admin says of the nightly export and the backup."""

from django import template

from coding.backup import runs as backups
from coding.export import runs as exports
from coding.export.runs import RunNotice
from coding.models import BackupRun, ExportRun

register = template.Library()


@register.simple_tag
def export_notices() -> list[RunNotice]:
    """Return what went wrong lately with exports."""
    return exports.notices()


@register.simple_tag
def last_export() -> ExportRun | None:
    """Return the newest export that ended well."""
    return exports.last_success()


@register.simple_tag
def backup_notices() -> list[RunNotice]:
    """Return what went wrong lately with backups."""
    return backups.notices()


@register.simple_tag
def last_backup() -> BackupRun | None:
    """Return the newest backup that ended well."""
    return backups.last_success()

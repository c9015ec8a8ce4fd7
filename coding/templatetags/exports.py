"""What the front page of admin says of the nightly export."""

from django import template

from coding.export.runs import Notice, last_success, notices
from coding.models import ExportRun

register = template.Library()


@register.simple_tag
def export_notices() -> list[Notice]:
    """Return what went wrong lately."""
    return notices()


@register.simple_tag
def last_export() -> ExportRun | None:
    """Return the newest run that ended well."""
    return last_success()

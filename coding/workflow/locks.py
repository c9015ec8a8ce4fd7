"""The one order in which rows are locked, so that no two actions deadlock.

First the release, then all sheets that an action will touch, at once and sorted by key, then
revisions and other rows of the sheet, and the end of the chain last. All locks on sheets are taken
here.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

from coding.models import Release, Sheet
from coding.models.compiled_queries import LOCKED_SHEET, WHOLE_SHEET
from coding.workflow.refusals import Refused


def lock_release(release: Release) -> Release:
    """Hold the release until the transaction ends."""
    return Release.objects.select_for_update().get(pk=release.pk)


def lock_sheet(sheet: Sheet) -> Sheet:
    """Hold the sheet until the transaction ends, so that actions on it come one by one."""
    return in_use(sheet, LOCKED_SHEET.first(sheet.pk))


def in_use(sheet: Sheet, held: Sheet | None) -> Sheet:
    """Return the locked sheet. Raises Refused if it was put aside and takes no changes."""
    if held is None:
        raise Refused(
            f"Sheet {sheet.key} was put aside by an admin. It takes no change until it is back."
        )
    return held


def lock_sheets(**which: Any) -> dict[int, Sheet]:
    """Hold several sheets until the transaction ends; return them by their keys."""
    held = Sheet.objects.select_for_update().filter(**which).order_by("pk")
    return {sheet.pk: sheet for sheet in held}


def lock_phases(atop_id: int) -> list[Sheet]:
    """Hold the sheets of all phases of an alliance until the transaction ends."""
    lock_sheets(atop_id=atop_id)
    # Read anew: another one may have been started while this waited.
    return list(Sheet.objects.filter(atop_id=atop_id).order_by("pk"))


def lock_tables(*models: Any, using: str = DEFAULT_DB_ALIAS) -> None:
    """Let nobody else write to tables until the transaction ends; SQLite has one writer anyway."""
    if connections[using].vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in models)
        with connections[using].cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


def lock_for_decision(sheet: Sheet) -> Sheet:
    """Lock the sheet, and the alliance's other phases if it has or may get any.

    When a phase enters the record, the first one may be renumbered, and the checks read all phases.
    The sheet is returned with its sections; nobody else writes to them while it is locked.
    """
    if sheet.phase or sheet.entered_at is None:
        lock_phases(sheet.atop_id)
    if connection.features.has_select_for_update:  # SQLite has one writer at a time anyway
        lock_sheet(sheet)
    # Read again: after waiting for a lock, a statement still sees old versions of joined rows.
    return in_use(sheet, WHOLE_SHEET.first(sheet.pk))

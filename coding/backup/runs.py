"""Record each backup, and tell admins what went wrong or was missed."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from coding.export.runs import NIGHTS_MISSED, RunNotice, failures, last_success, save_apart
from coding.models import BackupRun, ExportRun, Sheet
from coding.models.times import is_within, time_in_words


def begin(output: Path) -> BackupRun:
    """Record that a run begins. If that fails, its end is recorded all the same."""
    run = BackupRun(output=os.path.realpath(output), started_at=timezone.now())
    save_apart(run)
    return run


def notices() -> list[RunNotice]:
    """Return recent failures, and that the last good backup is old or that there is none."""
    return [*failures(BackupRun, "backup"), *_missed()]


def _missed() -> Iterator[RunNotice]:
    last = last_success(BackupRun)
    if last is None:
        if Sheet.objects.exists():
            yield RunNotice(
                None, "No backup has been made yet: see “Backup” in docs/operations.md."
            )
    elif not is_within(NIGHTS_MISSED, last.started_at):
        yield RunNotice(
            last,
            f"The last good backup is that of {time_in_words(last.started_at)}. "
            "See whether its timer still runs.",
        )


def end_all_that_were_under_way(made_at: str) -> None:
    """End the runs that were running when the restored backup was made."""
    why = f"It was under way at {made_at}, of which a backup was restored."
    for model in (BackupRun, ExportRun):
        for run in model.objects.filter(ended_at=None):
            run.ended_at, run.message = timezone.now(), why
            run.save()

"""Record each export run, and report failures to admins.

The record is never part of the export: if the database refuses it, the export goes on.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from coding.dated_folders import made_at
from coding.export.folder import LATEST
from coding.export.manifest import NAME
from coding.models import ExportRun
from coding.models.runs import Run
from coding.models.times import is_within, time_in_words

AnyRun = TypeVar("AnyRun", bound=Run)

NO_RUN_LASTS = timedelta(hours=3)  # an export takes minutes
NEWS_FOR = timedelta(days=14)
NIGHTS_MISSED = timedelta(days=2)


class RunState(StrEnum):
    """The state of a run, in words."""

    NOT_ENDED = "not ended yet"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    KILLED = "killed"


@dataclass(frozen=True)
class RunNotice:
    """A sentence that an admin should read, and the run that it is about, if any."""

    run: Run | None
    sentence: str


def begin(output: Path, release: str | None) -> ExportRun:
    """Record the start of a run. If that fails, ``end`` tries again."""
    run = ExportRun(
        output=os.path.realpath(output), release=release or "", started_at=timezone.now()
    )
    save_apart(run)
    return run


def end(run: Run, message: str, *, succeeded: bool) -> str | None:
    """Record how the run ended; return why that failed, else None."""
    run.ended_at, run.message, run.succeeded = timezone.now(), message, succeeded
    return save_apart(run)


def save_apart(run: Run) -> str | None:
    """Save a run on a fresh connection, since the database may have recovered; return why not."""
    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        with transaction.atomic():
            run.save()
    except Exception as error:  # the export must not fail because of its report
        return f"{type(error).__name__}: {' '.join(str(error).split())}"
    return None


def state_of(run: Run) -> RunState:
    """Return the state of a run. One that has not ended after some hours counts as killed.

    Trying the folder's lock would show it sooner, but could block an export that begins just then.
    """
    if run.ended_at:
        return RunState.SUCCEEDED if run.succeeded else RunState.FAILED
    is_over = not is_within(NO_RUN_LASTS, run.started_at)
    return RunState.KILLED if is_over else RunState.NOT_ENDED


def notices() -> list[RunNotice]:
    """Return recent problems: one for each folder, and one for nights without an export."""
    failed = failures(ExportRun, "export")
    return [*map(_with_what_is_served, failed), *_missed_nights()]


def last_success(model: type[AnyRun], **which: Any) -> AnyRun | None:
    """Return the last run that succeeded."""
    return model._default_manager.filter(succeeded=True, **which).order_by("id").last()


def failures(model: type[Run], what: str) -> Iterator[RunNotice]:
    """Yield the newest run of each folder that failed or was killed, for two weeks."""
    runs = model._default_manager
    newest = runs.filter(output=OuterRef("output")).order_by("-id").values("pk")[:1]
    since = timezone.now() - NEWS_FOR
    for run in runs.filter(started_at__gte=since, pk=Subquery(newest)):
        how = {
            RunState.FAILED: f"failed. {run.message.rstrip('.')}.",
            RunState.KILLED: "never came to its end: it was killed, or the machine stopped.",
        }.get(state_of(run))
        if how:
            yield RunNotice(
                run, f"The {what} of {time_in_words(run.started_at)} into {run.output} {how}"
            )


def _with_what_is_served(notice: RunNotice) -> RunNotice:
    output = notice.run.output if notice.run else ""
    return replace(notice, sentence=f"{notice.sentence} {_served_from(Path(output) / LATEST)}")


def _served_from(latest: Path) -> str:
    try:
        made = made_at(os.readlink(latest))
        (latest / NAME).stat()
    except OSError:
        made = None
    return (
        f"The export of {time_in_words(made)} is still offered."
        if made
        else "No export is offered."
    )


def _missed_nights() -> Iterator[RunNotice]:
    last = last_success(ExportRun, release="")
    if last and not is_within(NIGHTS_MISSED, last.started_at):
        yield RunNotice(
            last,
            "The last good export of the approved data is that of"
            f" {time_in_words(last.started_at)}. See whether the timer of the nightly export still"
            " runs.",
        )

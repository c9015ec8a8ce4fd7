"""What a person does with a file that was read: imports it, puts it aside, has it read again."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from coding.codebook.text import as_typed
from coding.models import Batch, DeskFile, ImportRequest
from coding.models.desk import AT_THE_DESK, FileState
from coding.models.people_names import name_of
from coding.workflow import rules
from coding.workflow.chaining import recorded
from coding.workflow.import_requests import ask
from coding.workflow.refusals import NotAllowed, require

Files = QuerySet[DeskFile]
SeenFiles = Mapping[int, int]  # file id → the reading of the file that was on the screen


def seen_of(files: Files) -> SeenFiles:
    """Return the current reading of each file that is ready, as a page shows it."""
    ready = files.filter(state=FileState.READY).order_by("pk")
    return dict(ready.values_list("pk", "reading"))


@recorded()
def import_files(files: Files, *, by: Any, seen: SeenFiles) -> tuple[int, ImportRequest | None]:
    """Let the worker file what differs from the record; ask a second admin to confirm new sheets.

    Files that were not on the screen, or had another reading there (``seen``), stay as they are.
    Return how many of the sheets were in the record already, and the request if there are new ones.
    """
    require(rules.why_not_import(by), NotAllowed)
    now = seen_of(files.select_for_update())
    same = [pk for pk, reading in now.items() if seen.get(pk) == reading]
    ready = files.filter(pk__in=same)
    differing = ready.filter(is_new=False)
    number = differing.update(state=FileState.ENTERING, tries=0, remark="", let_in_by=by)
    asked = ask(ready, by=by) if ready.filter(is_new=True).exists() else None
    as_shown = "Nothing here waits to be imported as it was shown. Look at it again."
    require(None if number or asked else as_shown)
    return number, asked


def put_aside(file: DeskFile, *, by: Any, reason: str) -> None:
    """Leave the file out, with the reason."""
    require(rules.why_not_import(by), NotAllowed)
    require(None if as_typed(reason) else "Say why the file is left out.")
    remark = f"Put aside by {name_of(by)}: {as_typed(reason)}"
    _move(file, AT_THE_DESK, state=FileState.DROPPED, remark=remark)


def read_again(file: DeskFile, *, by: Any) -> None:
    """Let the worker read the file again, for example after an update of the site."""
    require(rules.why_not_import(by), NotAllowed)
    require(None if file.size else "Nothing of this file is kept. Send it again.")
    sources = (*AT_THE_DESK, FileState.DROPPED)
    _move(file, sources, state=FileState.WAITING, tries=0, remark="")


def _move(file: DeskFile, sources: Iterable[FileState], **changes: Any) -> None:
    moved = DeskFile.objects.filter(pk=file.pk, state__in=sources).update(**changes)
    require(None if moved else f"The file is not there any more: {file.get_state_display()}.")


def files_of(batch: Batch) -> Files:
    """Return the files of a batch without their content, in their order."""
    return DeskFile.objects.filter(batch=batch).defer("content")

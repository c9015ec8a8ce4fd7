"""The import desk: its batches, the newest first, and their progress."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from coding.desk.worker import is_at_work
from coding.models import Batch
from coding.models.desk import AT_THE_DESK, WORKED_ON, FileState
from coding.models.people_names import note_namesakes
from coding.pages.paging import cut_to_page

PAGE = 25


@dataclass(frozen=True)
class Desk:
    """A page of batches; ``older`` is where the next page starts."""

    batches: Sequence[Batch]
    older: int | None
    is_worked_on: bool  # whether a worker reads the waiting files
    waits: bool


def load_desk(before: int | None = None) -> Desk:
    """Return the newest batches, or those before one, with the number of files in each state."""
    batches = Batch.objects.select_related("by").annotate(
        total=Count("files"),
        waiting=_number(*WORKED_ON),
        here=_number(*AT_THE_DESK),
        asked=_number(FileState.ASKED),
    )
    read = list((batches.filter(pk__lt=before) if before else batches)[: PAGE + 1])
    listed, last = cut_to_page(read, PAGE)
    note_namesakes(batch.by for batch in listed)
    waits = any(batch.waiting for batch in listed)
    return Desk(listed, last.pk if last else None, is_at_work() if waits else True, waits)


def _number(*states: FileState) -> Count:
    return Count("files", filter=Q(files__state__in=states))

"""One batch of the desk: the states of its files, in numbers and one by one."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count
from django.http import QueryDict

from coding.desk.accepting import plain_kinds
from coding.desk.clearing import DONE
from coding.desk.file_actions import Files, files_of
from coding.desk.outcomes import outcome_of
from coding.desk.worker import is_at_work
from coding.forms.places_in_lists import read_id, written_seen
from coding.models import Batch, DeskFile, ImportRequest
from coding.models.desk import WORKED_ON, FileState
from coding.pages.paging import cut_to_page
from coding.workflow.import_requests import files_that_remove_rows, why_not_confirm
from coding.workflow.published_rows import token_of

PAGE = 100
LISTED = (
    *("batch", "name", "part", "state", "atop_id", "phase", "is_new", "differs_in", "leaves"),
    *("problems", "doubts", "remark", "entered__atop_id", "entered__phase"),
)


@dataclass(frozen=True)
class WaitingRequest:
    """An import that waits for a second admin; ``against`` is why this person cannot be the one.

    ``is_own`` is whether this person asked, and can take it back. ``leaving`` are the files that
    remove something from the dataset files, each with the name by which that is confirmed.
    """

    request: ImportRequest
    number: int
    leaving: list[tuple[DeskFile, str]]
    against: str | None
    is_own: bool


class Ready(NamedTuple):
    """A file ready for import, and its effect."""

    pk: int
    reading: int
    is_new: bool
    differs_in: list[int]


@dataclass(frozen=True)
class BatchPage:
    """A batch with a page of its files, those in one state if the address names one."""

    batch: Batch
    numbers: Counter[FileState]
    ready: list[Ready]
    kinds: list[tuple[str, int]]  # of remarks with which many files can be accepted together
    state: FileState | None
    files: list[tuple[DeskFile, str]]  # each with its state in words
    after: int | None
    requests: list[WaitingRequest]
    is_worked_on: bool

    @property
    def tallies(self) -> list[tuple[FileState, int]]:
        return [(state, self.numbers[state]) for state in FileState if self.numbers[state]]

    @property
    def total(self) -> int:
        return self.numbers.total()

    @property
    def working(self) -> int:
        """How many files wait for the worker."""
        return sum(self.numbers[state] for state in WORKED_ON)

    @property
    def is_done(self) -> bool:
        return all(state in DONE for state, number in self.numbers.items() if number)

    @property
    def ready_new(self) -> int:
        return sum(ready.is_new for ready in self.ready)

    @property
    def ready_changed(self) -> int:
        return sum(bool(ready.differs_in) for ready in self.ready if not ready.is_new)

    @property
    def ready_same(self) -> int:
        """How many files agree with the record, and would be stored with their sheets."""
        return len(self.ready) - self.ready_new - self.ready_changed

    @property
    def seen(self) -> str:
        return written_seen({ready.pk: ready.reading for ready in self.ready})


def load_batch(batch: Batch, query: QueryDict, viewer: Any) -> BatchPage:
    files, state, after = files_of(batch), _state_in(query), read_id(query.get("after", ""))
    shown = files.filter(state=state) if state else files
    read = list(as_listed(shown.filter(pk__gt=after) if after else shown)[: PAGE + 1])
    listed, last = cut_to_page(read, PAGE)
    return BatchPage(
        batch=batch,
        numbers=_numbers(files),
        ready=[
            Ready(*values)
            for values in files.filter(state=FileState.READY).values_list(*Ready._fields)
        ],
        kinds=plain_kinds(files),
        state=state,
        files=[(file, outcome_of(file)) for file in listed],
        after=last.pk if last else None,
        requests=_requests(files, viewer),
        is_worked_on=is_at_work(),
    )


def _state_in(query: QueryDict) -> FileState | None:
    named = query.get("state", "")
    return FileState(named) if named in FileState.values else None


def as_listed(files: Files) -> Files:
    """Return the files with the columns that a list shows."""
    return files.select_related("entered").only(*LISTED)


def _numbers(files: Files) -> Counter[FileState]:
    counted = files.order_by().values_list("state").annotate(number=Count("pk"))
    return Counter({FileState(state): number for state, number in counted})


def _requests(files: Files, viewer: Any) -> list[WaitingRequest]:
    """Return the imports that wait for a second admin, the oldest first."""
    asked = files.filter(state=FileState.ASKED)
    numbers = dict(asked.order_by().values_list("request").annotate(number=Count("pk")))
    gone: dict[int | None, list[tuple[DeskFile, str]]] = {}
    for file in files_that_remove_rows(asked):
        gone.setdefault(file.request_id, []).append((file, token_of(file.leaves)))
    return [
        WaitingRequest(
            import_request,
            numbers[import_request.pk],
            gone.get(import_request.pk, []),
            why_not_confirm(import_request, viewer),
            is_own=import_request.asked_by_id == viewer.pk,
        )
        for import_request in ImportRequest.objects.filter(pk__in=numbers).select_related(
            "asked_by"
        )
    ]

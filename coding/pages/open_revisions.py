"""Open revisions of a sheet by question: dots in the rail, chips beside the answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coding.models import Revision, Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.revision import Status
from coding.workflow.visibility import may_see, whole_record

_STANDING = CompiledQuery(lambda sheet: whole_record().standing().filter(sheet=sheet))


@dataclass(frozen=True)
class Mark:
    """An open or returned revision."""

    pk: int
    status: str
    is_own: bool
    author_name: str
    is_readable: bool = True  # else the person learns only that somebody writes

    @property
    def is_own_draft(self) -> bool:
        return self.is_own and self.status == Status.DRAFT

    @property
    def title(self) -> str:
        """The meaning of the dot, in words."""
        return f"{self._stands}, {'yours' if self.is_own else f'by {self.author_name}'}"

    @property
    def label(self) -> str:
        return f"{self._stands} · {'yours' if self.is_own else self.author_name}"

    @property
    def _stands(self) -> str:
        return str(Status(self.status).label)


def load_open(sheet: Sheet) -> list[Revision]:
    """Return the sheet's revisions that are open, or returned and not taken up; one query.

    Everybody learns that somebody writes; the text is shown only to people who may see it.
    """
    return _STANDING.all(sheet.pk)


def marks_of(revisions: Iterable[Revision], user: Any) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = defaultdict(list)
    for revision in revisions:
        is_own = revision.author_id == user.pk
        mark = Mark(
            revision.pk, revision.status, is_own, revision.author_name, may_see(revision, user)
        )
        marks[revision.question].append(mark)
    return marks


def own_drafts(marks: dict[int, list[Mark]]) -> list[Mark]:
    return [mark for of_question in marks.values() for mark in of_question if mark.is_own_draft]

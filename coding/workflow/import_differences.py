"""Files the differences that an import finds for review, question by question."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coding.codebook.cells import Cells, CellValues
from coding.models import Revision, Sheet
from coding.models.people_names import name_of
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Origin
from coding.models.variables import by_question
from coding.workflow.record_writer import move
from coding.workflow.refusals import Refused
from coding.workflow.transitions import FILED, WITHDRAW


class NobodyNamed(Refused):
    """An import differs from the record, and no admin is named who files the differences."""

    def __init__(self, sheet: Sheet, question: int) -> None:
        self.differs = f"{sheet}, Q{question}"
        super().__init__(f"{self.differs}: this differs from the approved sheet. {HOW_TO_NAME}")


HOW_TO_NAME = "Name who files it for review: --by USERNAME. That person approves none of it."


@dataclass(frozen=True)
class ImportSource:
    """Where imported codes come from: the file, the reason in words, who imported it and when.

    ``brought_by`` has the ids of others who brought the file, or put something right in it.
    """

    file: str
    reason: str
    by: Any
    at: datetime
    brought_by: Collection[int] = ()


def file_differences(
    sheet: Sheet, differs: CellValues, approved: Cells, source: ImportSource
) -> list[Revision]:
    """Put what differs into the queue, one revision for each question; return those that are new.

    ``sheet`` is loaded with its sections. A revision that waits from an earlier import stays if it
    says the same, and is withdrawn otherwise.
    """
    imported = Revision.objects.open().filter(sheet=sheet, origin=Origin.IMPORTED)
    waiting = {revision.question: revision for revision in imported} if differs else {}
    filed = []
    for number, cells in sorted(by_question(differs).items()):
        standing = waiting.get(number)
        if standing is None or standing.codes != cells:
            replaced = {cell: approved.get(cell) for cell in cells}
            filed.append(_file_one(sheet, number, cells, replaced, standing, source))
    return filed


def _file_one(
    sheet: Sheet,
    number: int,
    cells: CellValues,
    replaced: CellValues,
    standing: Revision | None,
    source: ImportSource,
) -> Revision:
    text = base = BY_NUMBER[number].answer_on(sheet)
    version = printed_note = ""
    carried: set[int] = set()
    if standing:
        withdraw_replaced(standing, source)
        version, printed_note = standing.version, standing.printed_note
        if standing.changes_text:  # it also carries the prose of a printed sheet
            text, base, carried = standing.text, standing.base, people_behind(standing)
    return file_revision(
        sheet,
        number,
        source,
        text=text,
        base=base,
        codes=cells,
        base_codes=replaced,
        version=version,
        printed_note=printed_note,
        carried=carried,
    )


def people_behind(standing: Revision) -> set[int]:
    """Return the ids of the people who filed or uploaded a pending imported revision."""
    return {pk for pk in (standing.author_id, *standing.brought_by) if pk}


def file_revision(
    sheet: Sheet,
    number: int,
    source: ImportSource,
    *,
    carried: Collection[int] = (),
    **proposed: Any,
) -> Revision:
    """File what an import proposes at one question for review.

    ``carried`` are the people behind text taken over from an earlier import. Raises NobodyNamed if
    the import names nobody: a revision without an author could be approved by the person who filed
    it.
    """
    by, at = source.by, source.at
    if by is None:
        raise NobodyNamed(sheet, number)
    revision = Revision.objects.create(
        sheet=sheet,
        question=number,
        author=by,
        author_name=name_of(by),
        origin=Origin.IMPORTED,
        note=source.reason,
        created_at=at,
        saved_at=at,
        submitted_at=at,
        brought_by=sorted({*source.brought_by, *carried} - {by.pk}),
        **proposed,
    )
    return move(revision, FILED, by=by, at=at)


def withdraw_replaced(standing: Revision, source: ImportSource) -> None:
    """Withdraw what an earlier import filed, since a newer one says something else."""
    if source.by is None:
        raise NobodyNamed(standing.sheet, standing.question)
    replaced = f"Replaced by the import of {source.file}"
    move(standing, WITHDRAW, by=source.by, at=source.at, comment=replaced)

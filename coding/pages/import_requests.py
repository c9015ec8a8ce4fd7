"""Imports that wait for a second admin, with what each would do now."""

from dataclasses import dataclass
from typing import Any

from coding.codebook.sheet import SheetContent
from coding.models import ImportRequest
from coding.models.questionnaire import BY_NUMBER, Question
from coding.workflow.import_requests import why_not_confirm
from coding.workflow.phase_numbers import belonging, number_on_entry
from coding.workflow.published_rows import token_of, what_a_new_phase_takes


@dataclass(frozen=True)
class WaitingSheet:
    """A sheet that waits, and what leaves the dataset files if it enters the record."""

    content: SheetContent
    leaves: list[str]

    @property
    def token(self) -> str:
        """The name by which what leaves is confirmed; "" where nothing does."""
        return token_of(self.leaves) if self.leaves else ""

    @property
    def answers(self) -> list[tuple[Question, str]]:
        return [(BY_NUMBER[number], said) for number, said in sorted(self.content.answers.items())]


@dataclass(frozen=True)
class WaitingImport:
    """An import that waits; ``against`` says why this person cannot confirm it."""

    request: ImportRequest
    sheets: list[WaitingSheet]
    against: str | None


def waiting_imports(viewer: Any) -> list[WaitingImport]:
    """Return what waits, the oldest first."""
    asked = ImportRequest.objects.filter(decided_at=None).select_related("asked_by")
    return [
        WaitingImport(one, [_sheet(each) for each in one.contents], why_not_confirm(one, viewer))
        for one in asked
    ]


def _sheet(content: SheetContent) -> WaitingSheet:
    if belonging(content.atop_id, content.phase).exists():  # since it was asked for
        return WaitingSheet(content, [])
    phase = number_on_entry(content.atop_id, content.phase)
    return WaitingSheet(content, what_a_new_phase_takes(content.atop_id, phase))

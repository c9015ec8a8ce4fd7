"""Read what is compared, phase by phase: a frozen release, or the record.

Rows come as plain values in order of ATOP ID and phase, so that two sides can be read in step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from coding.codebook.cells import Cells
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.sheet import key_of
from coding.models import Release
from coding.models.approved_values import in_order
from coding.models.rows_in_record import alliances_in_record
from coding.models.variables import QUESTIONNAIRE

NOW = "now"  # in addresses: the record; a release has its label
CHUNK = 200  # phases held in memory at a time


@dataclass(frozen=True)
class ComparedPhase:
    """One phase on one side. ``answers`` has prose by "1", "2" …, if it is read."""

    atop_id: int
    phase: int
    cells: Cells
    answers: Mapping[str, str]

    def __bool__(self) -> bool:
        """Whether the side has the phase."""
        return self is not ABSENT

    @property
    def key(self) -> str:
        return key_of(self.atop_id, self.phase)

    @cached_property
    def members(self) -> frozenset[str]:
        return frozenset(
            cell.removesuffix("/member") for cell in self.cells if cell.endswith("/member")
        )


ABSENT = ComparedPhase(0, 0, {}, {})


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a frozen release, or the record."""

    release: Release | None = None

    @property
    def label(self) -> str:
        return self.release.label if self.release else NOW

    def __str__(self) -> str:
        return f"release {self.label}" if self.release else "today’s approved version"

    @cached_property
    def has_prose(self) -> bool:
        """Whether it has answers. A release imported from published files has codes only."""
        return self.release is None or self.release.sheets.filter(answers__isnull=False).exists()

    @property
    def names(self) -> dict[int, str]:
        """The names of states that a release stored; empty for the record and imported releases."""
        kept = self.release.states if self.release else {}
        return {int(code): name for code, name in kept.items()}

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """Its own questions and variables if it is a release, else the current ones."""
        return self.release.kept_questionnaire if self.release else QUESTIONNAIRE

    def phases(self, *, with_answers: bool) -> Iterator[ComparedPhase]:
        """Yield its phases in order; one query for a release, four for the record."""
        return _of_release(self.release, with_answers) if self.release else _of_record(with_answers)


def _of_release(release: Release, with_answers: bool) -> Iterator[ComparedPhase]:
    kept = release.sheets.order_by("atop_id", "phase")
    columns = ("atop_id", "phase", "cells", *(("answers",) if with_answers else ()))
    for atop_id, phase, cells, *answers in kept.values_list(*columns).iterator(chunk_size=CHUNK):
        yield ComparedPhase(atop_id, phase, cells, (answers and answers[0]) or {})


def _of_record(with_answers: bool) -> Iterator[ComparedPhase]:
    for rows in chain.from_iterable(alliances_in_record(with_answers=with_answers)):
        answers = rows.answers_by_number if with_answers else {}
        by_text = {str(number): answer for number, answer in answers.items()}
        yield ComparedPhase(rows.atop_id, rows.phase, in_order(rows.coding).cells, by_text)

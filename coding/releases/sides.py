"""Read what is compared, phase by phase: a frozen release, or the record.

Rows come as plain values in order of ATOP ID and phase, so that two sides can be read in step.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from coding.codebook.cells import Cells, member_key
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.sheet import key_of
from coding.models import Membership, PairObligation, Release, Sheet
from coding.models.questionnaire import BY_KEY, QUESTIONS
from coding.models.variables import BY_NAME, PAIR_BY_NAME, QUESTIONNAIRE

NOW = "now"  # stands for the record in addresses, where a release has its label
CHUNK = 200  # phases held in memory at a time

_ALLIANCE = [one for one in BY_NAME.values() if one.is_coded and one.where in BY_KEY]
_MEMBER = [one.name for one in BY_NAME.values() if one.is_coded and one.where == "membership"]
_PAIR = list(PAIR_BY_NAME)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Phase:
    """One phase on one side. ``answers`` has prose by "1", "2" …, if it is read."""

    atop_id: int
    phase: int
    cells: Cells
    answers: Mapping[str, str]

    @property
    def key(self) -> str:
        return key_of(self.atop_id, self.phase)


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a frozen release, or the record."""

    release: Release | None = None

    @property
    def label(self) -> str:
        """Its name in addresses."""
        return self.release.label if self.release else NOW

    def __str__(self) -> str:
        return f"release {self.label}" if self.release else "the record as it stands"

    @cached_property
    def has_prose(self) -> bool:
        """Whether it has answers. A release imported from published files has codes only."""
        return self.release is None or self.release.sheets.filter(answers__isnull=False).exists()

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """Its own questions and variables if it is a release, else the current ones."""
        return self.release.kept_questionnaire if self.release else QUESTIONNAIRE

    def phases(self, *, with_answers: bool) -> Iterator[Phase]:
        """Yield its phases in order; one query for a release, three for the record."""
        return _of_release(self.release, with_answers) if self.release else _of_record(with_answers)


def _of_release(release: Release, with_answers: bool) -> Iterator[Phase]:
    kept = release.sheets.order_by("atop_id", "phase")
    columns = ("atop_id", "phase", "cells", *(("answers",) if with_answers else ()))
    for atop_id, phase, cells, *answers in kept.values_list(*columns).iterator(chunk_size=CHUNK):
        yield Phase(atop_id, phase, cells, (answers and answers[0]) or {})


def _of_record(with_answers: bool) -> Iterator[Phase]:
    coded = [one.name for one in _ALLIANCE]
    asked = QUESTIONS if with_answers else ()
    paths = [f"{one.where}__{one.name}" for one in _ALLIANCE]
    paths += [f"{question.section.key}__{question.key}" for question in asked]
    sheets = Sheet.objects.filter(entered_at__isnull=False).order_by("atop_id", "phase")
    members_of, pairs_of = _in_step(_members()), _in_step(_pairs())
    for atop_id, phase, *values in sheets.values_list("atop_id", "phase", *paths).iterator(CHUNK):
        codes, answers = values[: len(coded)], values[len(coded) :]
        cells = _given("", zip(coded, codes, strict=True))
        for _, _, state, spell, own, *codes in members_of((atop_id, phase)):
            start = f"{member_key(state, spell)}/"
            cells |= _given(start, zip(_MEMBER, codes, strict=True)) | _given(start, own.items())
        for _, _, giver, spell, receiver, its_spell, *codes in pairs_of((atop_id, phase)):
            start = f"{member_key(giver, spell)}>{member_key(receiver, its_spell)}/"
            cells |= _given(start, zip(_PAIR, codes, strict=True))
        told = zip((question.n for question in asked), answers, strict=True)
        yield Phase(atop_id, phase, cells, dict(told))


def _given(start: str, codes: Iterable[tuple[str, int | None]]) -> Cells:
    return {f"{start}{name}": value for name, value in codes if value is not None}


def _members() -> Iterator[Row]:
    rows = Membership.objects.filter(sheet__entered_at__isnull=False)
    order = ("sheet__atop_id", "sheet__phase", "member_id", "spell")
    return rows.order_by(*order).values_list(*order, "own", *_MEMBER).iterator(CHUNK)


def _pairs() -> Iterator[Row]:
    rows = PairObligation.objects.filter(sheet__entered_at__isnull=False)
    order = (
        *("sheet__atop_id", "sheet__phase", "giver__member_id", "giver__spell"),
        *("receiver__member_id", "receiver__spell"),
    )
    return rows.order_by(*order).values_list(*order, *_PAIR).iterator(CHUNK)


def _in_step(rows: Iterable[Row]) -> Callable[[tuple[int, int]], list[Row]]:
    """Return a function that returns the rows of one phase; phases must be asked for in order."""
    groups = groupby(rows, key=itemgetter(slice(2)))
    waiting = next(groups, None)

    def rows_of(key: tuple[int, int]) -> list[Row]:
        nonlocal waiting
        while waiting and waiting[0] < key:
            waiting = next(groups, None)
        if not waiting or waiting[0] != key:
            return []
        found = list(waiting[1])
        waiting = next(groups, None)
        return found

    return rows_of

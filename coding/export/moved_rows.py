"""Count the rows of the dataset files that each approved change moved.

The record is walked backward: one change after another is undone, and the rows before and after are
compared (coding/datasets/moved.py). Phases, flags and imported codes stay as they are today.
"""

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from coding.codebook.cells import CellValues, Coding
from coding.codebook.sheet import CodedPhase
from coding.datasets.moved import FILES, NOTHING, Files, Moved, Source
from coding.datasets.publishable import publishable
from coding.datasets.release import Release
from coding.export.release_flags import FIRST

SheetKey = tuple[int, int]  # ATOP ID, phase

COLUMNS = tuple(f"rows_{file.level}{'_nna' if file.is_nna else ''}" for file in FILES)


class CodeChange(NamedTuple):
    """An approved change's codes and those it replaced; empty if only prose changed."""

    atop_id: int
    phase: int
    codes: CellValues
    base_codes: CellValues

    @property
    def takes_members_off(self) -> bool:
        """Whether a member leaves the roster, and with it codes that the change does not name."""
        return any(v is None and cell.endswith("/member") for cell, v in self.codes.items())


def rows_moved(
    changes: Iterable[CodeChange],
    alliances: Iterable[list[CodedPhase]],
    released: Iterable[list[CodedPhase]],
    release: Release,
) -> list[Moved]:
    """Return for each change how many rows it moved, a number for each of COLUMNS.

    ``changes`` are all that were approved since the last frozen release, in that order.
    ``alliances`` have the codes after them, ``released`` those of that release; generators are read
    only if needed (codes changed, a member was removed). A sheet that ``alliances`` do not have
    moves nothing.
    """
    every = list(changes)
    if not any(change.codes for change in every):
        return [NOTHING] * len(every)
    went = _went_with_members(every, released)
    walk = _Walk(alliances, {change.atop_id for change in every if change.codes}, release)
    moved = [
        walk.undo(change, went.get(place, {})) if change.codes else NOTHING
        for place, change in reversed(list(enumerate(every)))
    ]
    return moved[::-1]


class _Walk:
    """The record while changes are undone. ``changed`` has the ATOP IDs."""

    def __init__(
        self, alliances: Iterable[list[CodedPhase]], changed: set[int], release: Release
    ) -> None:
        self._release = release
        self._phases: dict[int, dict[int, CodedPhase]] = {}
        self._files = Files(self._sources(alliances, changed), release)

    def _sources(
        self, alliances: Iterable[list[CodedPhase]], changed: set[int]
    ) -> Iterator[tuple[int, Source]]:
        for phases in alliances:
            atop_id = phases[0].atop_id
            if atop_id in changed:
                self._phases[atop_id] = {phase.phase: phase for phase in phases}
            yield atop_id, self._source(phases)

    def _source(self, phases: Iterable[CodedPhase]) -> Source:
        found = publishable([list(phases)], self._release)
        return Source(found.rows, found.pairs, found.uncoded)

    def undo(self, change: CodeChange, went: CellValues) -> Moved:
        """Restore what a change replaced, and the codes that ``went`` with a member."""
        phases = self._phases.get(change.atop_id, {})
        number = _number_in(phases, change.phase)
        if number not in phases:
            return NOTHING
        before = phases[number].coding.with_cells({**went, **change.base_codes})
        phases[number] = CodedPhase(change.atop_id, number, before)
        return self._files.replace(change.atop_id, self._source(phases.values()))


def _went_with_members(
    changes: list[CodeChange], released: Iterable[list[CodedPhase]]
) -> dict[int, CellValues]:
    """Return the codes that went with removed members, by the change's position.

    A change names only the member. Its codes are those of the last release and of earlier changes.
    """
    concerned = {(one.atop_id, one.phase) for one in changes if one.takes_members_off}
    if not concerned:
        return {}
    codings = _as_released(concerned, released)
    went: dict[int, CellValues] = {}
    for place, change in enumerate(changes):
        sheet = (change.atop_id, change.phase)
        if change.codes and sheet in concerned:
            before = codings[sheet]
            after = codings[sheet] = before.with_cells(change.codes)
            if change.takes_members_off:
                left = after.cells
                went[place] = {c: value for c, value in before.cells.items() if c not in left}
    return went


def _as_released(
    sheets: set[SheetKey], released: Iterable[list[CodedPhase]]
) -> dict[SheetKey, Coding]:
    """Return the codes of sheets in a release; empty for sheets that it does not have."""
    alliances: dict[int, dict[int, Coding]] = {}
    for phases in released:
        alliances[phases[0].atop_id] = {phase.phase: phase.coding for phase in phases}
    codings = {}
    for atop_id, phase in sheets:
        phases_then = alliances.get(atop_id, {})
        codings[atop_id, phase] = phases_then.get(_number_in(phases_then, phase), Coding())
    return codings


def _number_in(phases: Container[int], number: int) -> int:
    """Return a phase's number among phases: the first phase may be the only one, with number 0."""
    return 0 if number == FIRST and FIRST not in phases else number

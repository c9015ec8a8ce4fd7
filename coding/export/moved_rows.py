"""Find which rows of the dataset files changed: by decision, and by alliance in total.

The record is walked backward: the changes of one decision on one alliance are undone together, and
the rows before and after are compared, as a reviewer was shown beforehand
(coding/datasets/effects/alliance_effect.py). A phase does not exist before the decision by which it
entered the record: since then the alliance waits for its codes. Imported phases and codes stay as
they are today.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from coding.codebook.cells import CellValues, Coding
from coding.codebook.sheet import FIRST_PHASE, CodedPhase
from coding.datasets.effects.file_effect import FileEffect
from coding.datasets.effects.walking_back import Phases, PresentRecord, WalkBack

SheetKey = tuple[int, int]  # ATOP ID, phase
PhasesRead = Callable[[], Iterable[Phases]]


class DecidedCodes(NamedTuple):
    """An approved change's codes and those it replaced; empty if only prose changed.

    ``decision`` is the same for changes that were approved together. ``enters`` says that its sheet
    was not in the record before.
    """

    decision: int
    decided_on: str
    reviewer: str
    atop_id: int
    phase: int
    question: int
    codes: CellValues
    base_codes: CellValues
    enters: bool = False

    @property
    def takes_members_off(self) -> bool:
        """Whether a member leaves the roster, and with it codes that the change does not name."""
        return any(v is None and cell.endswith("/member") for cell, v in self.codes.items())


class MovedRows(NamedTuple):
    """The rows changed by one decision on an alliance, or by all its changes since a release.

    ``phases`` are those whose codes changed; ``decided`` are the changes of the decision.
    """

    atop_id: int
    phases: tuple[int, ...]
    files: list[FileEffect]
    decided: tuple[DecidedCodes, ...] = ()


def moved_by_decision(
    changes: Iterable[DecidedCodes], present: Callable[[], PresentRecord], released: PhasesRead
) -> list[MovedRows]:
    """Return the rows changed by each decision, in their order; decisions without any are left out.

    ``changes`` are all that were approved since the last frozen release, in that order.
    ``present`` has the codes after them, ``released`` those of that release; they are read only if
    needed (codes changed or a sheet entered, a member was removed). A sheet that ``present`` does
    not have moves nothing.
    """
    coded = [change for change in changes if change.codes or change.enters]
    if not coded:
        return []
    went = _went_with_members(coded, released)
    walk = WalkBack(present())
    moves = [_taken_back(walk, taken, coded, went) for taken in reversed(_by_decision(coded))]
    return [moved for moved in reversed(moves) if moved.files]


def moved_by_alliance(present: PresentRecord, released: Iterable[Phases]) -> list[MovedRows]:
    """Return the rows that each alliance changed since a release, in the order of the alliances.

    The alliances are put back one after another, so that all rows added minus those removed are the
    difference between the files of the release and these.
    """
    walk = WalkBack(present)
    before: dict[int, Phases] = {atop_id: [] for atop_id in present.phases}
    before |= {phases[0].atop_id: phases for phases in released}
    moved = []
    for atop_id, was in sorted(before.items(), reverse=True):
        if changed := _phases_that_differ(was, walk.phases_of(atop_id)):
            moved.append(MovedRows(atop_id, changed, walk.take_back(atop_id, was)))
    return [alliance for alliance in reversed(moved) if alliance.files]


def _phases_that_differ(was: Phases, now: Phases) -> tuple[int, ...]:
    """Return the numbers of the phases whose codes differ, as they are now or were then."""
    before, after = (
        {phase.phase or FIRST_PHASE: phase for phase in phases} for phases in (was, now)
    )
    differing = [
        (after.get(number) or before[number]).phase
        for number in sorted(before.keys() | after.keys())
        if number not in before
        or number not in after
        or before[number].coding != after[number].coding
    ]
    return tuple(differing)


def _by_decision(changes: list[DecidedCodes]) -> list[list[int]]:
    """Return the positions of the changes of each decision on an alliance."""
    taken: dict[tuple[int, int], list[int]] = {}
    for place, change in enumerate(changes):
        taken.setdefault((change.decision, change.atop_id), []).append(place)
    return list(taken.values())


def _taken_back(
    walk: WalkBack, places: list[int], changes: list[DecidedCodes], went: Mapping[int, CellValues]
) -> MovedRows:
    """Restore what the changes of one decision replaced, and the codes that ``went``."""
    decided = tuple(changes[place] for place in places)
    atop_id = decided[0].atop_id
    phases = {phase.phase: phase for phase in walk.phases_of(atop_id)}
    touched = set()
    for place in reversed(places):
        number = _number_in(phases, changes[place].phase)
        if number in phases:
            before = {**went.get(place, {}), **changes[place].base_codes}
            coding = phases[number].coding.with_cells(before)
            phases[number] = CodedPhase(atop_id, number, coding)
            touched.add(number)
    phases = _before_entry(phases, {change.phase for change in decided if change.enters})
    files = walk.take_back(atop_id, list(phases.values())) if touched else []
    return MovedRows(atop_id, tuple(sorted(touched)), files, decided)


def _before_entry(phases: Mapping[int, CodedPhase], entered: set[int]) -> dict[int, CodedPhase]:
    """Leave out phases that did not exist; a first phase that remains alone gets number 0."""
    left = {number: phase for number, phase in phases.items() if number not in entered}
    if entered and left.keys() == {FIRST_PHASE}:
        return {0: replace(left[FIRST_PHASE], phase=0)}
    return left


def _went_with_members(changes: list[DecidedCodes], released: PhasesRead) -> dict[int, CellValues]:
    """Return the codes that went with removed members, by the change's position.

    A change names only the member. Its codes are those of the last release and of earlier changes.
    """
    concerned = {(change.atop_id, change.phase) for change in changes if change.takes_members_off}
    if not concerned:
        return {}
    codings = _as_released(concerned, released())
    went: dict[int, CellValues] = {}
    for place, change in enumerate(changes):
        sheet = (change.atop_id, change.phase)
        if sheet in concerned:
            before = codings[sheet]
            after = codings[sheet] = before.with_cells(change.codes)
            if change.takes_members_off:
                left = after.cells
                went[place] = {c: value for c, value in before.cells.items() if c not in left}
    return went


def _as_released(sheets: set[SheetKey], released: Iterable[Phases]) -> dict[SheetKey, Coding]:
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
    return 0 if number == FIRST_PHASE and FIRST_PHASE not in phases else number

"""The member rows and pair obligations of a release, and what cannot be published yet.

An alliance with an unusable row is left out as a whole: otherwise the files would describe another
alliance, with fewer members, pairs or phases. Every row left out is listed with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from coding.codebook.cells import Codes, by_state_and_spell, is_known, state_and_spell
from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.sheet import CodedPhase
from coding.codebook.still_to_do import settled_phases
from coding.datasets.member import day, why_unusable
from coding.datasets.pairs import DirectedObligations
from coding.datasets.reading.members import Values
from coding.datasets.reading.phases import rows_of, uncoded_of
from coding.datasets.release import DatasetRelease

NO_MEMBER = "No member is coded yet."
WITH_THE_OTHERS = "Another row or phase of the alliance cannot be used yet."


class LeftOut(NamedTuple):
    """A row that is in no file; ``member`` is None if the phase has no members.

    ``phase`` is None too if an admin holds the alliance back.
    """

    atopid: int
    phase: int | None
    member: int | None
    why: str

    @property
    def lacking(self) -> list[str]:
        """The variables that a member's row lacks; none for another reason."""
        start, _, names = self.why.partition(" lacks ")
        is_row = names and start.startswith("The row of member")
        return names.partition(".")[0].split(", ") if is_row else []


@dataclass
class Publishable:
    """The data behind the dataset files, and what is left out of them.

    ``left_out`` has rows after the cut-off and rows of alliances that cannot be published yet; the
    latter are also in ``unusable``. ``uncoded`` has by variable the alliances and phases where it
    is not coded yet, rather than missing.
    """

    rows: list[Values] = field(default_factory=list)
    pairs: list[DirectedObligations] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unusable: list[LeftOut] = field(default_factory=list)
    uncoded: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))


def publishable(alliances: Iterable[list[CodedPhase]], release: DatasetRelease) -> Publishable:
    """Return the rows of all alliances, phase by phase."""
    result = Publishable()
    for phases in alliances:
        alliance = _Alliance(phases, release)
        if alliance.is_usable:
            result.rows += [row for _, row in alliance.rows]
            result.pairs += alliance.pairs
            for atop_id, phase, name in alliance.uncoded():
                result.uncoded[name].add((atop_id, phase))
        left_out = sorted(alliance.left_out(), key=lambda row: row.phase or 0)
        result.left_out += left_out
        result.unusable += [] if alliance.is_usable else left_out
    return result


class _Alliance:
    """The rows of one alliance, with the fault of each."""

    def __init__(self, phases: list[CodedPhase], release: DatasetRelease) -> None:
        names = tuple(release.places)
        variables = release.questionnaire.variables
        phases = [_in_order(phase) for phase in settled_phases(phases, variables)]
        codings = {phase.phase: phase.coding for phase in phases}
        self.phases, self.codings, self.release = phases, codings, release
        self.rows = [(phase, row) for phase in phases for row in rows_of(phase, codings, names)]
        self.pairs: list[DirectedObligations] = []
        faulty_pairs: dict[tuple[int, int | None], str] = {}
        for phase in phases:
            self.pairs += _pairs_of(phase, faulty_pairs)
        self.faults = [
            why_unusable(row, release) or faulty_pairs.get((phase.phase, row["member"]))
            for phase, row in self.rows
        ]

    @property
    def is_usable(self) -> bool:
        return not any(self.faults) and all(phase.coding.members for phase in self.phases)

    def uncoded(self) -> Iterator[tuple[int, int, str]]:
        """Yield the codes of a row that are not given yet: alliance, phase, variable."""
        names = [variable.name for variable in self.release.variables]
        for phase in {
            id(phase): phase for phase, row in self.rows if None in row.values()
        }.values():
            for name in uncoded_of(phase, self.codings, names):
                yield phase.atop_id, phase.phase, name

    def left_out(self) -> Iterator[LeftOut]:
        for phase in self.phases:
            if not phase.coding.members:
                yield LeftOut(phase.atop_id, phase.phase, None, NO_MEMBER)
        for (phase, row), fault in zip(self.rows, self.faults, strict=True):
            why = self._why_late(row) if self.is_usable else fault or WITH_THE_OTHERS
            if why:
                yield LeftOut(phase.atop_id, phase.phase, row["member"], why)

    def _why_late(self, row: Values) -> str:
        cut_off = self.release.cut_off
        entry = day(row["yrent"] or 0, row["moent"] or 0, row["dayent"] or 1)
        is_late = entry > day(cut_off.year, cut_off.month, cut_off.day)
        return f"It begins after {cut_off}, the last day of the files." if is_late else ""


def _in_order(phase: CodedPhase) -> CodedPhase:
    """Order the spells of a state, also where the first came to the roster later.

    The files order them by their days, which may be the same.
    """
    members = dict(by_state_and_spell(phase.coding.members))
    return replace(phase, coding=replace(phase.coding, members=members))


def _pairs_of(
    phase: CodedPhase, faulty: dict[tuple[int, int | None], str]
) -> Iterator[DirectedObligations]:
    """Yield what each state owes another; add members whose pairs are unclear to ``faulty``.

    The files identify a pair by its states, so all spells of a state must have the same codes.
    """
    owed_by_pair: dict[tuple[int, int], Codes] = {}
    for keys, codes in sorted(phase.coding.pairs.items()):
        giver, receiver = (state_and_spell(key)[0] for key in keys)
        lacking = [name for name in PRIMARY_OBLIGATIONS if not is_known(codes.get(name))]
        if lacking:
            why = f"What it owes {receiver} lacks {', '.join(lacking)}. Code it."
            faulty[phase.phase, giver] = why
        elif owed_by_pair.setdefault((giver, receiver), codes) != codes:
            why = f"What it owes {receiver} differs between the times of membership. Code it alike."
            faulty[phase.phase, giver] = why
    for (giver, receiver), codes in owed_by_pair.items():
        owed = (codes[name] for name in PRIMARY_OBLIGATIONS)
        yield DirectedObligations(phase.atop_id, phase.phase, giver, receiver, *owed)

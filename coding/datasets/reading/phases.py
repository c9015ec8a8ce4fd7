"""The member rows of a phase: every variable of the member level."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from coding.codebook.cells import Coding, known
from coding.codebook.derived import derived_of_alliance, derived_of_member
from coding.codebook.sheet import CodedPhase
from coding.datasets.reading.columns import ATOP_ID, PHASE
from coding.datasets.reading.members import Values


def rows_of(
    phase: CodedPhase, alliance: Mapping[int, Coding], names: Sequence[str]
) -> Iterator[Values]:
    """Yield the member rows of a phase: each of ``names``, None where missing or not coded yet.

    ``alliance`` holds the codings of all phases of the alliance by their numbers, since every row
    says how many there are, and whether the alliance was formed in wartime.
    """
    of_phase = derived_of_alliance(phase.coding, alliance)
    of_phase |= {ATOP_ID: phase.atop_id, PHASE: phase.phase}
    for key, codes in phase.coding.members.items():
        values = {**phase.coding.alliance, **codes, **of_phase, **derived_of_member(codes)}
        values |= phase.flags.get(key, {})
        yield {name: value if known(value := values.get(name)) else None for name in names}


def all_rows(phases: Iterable[CodedPhase], names: Sequence[str]) -> Iterator[Values]:
    """Yield the member rows of all phases, by ATOP ID, phase, and the order of each roster."""
    alliances: dict[int, list[CodedPhase]] = defaultdict(list)
    for phase in phases:
        alliances[phase.atop_id].append(phase)
    for _, members in sorted(alliances.items()):
        codings = {phase.phase: phase.coding for phase in members}
        for phase in sorted(members, key=lambda phase: phase.phase):
            yield from rows_of(phase, codings, names)

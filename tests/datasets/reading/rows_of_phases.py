"""The member rows of many phases, in the order of a published file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from coding.codebook.sheet import CodedPhase
from coding.datasets.reading.members import Values
from coding.datasets.reading.phases import rows_of


def all_rows(phases: Iterable[CodedPhase], names: Sequence[str]) -> Iterator[Values]:
    """Yield the member rows of all phases, by ATOP ID, phase, and the order of each roster."""
    alliances: dict[int, list[CodedPhase]] = defaultdict(list)
    for phase in phases:
        alliances[phase.atop_id].append(phase)
    for _, members in sorted(alliances.items()):
        codings = {phase.phase: phase.coding for phase in members}
        for phase in sorted(members, key=lambda phase: phase.phase):
            yield from rows_of(phase, codings, names)

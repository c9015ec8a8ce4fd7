"""File a: one row per alliance, made from its phases.

Rules (reference 5.2): each variable is the highest value among the phases, so bilat is 1 if any
phase was bilateral. The alliance begins with its first phase and ends with its last; it is in
effect while any phase is. A variable that is not coded yet in some phase is empty. term is that of
the last phase. mem1… list every state that was ever a member.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from coding.datasets.columns import columns_of
from coding.datasets.phase import IN_EFFECT, Record, Values, highest, most_members, rows_of, without
from coding.datasets.release import DatasetRelease, Level


def alliances_of(phases: Iterable[Record]) -> list[Record]:
    """Return the alliances; the phases must be sorted."""
    grouped = groupby(phases, key=lambda phase: phase.atopid)
    return [_alliance(atopid, list(rows)) for atopid, rows in grouped]


def _alliance(atopid: int, phases: list[Record]) -> Record:
    first, last = phases[0], phases[-1]
    maxima = highest(tuple(phase.codes.values()) for phase in phases)
    uncoded = frozenset().union(*(phase.uncoded for phase in phases))
    codes = without(uncoded, dict(zip(first.codes, maxima, strict=True)))
    return Record(
        atopid,
        phase=last.phase,
        begin=first.begin,
        end=IN_EFFECT if any(phase.end == IN_EFFECT for phase in phases) else last.end,
        states=tuple(sorted({state for phase in phases for state in phase.states})),
        codes={**codes, "term": last.codes["term"]},
        uncoded=uncoded,
    )


def alliance_rows(alliances: Sequence[Record], release: DatasetRelease) -> Iterator[Values]:
    columns = columns_of(Level.ALLIANCE, release, most_members(alliances))
    return rows_of(((alliance, {}) for alliance in alliances), columns, release)

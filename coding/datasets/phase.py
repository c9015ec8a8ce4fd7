"""File aph: one row per phase, made from its members' rows.

Rules (reference 5.1): each variable is the highest value among the members, ignoring missing ones,
even if its codes have no order (notaiden, seppeace). It is empty if it is not coded yet for one of
them, since the highest value is unknown. The phase begins with the earliest entry and ends with the
latest exit; it is in effect while any member is. An unknown day counts as the last day of its
month. mem1… are the members' codes in order; a member that came back is listed once.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from coding.codebook.coded_dates import ENTRY, EXIT
from coding.datasets.columns import Columns, columns_of
from coding.datasets.member import Member, RowCells
from coding.datasets.release import DatasetRelease, Level

DateCells = tuple[int | None, int | None, int | None]  # year, month, day
Values = tuple[int | float | str | None, ...]  # a row of a file

BEGIN = ("begyr", "begmo", "begday")
END = ("endyr", "endmo", "endday")
IN_EFFECT: DateCells = (0, 0, 0)
_UNKNOWN = 32


class Record(NamedTuple):
    """A phase, or an alliance with all its phases. ``codes`` are by variable."""

    atopid: int
    phase: int
    begin: DateCells
    end: DateCells
    states: tuple[int, ...]
    codes: dict[str, int | None]
    uncoded: frozenset[str] = frozenset()  # not coded yet for all members


def phases_of(members: Iterable[Member], release: DatasetRelease) -> list[Record]:
    """Return the phases in the order of the file: by alliance and phase."""
    names = tuple(release.places)
    ordered = sorted(members, key=lambda member: (member.atopid, member.phase))
    grouped = groupby(ordered, key=lambda member: (member.atopid, member.phase))
    return [_phase(atopid, phase, list(rows), names) for (atopid, phase), rows in grouped]


def _phase(atopid: int, phase: int, members: list[Member], names: Sequence[str]) -> Record:
    entries = [_date(member, ENTRY) for member in members]
    exits = [_date(member, EXIT) for member in members]
    uncoded = frozenset().union(*(member.uncoded for member in members))
    maxima = highest(member.cells for member in members)
    return Record(
        atopid,
        phase,
        begin=_begin(entries, day_is_coded="dayent" not in uncoded),
        end=max(exits, key=_unknown_last) if all(year for year, *_ in exits) else IN_EFFECT,
        states=tuple(sorted({member.state for member in members})),
        codes=without(uncoded, dict(zip(names, maxima, strict=True))),
        uncoded=uncoded,
    )


def _begin(entries: list[DateCells], *, day_is_coded: bool) -> DateCells:
    first = min(entries, key=_unknown_last)
    year, month, _ = first
    return first if day_is_coded or (year, month, None) not in entries else (year, month, None)


def without(uncoded: Collection[str], codes: dict[str, int | None]) -> dict[str, int | None]:
    """Return codes, empty for variables that are not coded everywhere yet."""
    return {**codes, **dict.fromkeys(codes.keys() & uncoded)} if uncoded else codes


def highest(rows: Iterable[RowCells]) -> Iterator[int | None]:
    """Yield the highest value of each column, None where all are missing."""
    for column in zip(*rows, strict=True):
        known = column if None not in column else [code for code in column if code is not None]
        yield max(known, default=None)


def phase_rows(phases: Sequence[Record], release: DatasetRelease) -> Iterator[Values]:
    numbered = ((phase, {"atopidphase": phase_number(phase)}) for phase in phases)
    return rows_of(numbered, columns_of(Level.PHASE, release, most_members(phases)), release)


def rows_of(
    records: Iterable[tuple[Record, dict[str, int | float]]],
    columns: Columns,
    release: DatasetRelease,
) -> Iterator[Values]:
    """Yield a row for each phase or alliance; each comes with its values other than codes."""
    names = [column.name for column in columns]
    for record, more in records:
        values: dict[str, int | float | str | None] = {
            **record.codes,
            **dict(zip((*BEGIN, *END), (*record.begin, *record.end), strict=True)),
            **{f"mem{n}": state for n, state in enumerate(record.states, start=1)},
            **more,
            "version": release.label,
        }
        yield tuple([values.get(name) for name in names])


def most_members(records: Iterable[Record]) -> int:
    """Return how many columns mem1… the records need."""
    return max((len(record.states) for record in records), default=0)


def phase_number(phase: Record) -> int | float:
    """Return ATOPIDPHASE: 1005, 1020.2."""
    return float(f"{phase.atopid}.{phase.phase}") if phase.phase else phase.atopid


def _date(member: Member, parts: Sequence[str]) -> DateCells:
    year, month, day = map(member.code, parts)
    return year, month, day


def _unknown_last(date: DateCells) -> tuple[int, int, int]:
    year, month, day = date
    return year or 0, month or 0, _UNKNOWN if day is None else day

"""File m: one row per member, phase and spell; and what the other files need of each row.

Rules: order by alliance, day of entry (an unknown day last), member (reference 1). In 5.1 nine
members have two phases of an alliance with one day of entry, and the official order of the two rows
follows no rule (reference 5.8, point 1). Ours is by phase.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.datasets.release import DatasetRelease

Row = Mapping[str, int | None]  # one member row: codebook variable → value, None where missing
RowCells = tuple[int | None, ...]
# Variable → alliance and phase of rows where it is not coded yet, which is not missing.
Uncoded = Mapping[str, Collection[tuple[int, int]]]

# Required to make the other files; a day may be unknown, and other codes missing.
NEEDED = (
    *("atopid", "phase", "member", "bilat"),
    *("yrent", "moent", "yrexit", "moexit"),
    *PRIMARY_OBLIGATIONS,
)
BIT = {name: 1 << place for place, name in enumerate(reversed(PRIMARY_OBLIGATIONS))}
NEVER = 9999_12_31
NOTHING_UNCODED: Uncoded = MappingProxyType({})
NOTHING_ELSE: Mapping[int, int] = MappingProxyType({})
_AFTER_EVERY_DAY = 32


class UnusableRow(ValueError):
    """A member row from which the files cannot be made; says which row, and why."""


class Member(NamedTuple):
    """A member row. ``cells`` holds all its variables in the order of the file; see ``places``.

    Days are whole numbers, such as 1815_01_31. An unknown day of entry counts as the first of its
    month and an unknown day of exit as the 31st, which gives exactly the published dyad-years
    (reference 5.4); a member that is in the alliance exits NEVER. ``owes`` packs the primary
    obligations, one bit each (see BIT). ``toward`` has the obligations toward partners for which
    they differ (see pairs.py). ``uncoded`` names the variables not coded yet in its phase: their
    cells, and values derived from them, are empty.
    """

    atopid: int
    phase: int
    state: int
    entry: int
    exit: int
    is_bilateral: bool
    owes: int
    cells: RowCells
    places: Mapping[str, int]
    toward: Mapping[int, int] = NOTHING_ELSE
    uncoded: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, cells: RowCells, places: Mapping[str, int], toward: Mapping[int, int] = NOTHING_ELSE
    ) -> "Member":
        """Read the columns that identify and order the row. Raises UnusableRow."""
        given = {name: value for name in NEEDED if (value := cells[places[name]]) is not None}
        if len(given) < len(NEEDED):
            raise UnusableRow(_lacks(dict(zip(places, cells, strict=True))))
        entry = day(given["yrent"], given["moent"], cells[places["dayent"]] or 1)
        left = day(given["yrexit"], given["moexit"], cells[places["dayexit"]] or 31)
        if given["yrexit"] and left < entry:
            raise UnusableRow(f"{_name_of_row(given)} ends before it begins. Correct the dates.")
        return cls(
            atopid=given["atopid"],
            phase=given["phase"],
            state=given["member"],
            entry=entry,
            exit=left if given["yrexit"] else NEVER,
            is_bilateral=given["bilat"] == 1,
            owes=sum(bit for name, bit in BIT.items() if given[name]),
            cells=cells,
            places=places,
            toward=toward,
        )

    def code(self, name: str) -> int | None:
        return self.cells[self.places[name]]

    def with_codes(self, **codes: int) -> "Member":
        """Return the same row with other values for some variables."""
        cells = list(self.cells)
        for name, value in codes.items():
            cells[self.places[name]] = value
        changed = Member.of(tuple(cells), self.places, self.toward)
        return changed._replace(uncoded=self.uncoded.difference(codes))


def members_of(
    rows: Iterable[Row], release: DatasetRelease, uncoded: Uncoded = NOTHING_UNCODED
) -> list[Member]:
    """Return the rows in the order of the file, packed. Raises UnusableRow."""
    places, lacking = release.places, _by_phase(uncoded)
    members = [Member.of(_cells(row, places), places) for row in rows]
    if lacking:
        members = [
            member._replace(uncoded=lacking.get((member.atopid, member.phase), member.uncoded))
            for member in members
        ]
    return sorted(members, key=_in_file_order)


def _by_phase(uncoded: Uncoded) -> dict[tuple[int, int], frozenset[str]]:
    names: dict[tuple[int, int], set[str]] = defaultdict(set)
    for name, phases in uncoded.items():
        for phase in phases:
            names[phase].add(name)
    return {phase: frozenset(lacking) for phase, lacking in names.items()}


def member_rows(
    members: Iterable[Member], release: DatasetRelease
) -> Iterator[tuple[int | str | None, ...]]:
    """Yield the rows of m: all variables, the release's flags, its label."""
    for member in members:
        yield *member.cells, release.label


def why_unusable(row: Row, release: DatasetRelease) -> str | None:
    """Return why the files cannot be made from a row, with what to do; None where they can."""
    try:
        Member.of(_cells(row, release.places), release.places)
    except UnusableRow as unusable:
        return str(unusable)
    return None


def day(year: int, month: int, day_of_month: int) -> int:
    """Return a day as a whole number that sorts: 1815_01_31."""
    return year * 1_00_00 + month * 1_00 + day_of_month


def year_of(day: int) -> int:
    return day // 1_00_00


def _in_file_order(member: Member) -> tuple[int, ...]:
    entry = member.entry if member.code("dayent") else member.entry - 1 + _AFTER_EVERY_DAY
    return member.atopid, entry, member.state, member.phase, member.exit


def _cells(row: Row, names: Iterable[str]) -> RowCells:
    try:
        return tuple([row[name] for name in names])
    except KeyError as absent:
        raise UnusableRow(
            f"The row of member {row.get('member')} of {row.get('atopid')} has no {absent}. "
            "Give every column of the member file; None stands for a missing value."
        ) from None


def _lacks(row: Row) -> str:
    absent = ", ".join(name for name in NEEDED if row[name] is None)
    return f"{_name_of_row(row)} lacks {absent}. Complete it, or leave the row out of the files."


def _name_of_row(row: Row) -> str:
    return f"The row of member {row['member']} of {row['atopid']}, phase {row['phase']},"

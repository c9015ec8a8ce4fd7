"""All files made twice, row by row: what changes there is what is told of a change."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hypothesis import strategies as st

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.datasets.effects.file_effect import FileEffect
from coding.datasets.every_file import DatasetTable, derive
from coding.datasets.member import NOTHING_UNCODED, Row, Uncoded
from coding.datasets.pairs import DirectedObligations
from coding.datasets.release import DatasetRelease
from tests.datasets.member_rows import named

CUT_OFFS = (date(2018, 12, 31), date(2015, 6, 30), date(2009, 12, 31))
some = st.sets(st.integers(1005, 1008))

Keyed = dict[tuple, dict]  # what a row is about → its cells that are not empty
Counts = dict[str, tuple[int, int, int]]  # file → rows that came, went, changed


class Source(NamedTuple):
    """The rows and pair obligations of an alliance; none where it is in no file."""

    rows: Sequence[Row] = ()
    obligations: Sequence[DirectedObligations] = ()


Data = dict[int, Source]


def by_alliance(rows: list[Row], pairs: Iterable[DirectedObligations]) -> Data:
    atopids = sorted({row["atopid"] for row in rows})
    return {
        atopid: Source(
            [row for row in rows if row["atopid"] == atopid],
            [pair for pair in pairs if pair.atopid == atopid],
        )
        for atopid in atopids
    }


def only_nonaggression(rows: list[Row], atopids: set[int]) -> list[Row]:
    """The rows, those of some alliances with nonaggression and nothing else."""
    pure = {name: int(name == "nonagg") for name in PRIMARY_OBLIGATIONS}
    return [{**row, **pure} if row["atopid"] in atopids else row for row in rows]


def every_row(data: Data, release: DatasetRelease) -> dict[str, Keyed]:
    rows = [row for source in data.values() for row in source.rows]
    pairs = [pair for source in data.values() for pair in source.obligations]
    return rows_of_files(rows, pairs, release)


def rows_of_files(
    rows: Iterable[Row],
    pairs: Iterable[DirectedObligations],
    release: DatasetRelease,
    uncoded: Uncoded = NOTHING_UNCODED,
) -> dict[str, Keyed]:
    """The rows of every file, without label and flags."""
    ignored = {"version", *release.flags}
    files = derive(rows, pairs, release, uncoded)
    return {named(table): dict(_keyed(table, ignored)) for table in files}


def _keyed(table: DatasetTable, ignored: set[str]) -> Iterator[tuple[tuple, dict]]:
    """The rows of a file by what they are about; the n-th of a member has its number."""
    seen: set[tuple] = set()
    for values in table.rows():
        cells = zip(table.header, values, strict=True)
        row = {n: v for n, v in cells if v is not None and n not in ignored}
        if table.runs is not None:
            yield tuple(values[:2]), row
            continue
        phase = row.get("phase") or round(row.get("atopidphase", 0) % 1 * 10)
        number, key = 1, (row["atopid"], phase or 1, row.get("member"))
        while (*key, number) in seen:
            number += 1
        seen.add((*key, number))
        yield (*key, number), row


def differences(before: dict[str, Keyed], after: dict[str, Keyed]) -> Counts:
    """How many rows of each file come, go and change, without the files in which none does."""
    found = {}
    for name, old in before.items():
        new = after[name]
        changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
        counts = len(new.keys() - old.keys()), len(old.keys() - new.keys()), changed
        if any(counts):
            found[name] = counts
    return found


def counted(files: Iterable[FileEffect]) -> Counts:
    """The same of what is told."""
    return {
        f"{file.level}{'_NNA' if file.is_nna else ''}": (file.added, file.gone, file.changed)
        for file in files
    }

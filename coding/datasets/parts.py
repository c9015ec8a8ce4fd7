"""The dataset files in parts: the lines of each alliance, state and pair of states.

After a change, only the affected parts are made and checked again, by the code for whole files,
from the members on which these parts depend. All parts of a file in order are the file, byte for
byte.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from coding.datasets.columns import columns_of, list_of
from coding.datasets.dyad_year import states_of
from coding.datasets.every_file import DatasetTable, files_of
from coding.datasets.faults import RowFault
from coding.datasets.member import Member
from coding.datasets.release import DatasetRelease, Level
from coding.datasets.soundness import Labels, faults_in
from coding.datasets.writing import END, fields, line_of, lines_of_years

_EVERY_FILE = 2 * len(Level) - 1  # the measures have no NNA file


class FilePart(NamedTuple):
    """The lines of one alliance, state or pair in a file; ``width`` is that of its longest list.

    A line has a list of members or alliances without the empty columns that longer ones need: "2
    1005,1950,…,2,20⇥…" has two members; the tab is where the list ends. In a year file, a line is a
    run of years, which come first: "1 1950 1959 1,…".
    """

    width: int
    lines: str


@dataclass(frozen=True)
class Touched:
    """The alliances that change, and every state that they bind, before or after."""

    alliances: Set[int]
    states: Set[int]

    def has(self, level: Level, key: int) -> bool:
        """Whether a part may have changed; ``key`` is the number in a file's first column."""
        match level:
            case Level.STATE_YEAR:
                return key in self.states
            case Level.DYAD_YEAR | Level.DIRECTED:
                return self.states >= {*states_of(key)}
        return key in self.alliances


@dataclass(frozen=True)
class FileInParts:
    """A dataset file; ``parts`` are by the number in its first column."""

    level: Level
    is_nna: bool
    parts: Mapping[int, FilePart]

    def write(self, release: DatasetRelease, write: Callable[[str], object]) -> None:
        """Write the file as CSV, as ``write_csv`` writes its table."""
        width = max((part.width for part in self.parts.values()), default=0)
        padding = ["," * (width - used + 1) for used in range(width + 1)]
        write(line_of([column.name for column in columns_of(self.level, release, width)]))
        for key in sorted(self.parts):
            write("".join(self._lines(key, padding)))

    def _lines(self, key: int, padding: Sequence[str]) -> Iterator[str]:
        is_of_years = self.level.is_of_years
        for packed in self.parts[key].lines.splitlines():
            used, _, cells = packed.partition(" ")
            line = cells.replace("\t", padding[int(used)], 1) + END
            if is_of_years:
                first, last, shared = line.split(" ", 2)
                line = lines_of_years(key, int(first), int(last), shared)
            yield line


@dataclass(frozen=True)
class DatasetFiles:
    """All dataset files by their stems, in order, and the faults of their rows."""

    by_stem: Mapping[str, FileInParts] = field(default_factory=dict)
    faults: Sequence[RowFault] = ()

    def as_json(self) -> dict[str, Any]:
        files = {stem: [file.level, file.is_nna, file.parts] for stem, file in self.by_stem.items()}
        return {"files": files, "faults": [asdict(fault) for fault in self.faults]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "DatasetFiles":
        by_stem = {
            stem: FileInParts(
                Level(level), is_nna, {int(key): FilePart(*part) for key, part in parts.items()}
            )
            for stem, (level, is_nna, parts) in data["files"].items()
        }
        return cls(by_stem, [RowFault.from_json(fault) for fault in data["faults"]])


def remade(
    before: DatasetFiles,
    members: Iterable[Member],
    pure: Set[int],
    release: DatasetRelease,
    touched: Touched,
    labels: Labels,
    tried: Callable[[int, int], object] = lambda done, total: None,
) -> DatasetFiles:
    """Return the files after a change; ``tried`` is called with the number of files done and all.

    ``members`` are those of all alliances that bind any of the states that it touches, by alliance;
    ``pure`` the alliances among these that oblige to nonaggression and nothing else.
    """
    within = [member for member in members if member.state in touched.states]
    by_stem: dict[str, FileInParts] = {}

    def in_parts(table: DatasetTable) -> DatasetTable:
        again = _read_once(table)
        file = before.by_stem.get(table.stem, FileInParts(table.level, table.is_nna, {}))
        by_stem[table.stem] = replace(file, parts=_parts(file, again, touched))
        tried(len(by_stem), _EVERY_FILE)
        return again

    tables = map(in_parts, files_of(within, pure, release, touched.alliances))
    fresh = list(faults_in(tables, release.cut_off, labels))
    return DatasetFiles(by_stem, _faults(before.faults, fresh, by_stem, touched))


def _read_once(table: DatasetTable) -> DatasetTable:
    """Return a table that makes its runs once, though they are read twice."""
    if table.runs is None:
        return table
    runs = list(table.runs())
    return replace(table, runs=lambda: runs)


def _parts(before: FileInParts, table: DatasetTable, touched: Touched) -> dict[int, FilePart]:
    """Return the parts of a file, with the touched ones made again."""
    level = table.level
    standing = {key: part for key, part in before.parts.items() if not touched.has(level, key)}
    for key, packed in groupby(_packed(table), key=itemgetter(0)):
        if touched.has(level, key):
            lines = [line for _, line in packed]
            longest = max(line.width for line in lines)
            standing[key] = FilePart(longest, "\n".join([line.lines for line in lines]))
    return standing


def _packed(table: DatasetTable) -> Iterator[tuple[int, FilePart]]:
    """Yield each line after the number in its first column."""
    apart = 0 if table.runs is None else 2  # key and year
    lists = [place - apart for place, column in enumerate(table.columns) if list_of(column)]
    start, end = (lists[0], lists[-1] + 1) if lists else (1, 1)
    if table.runs is None:
        numbered = ((int(row[0] or 0), "", row) for row in table.rows())
    else:
        numbered = ((key, f"{first} {last} ", cells) for key, first, last, cells in table.runs())
    for key, years, cells in numbered:
        used = end - start - cells[start:end].count(None)
        until_list, behind = cells[: start + used], cells[end:]
        yield key, FilePart(used, f"{used} {years}{fields(until_list)}\t{fields(behind)}")


def _faults(
    before: Iterable[RowFault],
    fresh: Iterable[RowFault],
    by_stem: Mapping[str, FileInParts],
    touched: Touched,
) -> list[RowFault]:
    """Return the faults of old and new parts, by file and part."""
    places = {stem: place for place, stem in enumerate(by_stem)}

    def is_touched(fault: RowFault) -> bool:
        return touched.has(by_stem[fault.file].level, fault.part)

    every = [fault for fault in before if not is_touched(fault)] + [
        fault for fault in fresh if is_touched(fault)
    ]
    return sorted(every, key=lambda fault: (places[fault.file], fault.part))

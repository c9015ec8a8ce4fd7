"""Put the rows of a year file into a frame of all states or pairs of states, with zeros elsewhere.

The frame has each state, pair or directed pair in each year in which all of them are in the system
of states and which the file covers: from the first year of the data to the file's last. Rows
outside the frame are listed separately, with the reason. docs/merging.md has the rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.problems import FileRefused, Problem
from coding.datasets.documents.publication import FIRST_YEAR
from coding.datasets.reading.tables import Table, read_table
from coding.datasets.release import Level

YearRanges = Mapping[int, Sequence[range]]  # state → the years in which it is in the system
Key = tuple[int, ...]  # states and year

_STATES = {
    Level.STATE_YEAR: ("state",),
    Level.DYAD_YEAR: ("mem1", "mem2"),
    Level.DIRECTED: ("statea", "stateb"),
}
_PAIRS = {Level.DYAD_YEAR: combinations, Level.DIRECTED: permutations}
_NUMBERS = ("dyad", "ddyad")  # computed from the two states
_ZEROS = frozenset(
    (*("atopally", "number", "bilatno", "multino", "transyr", "asymm"), *PRIMARY_OBLIGATIONS)
)
_OF_KEY = frozenset((*_NUMBERS, "year", *(name for names in _STATES.values() for name in names)))
_AS_WRITTEN = {"statea": "stateA", "stateb": "stateB"}  # names are read in small letters
_MISSING = (".", "NA")
_FIX = "Take sy, dy or ddyr as it was published, with or without pure nonaggression pacts."


@dataclass(frozen=True)
class YearFile:
    """A year file: ``rows`` has its cells by states and year."""

    level: Level
    header: Sequence[str]
    rows: Mapping[Key, Sequence[str]]

    @property
    def last_year(self) -> int:
        return max((key[-1] for key in self.rows), default=FIRST_YEAR)

    @property
    def names(self) -> list[str]:
        return [_AS_WRITTEN.get(name, name) for name in self.header]

    @property
    def version(self) -> str:
        first = next(iter(self.rows.values()), [""] * len(self.header))
        return first[self.header.index("version")]


def read_year_file(file: str, content: bytes) -> YearFile:
    """Read a year file as people save it. Raises FileRefused."""
    known = {"year", "version", "atopid1", *_ZEROS, *_NUMBERS}
    table = read_table(file, content, known.union(*_STATES.values()))
    level = _level_of(table)
    rows: dict[Key, Sequence[str]] = {}
    at = [table.header.index(name) for name in (*_STATES[level], "year")]
    for line, cells in table.rows:
        cells = ["" if cell in _MISSING else cell for cell in cells]
        key = _key_of(table, line, cells, at)
        if key in rows:
            rule = "No two rows are of the same states and year."
            raise FileRefused([Problem(table.file, rule, _FIX, found=str(key), line=line)])
        rows[key] = cells
    if table.problems:
        raise FileRefused(table.problems)
    return YearFile(level, table.header, rows)


def _level_of(table: Table) -> Level:
    if table.problems:
        raise FileRefused(table.problems)
    for level, states in _STATES.items():
        if {*states, "year", "version", "atopally"} <= {*table.header}:
            return level
    rule = "The columns are not those of a year file: states, year, atopally, version."
    raise FileRefused([Problem(table.file, rule, _FIX, found=", ".join(table.header), line=1)])


def _key_of(table: Table, line: int, cells: Sequence[str], at: Sequence[int]) -> Key:
    try:
        return tuple(int(cells[place]) for place in at)
    except (ValueError, IndexError):
        rule = "Codes of states and years are whole numbers."
        raise FileRefused(
            [Problem(table.file, rule, _FIX, found=", ".join(cells[:6]), line=line)]
        ) from None


def in_frame(file: YearFile, years: YearRanges) -> Iterator[Sequence[str]]:
    """Yield the header and a row for each key of the frame."""
    yield file.names
    zeros = [_in_no_alliance(name, file.version) for name in file.header]
    named = [(place, name) for place, name in enumerate(file.header) if name in _OF_KEY]
    for key in keys_of_frame(file.level, years, file.last_year):
        yield file.rows.get(key) or _with_key(zeros, named, key, len(_STATES[file.level]))


def outside(file: YearFile, years: YearRanges) -> Iterator[Sequence[str]]:
    """Yield the header and the rows outside the frame, each with the reason."""
    yield [*file.names, "why"]
    last = max((span[-1] for spans in years.values() for span in spans), default=0)
    for (*states, year), cells in sorted(file.rows.items()):
        absent = [state for state in states if not _is_in(years, state, year)]
        if year > last:
            yield [*cells, f"{year} lies after the list, which ends with {last}"]
        elif absent:
            yield [*cells, f"not in the system in {year}: {' '.join(map(str, absent))}"]


def keys_of_frame(level: Level, years: YearRanges, last_year: int) -> Iterator[Key]:
    covered = range(FIRST_YEAR, last_year + 1)
    of_states = {
        state: {year for span in years[state] for year in span if year in covered}
        for state in sorted(years)
    }
    if level not in _PAIRS:
        yield from ((state, year) for state, within in of_states.items() for year in sorted(within))
        return
    for state, other in _PAIRS[level](of_states, 2):
        yield from ((state, other, year) for year in sorted(of_states[state] & of_states[other]))


def _is_in(years: YearRanges, state: int, year: int) -> bool:
    return any(year in span for span in years.get(state, ()))


def _in_no_alliance(name: str, version: str) -> str:
    if name in _ZEROS:
        return "0"
    return version if name == "version" else ""


def _with_key(
    zeros: Sequence[str], named: Iterable[tuple[int, str]], key: Key, states: int
) -> list[str]:
    """Return the row of states that are in no alliance in the year."""
    row, first, last = [*zeros], key[0], key[states - 1]
    given = {"state": first, "mem1": first, "statea": first, "mem2": last, "stateb": last}
    given |= {"year": key[-1], **dict.fromkeys(_NUMBERS, first * 1000 + last)}
    for place, name in named:
        row[place] = str(given[name])
    return row

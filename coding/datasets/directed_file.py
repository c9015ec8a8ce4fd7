"""Reads the rows of a published directed-dyad file (ddyr) and lists their faults.

Only the columns behind pair obligations are read: states, year, obligations, shareob, alliances.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.problems import Problem
from coding.datasets.dyad_year import number_of
from coding.datasets.member import BIT
from coding.datasets.problems import MOST_PROBLEMS, problem_of_too_many
from coding.datasets.reading.cells import as_published
from coding.datasets.reading.changed_values import look_of
from coding.datasets.reading.columns import fault_of_repeated, level_of
from coding.datasets.reading.members import label_of
from coding.datasets.reading.oddities import signs_of_missing
from coding.datasets.reading.tables import Table
from coding.datasets.reading.texts import with_invisible_named, without_blanks

NEEDED = (
    *("ddyad", "year", *PRIMARY_OBLIGATIONS),
    *("shareob", "atopid1", "stateA", "stateB", "version"),
)
TAKE_THE_FILE = "Take the directed-dyad file (ddyr) of the same release as the member file."
_CUT_OFF = "Look whether the file was cut off here, and take the whole one."
CORRECT = "Correct the cell, or download the file again."


class DirectedRow(NamedTuple):
    """What a row says that stateA owes stateB in a year; ``owes`` is packed as in Member."""

    line: int
    state_a: int
    state_b: int
    year: int
    owes: int
    shareob: bool
    atopids: tuple[int, ...]


def read_directed(table: Table, label: str, problems: list[Problem]) -> Iterator[DirectedRow]:
    """Yield the readable rows; append a problem for each one that cannot be read.

    ``label`` is the release that they must be of. Reading ends at a wrong header, at a row of
    another release, and after MOST_PROBLEMS. Other text of the file is reported in the table's
    remarks.
    """
    try:
        layout = _Layout(table.header, label)
    except _Refused as refused:
        problems.append(refused.problem(table.file, 1))
        return
    for line, cells in table.rows:
        try:
            yield layout.row(line, cells)
        except _Refused as refused:
            column = refused.column
            place = table.place(line, layout.at[column]) if column in layout.at else ""
            problems.append(refused.problem(table.file, line, place))
            if column == "version":
                return
            if len(problems) == MOST_PROBLEMS:
                problems.append(problem_of_too_many(table.file, line))
                return
    table.remarks += signs_of_missing(table.file, layout.missing)


class _Refused(Exception):
    """A header or row that cannot be read, or one column of it."""

    def __init__(self, rule: str, fix: str, *, found: str = "", column: str = "") -> None:
        super().__init__(rule)
        self.rule, self.fix, self.found, self.column = rule, fix, found, column

    def problem(self, file: str, line: int, place: str = "") -> Problem:
        rule, fix, found, column = self.rule, self.fix, self.found, self.column
        return Problem(file, rule, fix, found=found, line=line, column=column, place=place)


class _Layout:
    """Where the cells of a row are, in a header of small letters."""

    def __init__(self, names: Sequence[str], label: str) -> None:
        lacking = [name for name in NEEDED if name.lower() not in names]
        if lacking:
            level = level_of(names)
            rule = f"This is {level}. " if level and "ddyad" not in names else ""
            rule += "A directed-dyad file has these columns, which are missing: "
            rule += f"{', '.join(lacking)}."
            raise _Refused(rule, TAKE_THE_FILE, found=", ".join(map(with_invisible_named, names)))
        if repeated := fault_of_repeated(names):
            raise _Refused(repeated.rule, repeated.fix)
        self.label = label
        self.missing: Counter[str] = Counter()  # sign for a missing value → its count
        self.width = len(names)
        self.at = {name: names.index(name.lower()) for name in NEEDED}
        self.ids = {name: place for place, name in enumerate(names) if name.startswith("atopid")}

    def row(self, line: int, cells: Sequence[str]) -> DirectedRow:
        """Read a row. Raises _Refused."""
        if len(cells) != self.width:
            rule = f"Every line has as many cells as the header has names: {self.width}."
            raise _Refused(rule, _CUT_OFF, found=str(len(cells)))
        version = cells[self.at["version"]]
        if version != self.label and label_of(version) != self.label:
            rule = f"All rows are of release {self.label}, as those of the member file are."
            raise _Refused(rule, TAKE_THE_FILE, found=version or "nothing", column="version")
        state_a, state_b, year, number = [
            _number(name, cells[self.at[name]]) for name in ("stateA", "stateB", "year", "ddyad")
        ]
        if number != number_of(state_a, state_b):
            rule = "ddyad is stateA * 1000 + stateB."
            raise _Refused(rule, CORRECT, found=str(number), column="ddyad")
        shareob = self._filled(cells[self.at["shareob"]])
        return DirectedRow(
            line,
            state_a,
            state_b,
            year,
            owes=sum([bit for name, bit in BIT.items() if _is_yes(name, cells[self.at[name]])]),
            shareob=bool(shareob) and _is_yes("shareob", shareob),
            atopids=tuple(
                [
                    _number(n, cells[at])
                    for n, at in self.ids.items()
                    if cells[at] and self._filled(cells[at])
                ]
            ),
        )

    def _filled(self, cell: str) -> str:
        """Return the content of a cell that may be empty; count a sign for a missing value."""
        value = cell and as_published(cell)
        if cell and not value:
            self.missing[without_blanks(cell)] += 1
        return value


def _number(name: str, cell: str) -> int:
    if cell.isascii() and cell.isdigit():
        return int(cell)
    value = as_published(cell)
    if not (value.isascii() and value.isdigit()):
        raise _no_value(name, f"{name} is a whole number.", cell)
    return int(value)


def _is_yes(name: str, cell: str) -> bool:
    if cell not in ("0", "1"):
        given, cell = cell, as_published(cell)
        if cell not in ("0", "1"):
            raise _no_value(name, f"{name} is 0 or 1.", given)
    return cell == "1"


def _no_value(name: str, rule: str, cell: str) -> _Refused:
    look = look_of(cell)
    rule, fix = (f"{rule} {look.rule}", look.fix) if look else (rule, CORRECT)
    return _Refused(rule, fix, found=with_invisible_named(cell) or "nothing", column=name)

"""Read a file of separated values cell by cell, and list the problems in it.

File formats, and what other programs do to a file, are handled by the readers of dataset files.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from coding.codebook.problems import FileRefused, Problem
from coding.datasets.reading.columns import fault_of_repeated
from coding.datasets.reading.oddities import Oddity
from coding.datasets.reading.tables import read_table as read_file
from coding.datasets.reading.texts import without_blanks

AS_PUBLISHED = "Take the file as it was published."
OR_SAVED = "Take the file as it was published, or save it as CSV or as an Excel workbook (.xlsx)."
_MIDNIGHT = " 00:00:00"  # ends a date from a workbook
_FIRST_DAY_OF_WORKBOOKS = "1900-03-01"  # Excel takes 1900 for a leap year
T = TypeVar("T")
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class BadCell(Exception):
    """A value that breaks a rule of its column."""

    def __init__(self, column: str, rule: str, found: str, fix: str = AS_PUBLISHED) -> None:
        self.column, self.rule, self.found, self.fix = column, rule, found, fix
        super().__init__(rule)


@dataclass(frozen=True)
class ListRow:
    """One line of a file below its header; column names are in lower case."""

    line: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        return without_blanks(self.cells[column.lower()])

    def text(self, column: str, *, longest: int) -> str:
        """Return a text that is not empty. Raises BadCell, as the other methods do."""
        text = self.cell(column)
        if not text or len(text) > longest:
            raise BadCell(column, f"A text of at most {longest} characters stands here.", text)
        return text

    def whole(self, column: str, highest: int, *others: int) -> int:
        """Return a whole number from 1 to the highest, or one of the others."""
        text = self.cell(column)
        value = int(text) if _WHOLE.fullmatch(text) else None
        if value is None or not (1 <= value <= highest or value in others):
            also = f", or {', '.join(map(str, others))}" if others else ""
            raise BadCell(column, f"A whole number from 1 to {highest}{also}.", text)
        return value

    def iso_date(self, column: str) -> date:
        text = self.cell(column)
        if text.endswith(_MIDNIGHT) and text < _FIRST_DAY_OF_WORKBOOKS:
            rule = "No two programs read a day before 1900 alike that a workbook keeps as a date."
            raise BadCell(column, rule, text, "Take the list as it was published, as text.")
        text = text.removesuffix(_MIDNIGHT)
        try:
            if _ISO.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise BadCell(column, "A date that exists, as YYYY-MM-DD.", text)

    def day(self, year: str, month: str, day: str) -> date:
        parts = self.whole(year, 9999), self.whole(month, 12), self.whole(day, 31)
        return existing(day, *parts)


def existing(column: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        found = f"{year}-{month}-{day}"
        raise BadCell(column, "A day that the month has.", found) from None


@dataclass
class ListTable:
    """The columns and rows of a file, and the problems found while reading them.

    ``passed_over`` describes values of the file that were ignored.
    """

    file: str
    columns: tuple[str, ...]
    rows: list[ListRow]
    problems: list[Problem] = field(default_factory=list)
    passed_over: tuple[Oddity, ...] = ()

    def read(self, line: Callable[[ListRow], T]) -> list[tuple[ListRow, T]]:
        """Read every row, leaving out those with a problem."""
        read = []
        for row in self.rows:
            try:
                read.append((row, line(row)))
            except BadCell as bad:
                self.refuse(row, bad)
        return read

    def one_value(self, column: str, pattern: str) -> str:
        """Return the value that every row has in the column, or "" if it is not the same."""
        values = {row.cell(column): row for row in reversed(self.rows)}
        for value, row in values.items():
            if len(values) > 1 or not re.fullmatch(pattern, value, re.ASCII):
                self.refuse(row, BadCell(column, "Every line has the list's version here.", value))
                return ""
        return next(iter(values), "")

    def check_names(self, column: str, named: Iterable[tuple[ListRow, int, str]]) -> None:
        """Note rows that give a number another name than an earlier row."""
        first: dict[int, str] = {}
        for row, number, name in named:
            if first.setdefault(number, name) != name:
                rule = f"{number} is called “{first[number]}” in an earlier line."
                self.refuse(row, BadCell(column, rule, name))

    def check_order(
        self, column: str, spans: Iterable[tuple[ListRow, object, date, date | None]]
    ) -> None:
        """Note spans that end before they begin, or overlap with an earlier one."""
        earlier: dict[object, list[tuple[date, date]]] = {}
        for row, whose, begin, end in spans:
            last = end or date.max
            if last < begin:
                self.refuse(row, BadCell(column, "An end lies after its begin.", str(end)))
            elif any(begin <= to and since <= last for since, to in earlier.get(whose, ())):
                rule = "Two spells of one state do not overlap."
                self.refuse(row, BadCell(column, rule, f"{begin} to {end or 'now'}"))
            earlier.setdefault(whose, []).append((begin, last))

    def refuse(self, row: ListRow, bad: BadCell) -> None:
        self.problems.append(
            Problem(self.file, bad.rule, bad.fix, found=bad.found, line=row.line, column=bad.column)
        )


def read_table(file: str, content: bytes, names: Collection[str]) -> ListTable:
    """Parse a file as people save it. Raises FileRefused if it is no table at all.

    ``names`` are the allowed columns, in lower case.
    """
    read = read_file(file, content, names)
    lines = list(read.rows)
    if read.problems:
        raise FileRefused([_of_a_list(file, problem) for problem in read.problems])
    if repeated := fault_of_repeated(read.header):
        raise FileRefused([Problem(file, repeated.rule, repeated.fix, line=1)])
    if not lines:
        rule = "The file has no rows below a header."
        raise FileRefused([Problem(file, rule, AS_PUBLISHED)])
    table = ListTable(file, tuple(read.header), [], passed_over=tuple(read.remarks))
    for line, cells in lines:
        if len(cells) == len(table.columns):
            table.rows.append(ListRow(line, dict(zip(table.columns, cells, strict=True))))
        else:
            rule = f"The header has {len(table.columns)} columns, this line has {len(cells)}."
            table.problems.append(Problem(file, rule, AS_PUBLISHED, line=line))
    return table


def _of_a_list(file: str, problem: Problem) -> Problem:
    """Return the problem with advice for a list, which is no part of a dataset."""
    return replace(problem, file=file, fix=problem.fix if problem.line else OR_SAVED)

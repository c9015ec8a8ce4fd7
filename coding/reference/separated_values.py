"""Read a file of comma- or tab-separated values cell by cell, and list the problems in it."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from coding.codebook.problems import FileRefused, Problem

AS_PUBLISHED = "Take the file as it was published."
T = TypeVar("T")
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class BadCell(Exception):
    """A value that breaks a rule of its column."""

    def __init__(self, column: str, rule: str, found: str, fix: str = AS_PUBLISHED) -> None:
        self.column, self.rule, self.found, self.fix = column, rule, found, fix
        super().__init__(rule)


@dataclass(frozen=True)
class Row:
    """One line of a file below its header."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str, *, longest: int) -> str:
        """Return a text that is not empty. Raises BadCell, as the other methods do."""
        found = self.cells[column].strip()
        if not found or len(found) > longest:
            raise BadCell(column, f"A text of at most {longest} characters stands here.", found)
        return found

    def whole(self, column: str, lowest: int, highest: int, *others: int) -> int:
        """Return a whole number in the range, or one of the others."""
        found = self.cells[column].strip()
        value = int(found) if _WHOLE.fullmatch(found) else None
        if value is None or not (lowest <= value <= highest or value in others):
            also = f", or {', '.join(map(str, others))}" if others else ""
            raise BadCell(column, f"A whole number from {lowest} to {highest}{also}.", found)
        return value

    def iso_date(self, column: str) -> date:
        found = self.cells[column].strip()
        try:
            if _ISO.fullmatch(found):
                return date.fromisoformat(found)
        except ValueError:
            pass
        raise BadCell(column, "A date that exists, as YYYY-MM-DD.", found)

    def day(self, year: str, month: str, day: str) -> date:
        parts = self.whole(year, 1, 9999), self.whole(month, 1, 12), self.whole(day, 1, 31)
        return existing(day, *parts)


def existing(column: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        found = f"{year}-{month}-{day}"
        raise BadCell(column, "A day that the month has.", found) from None


@dataclass
class Table:
    """The columns and rows of a file, and the problems found while reading them."""

    file: str
    columns: tuple[str, ...]
    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)

    def read(self, line: Callable[[Row], T]) -> list[tuple[Row, T]]:
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
        values = {row.cells[column].strip(): row for row in reversed(self.rows)}
        for value, row in values.items():
            if len(values) > 1 or not re.fullmatch(pattern, value, re.ASCII):
                self.refuse(row, BadCell(column, "Every line has the list's version here.", value))
                return ""
        return next(iter(values), "")

    def check_names(self, column: str, named: Iterable[tuple[Row, int, str]]) -> None:
        """Note rows that give a number another name than an earlier row."""
        first: dict[int, str] = {}
        for row, number, name in named:
            if first.setdefault(number, name) != name:
                rule = f"{number} is called “{first[number]}” in an earlier line."
                self.refuse(row, BadCell(column, rule, name))

    def check_order(
        self, column: str, spans: Iterable[tuple[Row, object, date, date | None]]
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

    def refuse(self, row: Row, bad: BadCell) -> None:
        self.problems.append(Problem(self.file, row.line, bad.column, bad.rule, bad.found, bad.fix))


def read_table(file: str, content: bytes) -> Table:
    """Parse a file. Raises FileRefused if it is no table at all.

    Official lists are UTF-8 or, the older ones, Latin-1. The header decides about the delimiter.
    """
    text = _decoded(content)
    header = text.partition("\n")[0]
    delimiter = "\t" if "\t" in header else ","
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        found = [(lines.line_num, cells) for cells in lines if cells]
    except csv.Error as error:
        rule = "The file is not a table of comma- or tab-separated values."
        raise FileRefused([Problem(file, None, "", rule, str(error), AS_PUBLISHED)]) from None
    if len(found) < 2:
        rule = "The file has no rows below a header."
        raise FileRefused([Problem(file, None, "", rule, "", AS_PUBLISHED)])
    columns = tuple(name.strip() for name in found[0][1])
    table = Table(file, columns, [])
    for line, cells in found[1:]:
        if len(cells) == len(columns):
            table.rows.append(Row(line, dict(zip(columns, cells, strict=True))))
        else:
            rule = f"The header has {len(columns)} columns, this line has {len(cells)}."
            problem = Problem(file, line, "", rule, "", AS_PUBLISHED)
            table.problems.append(problem)
    return table


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")

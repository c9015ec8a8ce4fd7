"""Reads a file as a header and rows of text, whatever program saved it: CSV, Excel or Stata.

The content tells the kind of file, not its name. All kinds give the same text, so one set of rules
reads them. Rows are read one by one. Additions by programs that are no data – a byte order mark,
blanks around names, empty rows and columns, a column that counts the rows – are skipped, with a
remark if a person may have meant something by them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, dropwhile, islice

from coding.codebook.problems import Problem, UnreadableFile
from coding.datasets.reading.no_tables import is_workbook, require_table
from coding.datasets.reading.oddities import Oddity
from coding.datasets.reading.packed_files import unpacked
from coding.datasets.reading.separated_text import (
    LOOKED_AT,
    SAID,
    NumberedLine,
    lines_of_text,
    separator_of,
)
from coding.datasets.reading.stata import is_stata, lines_of_stata
from coding.datasets.reading.texts import without_blanks
from coding.datasets.reading.workbooks import read_workbook

_NO_NAME = re.compile(r"(unnamed: \d+|\.\.\.\d+)?")  # pandas' and R's names of unnamed columns
_ROW_NAMES = ("x", "index", "obs", "rownames", "row.names")  # of a first column with row names


@dataclass
class Table:
    """A header in lower case and the rows below it; ``file`` is the name shown in problems.

    Lines count from 1, the header; an observation of a Stata file has the number of its line in a
    CSV file. What cannot be read is added to ``problems``, and ends the rows; ``remarks`` report
    what was skipped.
    """

    file: str
    header: list[str] = field(default_factory=list)
    rows: Iterator[NumberedLine] = field(default_factory=lambda: iter(()))
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Oddity] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)  # positions of the header's names in the file
    has_observations: bool = False
    is_workbook: bool = False
    what: str = "The file"  # its name in a sentence

    def place(self, line: int, at: int) -> str:
        """Return how the program addresses the cell of the header's column ``at``."""
        if self.has_observations:
            return f"observation {line - 1}"
        return f"cell {letters_of(self.columns[at])}{line}"

    def refuse(self, why: UnreadableFile) -> None:
        self.problems.append(why.problem(self.file))

    def remark(self, rule: str, found: str = "") -> None:
        self.remarks.append(Oddity(self.file, rule, "Nothing of it was kept.", found=found))


def letters_of(column: int) -> str:
    """Return the letters of a spreadsheet's column, counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_table(file: str, content: bytes, names: Collection[str]) -> Table:
    """Read a header with the expected ``names``; its rows are read lazily."""
    table = Table(file)
    try:
        table.file, content = unpacked(file, content)
        if not content.strip(b"\xef\xbb\xbf\0 \t\r\n"):
            fix = "Save it as CSV, as an Excel workbook (.xlsx) or as a Stata file."
            raise UnreadableFile("The file is empty.", fix)
        lines = _lines(table, content, names)
        table.rows = _below_header(table, lines, names)
    except UnreadableFile as why:
        table.refuse(why)
    return table


def _lines(table: Table, content: bytes, names: Collection[str]) -> Iterator[NumberedLine]:
    """Return the lines of the file, each with its number. Raises UnreadableFile."""
    if is_stata(content):
        table.has_observations = True
        return lines_of_stata(content)
    require_table(content)
    if not is_workbook(content):
        return lines_of_text(content, names)
    table.is_workbook = True
    sheet = read_workbook(content, names)
    table.what = f"The sheet “{sheet.title}”"
    if sheet.others:
        table.file = f"{table.file}, sheet “{sheet.title}”"
        table.remark("The workbook has other sheets, which were not read.", ", ".join(sheet.others))
    return sheet.rows


def _below_header(
    table: Table, lines: Iterator[NumberedLine], names: Collection[str]
) -> Iterator[NumberedLine]:
    """Find the header and return the lines below it. Raises UnreadableFile."""
    lines = dropwhile(lambda line: _is_blank(line[1]), lines)
    looked = list(islice(lines, LOOKED_AT))
    named = [[without_blanks(cell).lower() for cell in cells] for _, cells in looked]
    known = [sum(1 for cell in cells if cell in names) for cells in named]
    _require_names_first(looked, known, len(names))
    if not looked:
        raise UnreadableFile(f"{table.what} is empty.", "Save it again with its rows.")
    header = named[0]
    while header and not header[-1]:
        header.pop()
    _require_columns(header, names)
    left_out = [at for at, name in enumerate(header) if name not in names and _is_added(name, at)]
    table.columns = [at for at in range(len(header)) if at not in left_out]
    table.header = [header[at] for at in table.columns]
    reading = _Rows(table, len(header), len(looked[0][1]), left_out)
    return reading.of(chain(looked[1:], lines))


def _is_added(name: str, at: int) -> bool:
    """Whether a program added the column: an unnamed one, or a first one with row names."""
    return bool(_NO_NAME.fullmatch(name) or (at == 0 and name in _ROW_NAMES))


def _require_names_first(looked: Sequence[NumberedLine], known: Sequence[int], of: int) -> None:
    most = max(known, default=0)
    if most > of / 2 > known[0]:
        line = looked[known.index(most)][0]
        above = " ".join(cell for _, cells in looked[: known.index(most)] for cell in cells)
        rule = (
            f"The names of the variables stand in line {line}; they are the first line of a file."
        )
        raise UnreadableFile(
            rule, "Take out what stands above them.", found=above, line=looked[0][0]
        )


def _require_columns(header: Sequence[str], names: Collection[str]) -> None:
    """Raise UnreadableFile if all names are in one cell, with another separator."""
    if len(header) == 1 and (separator := separator_of(header, names)):
        known = [without_blanks(name) in names for name in header[0].split(separator)]
        if sum(known) > len(names) / 2:
            rule = f"All the names stand in one cell, with {SAID[separator]} between them."
            fix = "In Excel choose Data › Text to Columns. Then save it as a workbook or as CSV."
            raise UnreadableFile(rule, fix, found=header[0], line=1)


class _Rows:
    """The rows that have values; remembers what is skipped."""

    def __init__(self, table: Table, width: int, file_width: int, left_out: Sequence[int]) -> None:
        self.table, self.width, self.file_width = table, width, file_width
        self.counted = dict.fromkeys(left_out, "")  # column → its last row number
        self.empty, self.last_empty = 0, 0

    def of(self, lines: Iterable[NumberedLine]) -> Iterator[NumberedLine]:
        """Yield the rows, without the skipped columns."""
        try:
            for line, cells in lines:
                if not (cells and cells[0].isalnum()) and _is_blank(cells):
                    if len(cells) > 1:  # a line without separators is no row
                        self.empty, self.last_empty = self.empty + 1, line
                    continue
                if len(cells) != self.width:
                    cells = self._fitted(line, cells)
                if self.counted and len(cells) == self.width:
                    self._require_row_count(line, cells)
                    cells = [cells[at] for at in self.table.columns]
                yield line, cells
        except UnreadableFile as why:
            self.table.refuse(why)
        self._report_skipped()

    def _fitted(self, line: int, cells: list[str]) -> list[str]:
        """Return a row without cells beyond the header; a workbook leaves out empty ones."""
        if len(cells) < self.width and self.table.is_workbook:
            return cells + [""] * (self.width - len(cells))
        if _is_blank(cells[self.width :]):
            return cells[: self.width]
        if self.file_width > self.width or self.table.is_workbook:
            at = next(
                at for at, cell in enumerate(cells) if at >= self.width and without_blanks(cell)
            )
            raise _without_name(line, at, cells[at])
        return cells

    def _require_row_count(self, line: int, cells: Sequence[str]) -> None:
        """Raise UnreadableFile if a skipped column does more than count the rows."""
        for column, last in self.counted.items():
            count = without_blanks(cells[column]).removesuffix(".0")
            if not count and not last:
                continue
            if not (count.isascii() and count.isdigit()) or int(count) <= int(last or -1):
                raise _without_name(line, column, cells[column])
            self.counted[column] = count

    def _report_skipped(self) -> None:
        for column, counted in self.counted.items():
            does = "counts the rows" if counted else "is empty"
            self.table.remark(f"Column {letters_of(column)} {does}, and was skipped.")
        if self.file_width > self.width:
            first, last = letters_of(self.width), letters_of(self.file_width - 1)
            which = f"Column {first} is" if first == last else f"Columns {first} to {last} are"
            self.table.remark(f"{which} empty, and skipped.")
        if self.empty:
            many = f"{self.empty:,} rows are" if self.empty > 1 else "One row is"
            self.table.remark(f"{many} empty, up to line {self.last_empty}, and skipped.")


def _is_blank(cells: list[str]) -> bool:
    return not any(cells) or not any(map(without_blanks, cells))


def _without_name(line: int, column: int, found: str) -> UnreadableFile:
    rule = (
        f"A column without a name of the dataset holds a value, in cell {letters_of(column)}{line}."
    )
    return UnreadableFile(
        rule, "Give the column its name, or take it out.", found=found or "nothing", line=line
    )

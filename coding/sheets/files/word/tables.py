"""Tables of a Word file: which column has questions, which has answers, which rows are heads.

A table without a column of questions – members and dates in an answer, say – is read row by row.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coding.models.questionnaire import QUESTIONS
from coding.sheets.files.word.names import AROUND, CONTROL, W
from coding.sheets.files.word.properties import VAL, is_on, value_of
from coding.sheets.files.word.words import beginning, plain
from coding.sheets.questions.wording import letters

_ROW, _CELL = f"{W}tr", f"{W}tc"
_NUMBER = re.compile(r"\W*(?:Q|Question)?\W*(\d{1,2})\W*(?=\D|$)", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"\W*(?:Q|Question)?\W*(\d{1,2})\W*", re.IGNORECASE)
_ASKS = re.compile(r"(?:coding)?(?:question|item|variable|wording)s?(?:text)?")
_ANSWERS = re.compile(r"(?:your|coder)?(?:answer|response|reply|replie|coding)s?(?:text)?")
_REMARKS = re.compile(
    r"(?:coders?)?(?:comment|note|remark|source|page|article|reference|check|initial|ok)\w*"
)
_LONGEST_HEAD = 40
_LETTERS_KNOWN = 16  # of a wording's beginning
_LOOKED_AT = 200
_MOST_CELLS = 100_000


def _beginnings() -> dict[str, set[int]]:
    """Return the questions by how their wordings begin; several begin alike."""
    beginnings: dict[str, set[int]] = defaultdict(set)
    for question in QUESTIONS:
        for wording in (question.wording, *question.kind.formerly.values()):
            beginnings[letters(wording)[:_LETTERS_KNOWN]].add(question.number)
    return dict(beginnings)


_BEGINNINGS = _beginnings()
_SHORT = {start: ns for start, ns in _BEGINNINGS.items() if len(start) < _LETTERS_KNOWN}


@dataclass
class TableCell:
    """A cell, its column in the table's grid, and whether it continues the cell above."""

    element: Any
    column: int
    goes_on: bool


@dataclass
class TableRow:
    """A row's cells in the order in which they are read.

    ``words`` is the text of a row that is only the table's head, else "". ``beside`` has the cells
    of columns that hold no answer, with the column's name.
    """

    cells: list[TableCell]
    element: Any
    words: str = ""
    beside: list[tuple[TableCell, str]] = field(default_factory=list)


@dataclass(frozen=True)
class TableColumns:
    """The columns of a table of questions; ``remarks`` has the names of those without answers."""

    number: int | None
    question: int
    remarks: dict[int, str]
    several: bool


def questions_of(text: str) -> set[int]:
    """Return the numbers of the questions whose wording begins as a text does."""
    text = text[:_LOOKED_AT]
    number = _NUMBER.match(text)
    asked = letters(text[number.end() :] if number else text)
    if asked[:_LETTERS_KNOWN] in _BEGINNINGS:
        return _BEGINNINGS[asked[:_LETTERS_KNOWN]]
    return next((ns for start, ns in _SHORT.items() if asked.startswith(start)), set())


def rows_of(table: Any) -> tuple[list[TableRow], bool]:
    """Return a table's rows, and whether several columns beside the questions may be answers."""
    rows = [TableRow(list(_cells(row)), row) for row in _within(table, _ROW)]
    columns = _columns(rows) if 1 < sum(len(row.cells) for row in rows) < _MOST_CELLS else None
    if columns is None:
        return rows, False
    for row in rows:
        if _is_head(row):
            words = (plain(cell.element) for cell in row.cells if not cell.goes_on)
            row.words = " | ".join(filter(None, words))
        elif any(cell.column == columns.question for cell in row.cells):
            _put_in_order(row, columns)
    return rows, columns.several


def _within(container: Any, name: str) -> Iterator[Any]:
    """Yield rows or cells, also those in content controls."""
    for child in container:
        if child.tag == name:
            yield child
        elif child.tag == CONTROL or child.tag in AROUND:
            yield from _within(child, name)


def _cells(row: Any) -> Iterator[TableCell]:
    column = _count(row, "trPr", "gridBefore")
    for element in _within(row, _CELL):
        merge = element.find(f"{W}tcPr/{W}vMerge")
        yield TableCell(element, column, merge is not None and merge.get(VAL) != "restart")
        column += max(1, _count(element, "tcPr", "gridSpan"))


def _count(element: Any, *names: str) -> int:
    value = value_of(element, *names)
    return int(value[:4]) if value.isdecimal() else 0


def _text(cell: TableCell) -> str:
    """Return how a cell's words begin."""
    return "" if cell.goes_on else beginning(cell.element, _LOOKED_AT)


def _columns(rows: list[TableRow]) -> TableColumns | None:
    """Return the columns by what stands in them; None unless exactly one has questions."""
    texts = [{cell.column: _text(cell) for cell in row.cells} for row in rows]
    asked = [{c: ns for c, text in row.items() if (ns := questions_of(text))} for row in texts]
    counts = Counter(column for row in asked for column in row)
    if not counts or len([c for c, n in counts.items() if n > max(counts.values()) / 4]) > 1:
        return None
    question = counts.most_common(1)[0][0]
    of_questions = [(t, a[question]) for t, a in zip(texts, asked, strict=True) if question in a]
    number = _column_of_numbers(of_questions, question)
    others = {c for row, _ in of_questions for c, text in row.items() if text}
    others -= {question, number}
    names = _names(texts, asked)
    remarks = _remarks(others, names)
    return TableColumns(number, question, remarks, len(others - remarks.keys()) > 1)


def _column_of_numbers(rows: list[tuple[dict[int, str], set[int]]], question: int) -> int | None:
    fits: Counter[int] = Counter()
    for texts, numbers in rows:
        for column, text in texts.items():
            match = _NUMBER_ALONE.fullmatch(text)
            fits[column] += bool(match and int(match[1]) in numbers and column != question)
    best, count = fits.most_common(1)[0]
    return best if count > len(rows) / 2 else None


def _names(texts: list[dict[int, str]], asked: list[dict[int, set[int]]]) -> dict[int, str]:
    """Return the names of the columns from the first row that names some."""
    for row, questions in zip(texts, asked, strict=True):
        if not questions and _names_columns(row.values()):
            return row
    return {}


def _names_columns(texts: Any) -> bool:
    filled = [text for text in texts if text]
    named = [t for t in filled if _ASKS.fullmatch(letters(t)) or _ANSWERS.fullmatch(letters(t))]
    return bool(named) and all(len(text) <= _LONGEST_HEAD for text in filled)


def _remarks(other_columns: set[int], names: dict[int, str]) -> dict[int, str]:
    """Return the columns without answers, if one is named for answers or all others for remarks."""
    named = {column: letters(names.get(column, "")) for column in other_columns}
    answers = [column for column, name in named.items() if _ANSWERS.fullmatch(name)]
    if len(answers) != 1:
        answers = [column for column, name in named.items() if not _REMARKS.fullmatch(name)]
    return (
        {c: names.get(c, "") for c in other_columns if c not in answers}
        if len(answers) == 1
        else {}
    )


def _is_head(row: TableRow) -> bool:
    texts = [_text(cell) for cell in row.cells]
    if any(questions_of(text) for text in texts):
        return False
    repeats = is_on(row.element, "trPr", "tblHeader")
    return _names_columns(texts) or bool(repeats and len([t for t in texts if t]) > 1)


def _put_in_order(row: TableRow, columns: TableColumns) -> None:
    """Put a row's number first, then its question, then what answers it."""
    first = [c for c in (columns.number, columns.question) if c is not None]
    row.beside = [(c, columns.remarks[c.column]) for c in row.cells if c.column in columns.remarks]
    cells = [cell for cell in row.cells if cell.column not in columns.remarks]
    row.cells = sorted(
        cells, key=lambda c: first.index(c.column) if c.column in first else len(first)
    )

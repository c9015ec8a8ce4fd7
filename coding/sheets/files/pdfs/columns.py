"""Read pages in columns: a table of questions row by row, running text column by column.

In a table, a row begins with a question; a row that a page end splits goes on at the top of the
next page. Each question becomes a line, and so does each paragraph of an answer. If something is
uncertain, the sheet is refused or a doubt is listed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations, groupby

from rapidfuzz.distance.Levenshtein import normalized_similarity as ratio

from coding.codebook.problems import UnreadableFile
from coding.models.questionnaire import SECTIONS
from coding.sheets.document import Repair
from coding.sheets.files.pdfs.line_ends import Wraps, edge_of, pitch_of, tells_by_spaces, widest
from coding.sheets.files.pdfs.lines import PrintedLine
from coding.sheets.files.pdfs.rows import SAME, PageRow, column_by_row, columns_of, rows_of, text_of
from coding.sheets.lines.furniture import DROPPED
from coding.sheets.lines.hyphens import Lexicon
from coding.sheets.questions.locate import WHOLE_WORDINGS, WORDINGS
from coding.sheets.questions.wording import letters
from coding.sheets.understanding.headings import is_heading

_EDGE = 3  # rows at a page's edge that may be a head or foot
_FEWEST_QUESTIONS = 2
_FEWEST_WIDE = 5  # rows with three columns
_NUMBER = re.compile(r"\W{0,2}(?:Q(?:uestion)?\.?\s*)?\d{1,2}\s?[.,:;)]?\s*")
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(r"Version\s+\d")
_HEADS = frozenset(
    letters(head)
    for head in (
        *("No.", "Nr.", "Number", "Q", "Item", "Question", "Questions", "Question No."),
        *("Answer", "Answers", "Response", "Responses", "Coding", "Code", "Question text"),
    )
)
_ALIKE = 0.85
_NUMBERED, _UNNUMBERED = 5, 12  # letters that identify a question, after a number and without one
_BEGINNINGS = frozenset(whole[:_NUMBERED] for whole in WHOLE_WORDINGS)
_MOST_ASIDE = 0.1  # of the rows

ASIDE = "In a table, an answer that does not begin beside its question"
NOT_ONE = "In a table, a cell that holds something else than one question"
HEAD = "Head of a table left out"
_TABLE = "Import the file from which the PDF was printed, as .docx or .txt."


@dataclass
class _Cells:
    """A row of the table: its question, the answer beside it, and where the answers stand."""

    column: float
    question: list[PrintedLine] = field(default_factory=list)
    answer: list[PrintedLine] = field(default_factory=list)

    @property
    def is_aside(self) -> bool:
        """Whether the answer begins above or below its question."""
        if not self.question or not self.answer:
            return False
        first, beside = self.question[0], self.answer[0]
        return first.page == beside.page and abs(first.down - beside.down) > first.size / 2

    @property
    def begins_with_question(self) -> bool:
        return _is_question(text_of(self.question))

    @property
    def is_one_question(self) -> bool:
        asked = letters(_NUMBER.sub("", text_of(self.question), count=1))
        return any(ratio(asked, wording.full) > _ALIKE for wording in WORDINGS)


_Read = list[PrintedLine | _Cells]


@dataclass
class PageColumns:
    """The lines in the order in which they are read, and what was left out or is doubtful."""

    lines: list[PrintedLine]
    left_out: list[tuple[PrintedLine, str]] = field(default_factory=list)
    doubtful: list[tuple[PrintedLine, str]] = field(default_factory=list)
    joins: list[tuple[PrintedLine, Repair]] = field(default_factory=list)


def in_order(lines: list[PrintedLine]) -> PageColumns:
    """Return the lines of a document in reading order. Raises UnreadableFile."""
    pages = [rows_of(list(page)) for _, page in groupby(lines, key=lambda line: line.page)]
    columns = columns_of(pages)
    left, right = _questions_in(pages, columns)
    if left + right < _FEWEST_QUESTIONS:
        return PageColumns(lines)
    result = PageColumns([])
    _drop_page_edges(pages, result)
    if right > _FEWEST_QUESTIONS:
        result.lines = list(_running_text(pages, columns))
        return result
    _require_two_columns(pages, columns)
    return _table(_gathered(pages, columns, result), result)


def _questions_in(pages: list[list[PageRow]], columns: list[float]) -> tuple[int, int]:
    """Return how many questions begin left and right of a column's edge."""
    counts = [0, 0]
    for rows in pages:
        for row, column in zip(rows, column_by_row(rows, columns, None), strict=True):
            for side, parts in enumerate((row.at(column) if column else None) or ()):
                counts[side] += _is_question(text_of(parts))
    return counts[0], counts[1]


def _running_text(pages: list[list[PageRow]], columns: list[float]) -> Iterator[PrintedLine]:
    """Yield the lines of the first column and of the second one, stretch by stretch."""
    for rows in pages:
        by_row = zip(rows, column_by_row(rows, columns, None), strict=True)
        for column, stretch in groupby(by_row, key=lambda cell: cell[1]):
            sides = [
                row.at(column) or (row.parts, []) if column else (row.parts, [])
                for row, _ in stretch
            ]
            for side in (0, 1):
                yield from (text for pair in sides for text in pair[side])


@lru_cache(4096)
def _is_question(text: str) -> bool:
    """Whether a line begins with a question: by a few letters after a number, else by more."""
    number = _NUMBER.match(text)
    asked = letters(text[number.end() if number else 0 :])
    if asked in WHOLE_WORDINGS:
        return True
    if number:
        return asked[:_NUMBERED] in _BEGINNINGS
    return len(asked) >= _UNNUMBERED and any(whole.startswith(asked) for whole in WHOLE_WORDINGS)


def _require_two_columns(pages: list[list[PageRow]], columns: list[float]) -> None:
    """Refuse a table with a further column of words: it is unknown where they belong."""
    for first, second in combinations(columns, 2):
        wide = [
            row
            for rows in pages
            for row in rows
            if row.begins_at(first) and any(abs(p.start - second) <= SAME for p in row.parts)
        ]
        if len(wide) >= _FEWEST_WIDE:
            rule = "The sheet is a table with another column beside questions and answers."
            raise UnreadableFile(rule, _TABLE, found=wide[0].text)


def _drop_page_edges(pages: list[list[PageRow]], result: PageColumns) -> None:
    """Remove heads and feet of pages, which would split a row that goes on at the next page."""
    alike: dict[tuple[int, str], list[tuple[list[PageRow], PageRow]]] = defaultdict(list)
    for rows in pages:
        for row in {id(row): row for row in (*rows[:_EDGE], *rows[-_EDGE:])}.values():
            place = round(row.parts[0].down / 3)
            alike[place, _DIGITS.sub("#", row.text)].append((rows, row))
    for rows_alike in alike.values():
        if len(rows_alike) > 1 and len(rows_alike) >= len(pages) * 0.6:
            for rows, row in rows_alike:
                rows.remove(row)
                result.left_out.append((row.as_line(), DROPPED))


def _gathered(pages: list[list[PageRow]], columns: list[float], result: PageColumns) -> _Read:
    """Go through the rows of all pages, and gather the cells of tables."""
    read: _Read = []
    cells: _Cells | None = None
    for rows in pages:
        by_row = column_by_row(rows, columns, cells.column if cells else None)
        for row, column in zip(rows, by_row, strict=True):
            if _is_head(row):
                result.left_out.append((row.as_line(), HEAD))
                continue
            sides = row.at(column) if column else None
            if column is None or sides is None or _is_apart(text_of(sides[0])):
                read.append(row.as_line())
                cells = None
                continue
            if cells is None or cells.column != column or _is_question(text_of(sides[0])):
                cells = _Cells(column)
                read.append(cells)
            cells.question += sides[0]
            cells.answer += sides[1]
    return read


def _is_head(row: PageRow) -> bool:
    words = [letters(part.text) for part in row.parts]
    return len(words) > 1 and any(words) and all(word in _HEADS or not word for word in words)


def _is_apart(text: str) -> bool:
    """Whether a line stands between the table's rows: a section's heading, a revision note."""
    return bool(_NOTE.match(text)) or any(is_heading(text, section) for section in SECTIONS)


def _table(read: _Read, result: PageColumns) -> PageColumns:
    """Return each question on a line, and each paragraph of its answer on one."""
    cells = [row for row in read if isinstance(row, _Cells)]
    aside = [cell for cell in cells if cell.is_aside]
    if len(aside) > max(1, len(cells) * _MOST_ASIDE):
        rule = "The sheet is a table in which answers do not begin beside their questions."
        raise UnreadableFile(rule, _TABLE, found=text_of(aside[0].answer))
    wraps = {column: _wraps(column, cells) for column in {cell.column for cell in cells}}
    for row in read:
        if isinstance(row, PrintedLine):
            result.lines.append(row)
            continue
        questions, answers = wraps[row.column]
        asked = [questions.one_line(row.question)] if row.question else []
        result.lines += [*asked, *answers.paragraphs(row.answer)]
        if row.is_aside:
            result.doubtful.append((row.answer[0], ASIDE))
        if row.begins_with_question and not row.is_one_question:
            result.doubtful.append((row.question[0], NOT_ONE))
    result.joins += [join for _, answers in wraps.values() for join in answers.joins]
    return result


def _wraps(column: float, cells: list[_Cells]) -> tuple[Wraps, Wraps]:
    """Return how lines were broken in the questions and in the answers of a table."""
    of_table = [cell for cell in cells if cell.column == column]
    asked = [_without_numbers(row.question) for row in of_table]
    answered = [row.answer for row in of_table]
    lexicon = Lexicon(line.text.strip() for lines in (*asked, *answered) for line in lines)
    edge, pitch = edge_of(asked), pitch_of(asked)
    by_spaces = tells_by_spaces((line for lines in asked for line in lines[:-1]), edge)
    questions = Wraps(edge, widest(asked), pitch, by_spaces, lexicon)
    edge = edge_of(answered) or edge_of([cell.answer for cell in cells])
    return questions, replace(questions, edge=edge, widest=widest(answered), joins=[])


def _without_numbers(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Leave out numbers in a column of their own."""
    return [line for line in lines if not _NUMBER.fullmatch(line.text)]

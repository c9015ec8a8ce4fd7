"""Read the text of a Word file into lines: what a reader of the page sees, in its order.

Words that are not read are listed with the line where they stand, also those of unknown elements,
so that nothing is left out silently. Tracked changes are read as accepted.
"""

from collections.abc import Iterator
from typing import Any

from coding.models.questionnaire import BY_NUMBER, SECTIONS
from coding.sheets.document import Repair
from coding.sheets.files.word.fields import Fields
from coding.sheets.files.word.names import (
    ALTERNATIVES,
    AROUND,
    CONTROL,
    DELETED,
    PARAGRAPH,
    TABLE,
    R,
    W,
)
from coding.sheets.files.word.notes import Notes
from coding.sheets.files.word.numbers import Numbers
from coding.sheets.files.word.package import Package, check_depth
from coding.sheets.files.word.properties import is_on, value_of
from coding.sheets.files.word.runs import write_inline
from coding.sheets.files.word.styles import Styles, is_shaded
from coding.sheets.files.word.tables import TableCell, TableRow, questions_of, rows_of
from coding.sheets.files.word.tally import LineTally, WordLine
from coding.sheets.files.word.words import chosen, plain
from coding.sheets.files.word.writing import DELETION, PRINTED_STYLES, Writing, is_prompt
from coding.sheets.printing.printable import ANSWER_STYLE
from coding.sheets.questions.wording import letters

_TITLES = frozenset(letters(section.title) for section in SECTIONS)
_LONGEST_CHOICE = 20  # letters
_PLAIN_TABLES = ("TableGrid", "TableNormal")  # others may colour their rows
_MOST_NUMBERS = 20  # quoted


class Story:
    """The text of a document from its first to its last paragraph."""

    def __init__(self, package: Package, tally: LineTally, notes: Notes) -> None:
        self._tally, self._notes = tally, notes
        styles = Styles(_related_root(package, "styles"))
        self._styles = styles
        self._numbers = Numbers(_related_root(package, "numbering"), styles)
        self._root = package.root(package.document)
        moved = letters(" ".join(map(plain, _outermost(self._root, f"{W}moveTo"))))
        self._writing = Writing(tally, styles, notes, moved)
        self._numbered: list[tuple[int, str]] = []
        self._heads: set[str] = set()
        self._shaded = 0  # how many tables, cells and boxes around a paragraph may be coloured

    def read(self) -> None:
        for child in self._root:
            self._blocks(child, 0) if child.tag == f"{W}body" else self._leave_out_unknown(child)
        self._writing.list_prompts()
        if self._numbered:
            labels = ", ".join(label for _, label in self._numbered[:_MOST_NUMBERS])
            what = "Numbers that Word writes by itself, read with their paragraphs"
            self._tally.repairs.append(Repair(self._numbered[0][0], what, labels))

    def _leave_out_unknown(self, element: Any) -> None:
        if isinstance(element.tag, str):
            self._writing.leave_out_unknown(element)

    def _blocks(self, container: Any, depth: int) -> None:
        """Read paragraphs and tables in printed order, however deep they are nested."""
        check_depth(depth)
        for child in container:
            if child.tag == PARAGRAPH:
                self._paragraph(child, depth)
            elif child.tag == TABLE:
                self._table(child, depth)
            elif child.tag == CONTROL:
                self._control(child, depth)
            elif child.tag in AROUND:
                self._blocks(child, depth + 1)
            elif child.tag in DELETED:
                self._writing.leave_out_deleted(child)
            elif child.tag == ALTERNATIVES:
                self._blocks(chosen(child, self._tally, self._writing.line), depth + 1)
            elif child.tag == f"{W}altChunk":
                words = self._notes.embedded(child.get(f"{R}id", ""))
                self._writing.leave_out_added("An embedded document", words)
            else:
                self._leave_out_unknown(child)

    def _control(self, control: Any, depth: int) -> None:
        if is_prompt(control):
            self._writing.leave_out_prompt(control)
        else:
            for content in control.iterchildren(f"{W}sdtContent"):
                self._blocks(content, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        properties = paragraph.find(f"{W}pPr")
        self._writing.begin(value_of(properties, "pStyle"))
        self._writing.is_shaded = self._shaded > 0 or is_shaded(properties)
        write_inline(paragraph, self._writing, depth)
        if not self._runs_on(paragraph, properties):
            self._end_paragraph(properties, depth)

    def _runs_on(self, paragraph: Any, properties: Any) -> bool:
        """Whether the next paragraph continues this one, whose end mark was deleted or is hidden.

        A large first letter (drop cap) in a frame of its own is continued too.
        """
        following = paragraph.getnext()
        if properties is None or following is None or following.tag != PARAGRAPH:
            return False
        frame, mark = properties.find(f"{W}framePr"), properties.find(f"{W}rPr")
        if frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"):
            return True
        if mark is None:
            return False
        is_deleted = any(mark.find(tag) is not None for tag in DELETED)
        return is_deleted or bool(is_on(mark, "vanish"))

    def _end_paragraph(self, properties: Any, depth: int) -> None:
        """Add the lines of a paragraph, and then those of the boxes that are anchored in it."""
        style_id = self._writing.style_id
        label = self._numbers.label(properties, style_id)
        self._writing.fields.end_paragraph()
        self._look_at_marks()
        line, text = len(self._tally.rows) + 1, self._writing.taken()
        if label and text.strip() and not text.lstrip().startswith(label):
            self._note_number(line, label, text)
            text = f"{label} {text}"
        style = self._styles.name(style_id)
        verbatim, as_printed = style == ANSWER_STYLE, style in PRINTED_STYLES
        self._tally.rows += [WordLine(part, verbatim, as_printed) for part in text.split("\n")]
        boxes, self._writing.boxes = self._writing.boxes, []
        for box in boxes:
            self._box(box, depth)

    def _look_at_marks(self) -> None:
        """Doubt what a paragraph says by its look alone: capitals, and a choice in a question."""
        writing = self._writing
        asked = questions_of(writing.so_far)
        if writing.in_capitals and not asked and letters(writing.so_far) not in _TITLES:
            writing.doubt("Capitals that the font sets, read as they were typed", writing.so_far)
        if asked and any(map(letters, writing.unmarked)):
            words = "".join(writing.marked)
            wordings = [letters(BY_NUMBER[number].wording) for number in asked]
            unmarked = letters("".join(writing.unmarked))
            is_beside = any(wording in unmarked for wording in wordings)  # an answer in bold
            is_choice = not is_beside and 0 < len(letters(words)) <= _LONGEST_CHOICE
            if is_choice and any(letters(words) in wording for wording in wordings):
                writing.doubt("Marked within the question, perhaps as its answer", words)

    def _note_number(self, line: int, label: str, text: str) -> None:
        self._tally.added.append(label)
        if not questions_of(text) and letters(text) not in _TITLES:
            self._numbered.append((line, label))

    def _box(self, box: Any, depth: int) -> None:
        self._writing.doubt("A text box, read after the paragraph that it belongs to", plain(box))
        fields, self._writing.fields = self._writing.fields, Fields()
        self._shaded += 1  # it may have a colour of its own
        self._blocks(box, depth + 1)
        self._shaded -= 1
        self._writing.fields = fields

    def _table(self, table: Any, depth: int) -> None:
        rows, several = rows_of(table)
        if several:
            what = "Several columns stand beside the questions, read one after the other"
            self._writing.doubt(what, plain(rows[0].element))
        style = value_of(table, "tblPr", "tblStyle")
        is_coloured = bool(style) and style not in _PLAIN_TABLES
        self._shaded += is_coloured
        for row in rows:
            self._row(row, depth)
        self._shaded -= is_coloured

    def _row(self, row: TableRow, depth: int) -> None:
        for name, why in (("del", DELETION), ("hidden", "Hidden")):
            if is_on(row.element, "trPr", name):
                self._writing.leave_out(why, row.element)
                return
        if row.words:
            self._head(row)
            return
        for cell in row.cells:
            self._cell(cell, depth)
        for cell, name in row.beside:
            self._writing.leave_out(f"In the column “{name}” of a table", cell.element)

    def _head(self, row: TableRow) -> None:
        """Leave out the head of a table; a repeated head is listed once."""
        before = len(self._tally.unread)
        self._tally.leave_out(None, "Head of a table", row.words, is_notice=True)
        if row.words in self._heads:
            self._tally.again.append(self._tally.unread.pop(before).words)
        self._heads.add(row.words)

    def _cell(self, cell: TableCell, depth: int) -> None:
        control = cell.element.getparent().getparent()
        if control is not None and is_prompt(control):
            self._writing.leave_out_prompt(cell.element)
        elif cell.goes_on:
            self._writing.leave_out("In a cell merged with the one above", cell.element)
        else:
            is_coloured = is_shaded(cell.element.find(f"{W}tcPr"))
            self._shaded += is_coloured
            self._blocks(cell.element, depth + 1)
            self._shaded -= is_coloured


def _outermost(root: Any, tag: str) -> Iterator[Any]:
    """Yield the elements with a tag that are inside no other with the same tag."""
    return (element for element in root.iter(tag) if next(element.iterancestors(tag), None) is None)


def _related_root(package: Package, kind: str) -> Any:
    """Return the root of the one part of a kind that the document refers to, or None."""
    related = next(package.related(package.document, kind), None)
    return package.root(related[1].target) if related else None

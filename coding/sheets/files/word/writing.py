"""The paragraph of a Word file that is being read: its words so far, and what of it is left out."""

from typing import Any

from coding.sheets.document import Repair
from coding.sheets.files.raised_signs import RAISED, written_raised
from coding.sheets.files.word.fields import Fields
from coding.sheets.files.word.names import CONTROL, DATES, R, W
from coding.sheets.files.word.notes import Notes
from coding.sheets.files.word.properties import is_on
from coding.sheets.files.word.styles import RunStyle, Styles
from coding.sheets.files.word.symbols import UNKNOWN, in_letters, is_private, is_symbol_font
from coding.sheets.files.word.tally import LineTally
from coding.sheets.files.word.words import words_of
from coding.sheets.printing.blocks import PrintedPart
from coding.sheets.questions.wording import letters

PRINTED_STYLES = frozenset(
    part.value for part in PrintedPart
)  # styles of sheets that this site printed
_NO_FONT = "that Word gives"
DELETION = "Deleted, as a tracked change"
PROMPT = "Prompt of a place that was left empty"


class Writing:
    """Collects what a paragraph shows. ``boxes`` are the text boxes that are anchored in it."""

    def __init__(self, tally: LineTally, styles: Styles, notes: Notes, moved: str) -> None:
        self.tally, self.styles, self.notes = tally, styles, notes
        self.fields = Fields()
        self.boxes: list[Any] = []
        self.prompts: dict[str, tuple[int, int]] = {}  # words: the first line, how often
        self.style_id = ""
        self.in_capitals = False  # whether its font sets capitals
        self.marked: list[str] = []  # emphasized words
        self.unmarked: list[str] = []
        self.is_shaded = False  # whether there is a colour behind the paragraph
        self._is_open = False
        self._moved = moved  # the letters of all that was moved
        self._text: list[str] = []
        self._line_ends = 0
        self._left_out: list[str] = []
        self._why = ""

    @property
    def so_far(self) -> str:
        return "".join(self._text)

    @property
    def line(self) -> int:
        """The number of the line that is being written; between paragraphs, of the last line."""
        if not self._is_open:
            return max(1, len(self.tally.rows))
        return len(self.tally.rows) + 1 + self._line_ends

    def begin(self, style_id: str) -> None:
        """Begin a paragraph, or go on with one that has not ended."""
        self.style_id, self._is_open = style_id, True

    def say(self, text: str, look: RunStyle, added: bool = False) -> None:
        """Add words as the page shows them; words that it does not show are listed."""
        shown = self._shown(text, look)
        if added:
            self.tally.added.append(shown)
        why = self._why_not(look)
        if text.strip():
            self.fields.note_result()
        if why != self._why and (why or shown.strip()):
            self._list_left_out()
        if why:
            self._why = why
            self._left_out.append(shown)
        else:
            self._text.append(shown)
            (self.marked if look.marked else self.unmarked).append(shown)
            self._line_ends += shown.count("\n")

    def _why_not(self, look: RunStyle) -> str:
        if self.fields.in_code:
            return "In the code of a field"
        if look.hidden:
            return "Hidden"
        if look.is_struck:
            return "Struck out"
        if look.tiny:
            return "Too small to be seen"
        return "Written in white" if look.white and not self.is_shaded else ""

    def _shown(self, text: str, look: RunStyle) -> str:
        """Return text as it shows in its font and place; text of our own prints is unchanged."""
        if self._is_ours(look):
            if any(map(is_private, text)):
                self.doubt("Signs that lost their font, kept as they are", text)
            return text
        font = look.font or ""
        shown = in_letters(text, font)
        if look.raised:
            shown, is_odd = written_raised(shown, look.raised, "".join(self._text[-1:]))
            if is_odd:
                self.doubt(RAISED, shown)
        if UNKNOWN in shown and UNKNOWN not in text:
            around = " ".join([*self._text[-1:], shown])
            self.leave_out_added(
                f"A sign that is not known, of the font {font or _NO_FONT}", around
            )
        elif any(map(is_private, text)) and not is_symbol_font(font):
            self.doubt("Signs that lost their font, read as letters of Windows", shown)
        if shown != text:
            self.tally.replace(text, shown)
        self.in_capitals = self.in_capitals or bool(look.capitals and shown.upper() != shown)
        return shown

    def _is_ours(self, look: RunStyle) -> bool:
        """Whether words look as this site printed them, and were not added later."""
        if self.styles.name(self.style_id) not in PRINTED_STYLES:
            return False
        return not look.raised and look.font == self.styles.look(self.style_id, "").font

    def leave_out(self, what: str, element: Any) -> None:
        """List an element's words, if it has any."""
        self.tally.leave_out(self.line, what, words_of(element, self.tally))

    def leave_out_added(self, what: str, words: str) -> None:
        """List words that are not between tags."""
        self.tally.add_leave_out(self.line, what, words)

    def leave_out_deleted(self, element: Any) -> None:
        """List what a tracked change deleted. What it moved stands elsewhere."""
        words = words_of(element, self.tally)
        is_moved = element.tag == f"{W}moveFrom" and letters(words) in self._moved
        if is_moved:
            self.tally.again.append(words)
        else:
            self.tally.leave_out(self.line, DELETION, words)

    def leave_out_prompt(self, element: Any) -> None:
        """Note the prompt of a control; a repeated prompt is listed once."""
        words = words_of(element, self.tally)
        line, count = self.prompts.get(words, (self.line, 0))
        self.prompts[words] = line, count + 1
        if count:
            self.tally.again.append(words)

    def leave_out_unknown(self, element: Any) -> None:
        """List the words of an unknown element, and what it shows that is not in the file."""
        name = element.tag.rpartition("}")[2]
        key = element.get(f"{R}id", "")
        if element.tag in DATES or key:
            target = self.notes.target(key)
            self.leave_out_added("Something that Word puts in here", f"{name} {target}".strip())
        self.leave_out(f"In a part of the page that is not known ({name})", element)

    def doubt(self, what: str, found: str) -> None:
        """List words that are read, but may differ from the page or stand elsewhere on it."""
        self.tally.repairs.append(Repair(self.line, what, found, doubtful=True))

    def taken(self) -> str:
        """Return the paragraph's text, and end it."""
        self._list_left_out()
        self._is_open = self.in_capitals = False
        self.marked, self.unmarked = [], []
        text, self._text, self._line_ends = "".join(self._text), [], 0
        return text

    def list_prompts(self) -> None:
        for words, (line, count) in self.prompts.items():
            what = PROMPT if count == 1 else f"{PROMPT}, {count} times"
            self.tally.leave_out(line, what, words, is_notice=True)

    def _list_left_out(self) -> None:
        if self._why:
            self.tally.leave_out(self.line, self._why, "".join(self._left_out))
        self._left_out, self._why = [], ""


def is_prompt(control: Any) -> bool:
    """Whether a content control shows only what to type there."""
    return control.tag == CONTROL and bool(is_on(control, "sdtPr", "showingPlcHdr"))

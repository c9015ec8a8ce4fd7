"""What was read of a Word file and what was not, and whether that is all that the file holds.

Words are taken from the tree of elements. By a second way – another XML parser, every letter
between tags – all letters of the same parts are counted. What the first way has not accounted for
is listed too.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from coding.sheets.document import Repair, Unread
from coding.sheets.files.unreadable import Unreadable
from coding.sheets.files.word.names import is_machines

SECOND_READING = "Words that only a second reading of the file found"
_LONGEST_LIST = 4000  # letters


@dataclass
class Row:
    """A line of a Word file: a paragraph, or part of one up to a line break."""

    text: str
    verbatim: bool = False
    as_printed: bool = False


@dataclass
class Tally:
    """The lines, what is listed, and letters that are in the file or in the lines only.

    ``added`` is what a reader wrote itself, such as the number of a list; ``dropped`` what is
    there a second time or shows a page number.
    """

    rows: list[Row] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def leave_out(
        self, line: int | None, what: str, words: str, *, is_notice: bool = False
    ) -> None:
        """List words as not read."""
        if words.strip():
            self.unread.append(Unread(line, what, words.strip(), is_notice=is_notice))

    def add_leave_out(self, line: int | None, what: str, words: str) -> None:
        """List words that are not between tags: an alternative text, an address."""
        self.added.append(words)
        self.leave_out(line, what, words)

    def replace(self, before: str, after: str) -> str:
        """Note that a reader shows other letters than those in the file."""
        if before != after:
            self.dropped.append(before)
            self.added.append(after)
        return after

    def compare(self, parts: Iterable[bytes]) -> None:
        """List the words of the parts that are in no line and not listed yet."""
        texts = [text for part in parts for text in _texts(part)]
        accounted = self.accounted()
        doubled = (_letters(accounted) - _letters(self.added)) - _letters(texts)
        self.leave_out(None, SECOND_READING, self.lacking(texts))
        if doubled:
            words = _words(accounted) - _words(texts)
            what = "Words read more often than the file has them"
            found = _listed(words) or _listed(doubled)
            self.repairs.append(Repair(None, what, found, doubtful=True))

    def lacking(self, texts: Iterable[str]) -> str:
        """Return the words of texts that are in no line and not listed, if letters are missing."""
        texts, accounted = list(texts), self.accounted()
        missing = _letters(texts) - (_letters(accounted) - _letters(self.added))
        words = _words(texts) - _words(accounted)
        return (_listed(words) or _listed(missing)) if missing else ""

    def accounted(self) -> list[str]:
        """Return all words that are in a line, listed, or left out for a reason."""
        return [
            *(row.text for row in self.rows),
            *(each.words for each in self.unread),
            *self.dropped,
        ]


def _letters(texts: Iterable[str]) -> Counter[str]:
    """Count letters and digits, capitals like small ones."""
    return Counter(c for text in texts for c in text.upper().casefold() if c.isalnum())


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _listed(found: Counter[str]) -> str:
    return " ".join(found)[:_LONGEST_LIST]


def _texts(part: bytes) -> list[str]:
    """Return the text between the tags of a part, but for what machines read."""
    texts: list[str] = []
    inside: list[bool] = [False]
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, _: inside.append(is_machines("{" + name))
    parser.EndElementHandler = lambda _: inside.pop()
    parser.CharacterDataHandler = lambda text: None if inside[-1] else texts.append(text)
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        fix = "Open it in a word processor, save it as .docx, and import that file."
        raise Unreadable("The Word file is broken.", fix, str(error)) from None
    return texts

"""What was read of a Word file and what was not, and whether that is all that the file holds.

Words are taken from the tree of elements. A second reading – by another XML parser, every letter
between tags – counts all letters of the same parts. What the first reading missed is listed too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from coding.codebook.problems import UnreadableFile
from coding.sheets.document import Repair, Unread
from coding.sheets.files.word.names import is_machines
from coding.sheets.questions.wording import letters

SECOND_READING = "Words that only a second reading of the file found"
NOWHERE = "Words taken for a second time of others that stand nowhere"
_LONGEST_LIST = 4000  # letters


@dataclass
class WordLine:
    """A line of a Word file: a paragraph, or part of one up to a line break."""

    text: str
    verbatim: bool = False
    as_printed: bool = False


@dataclass
class LineTally:
    """The lines, what is listed, and letters that are only in the file or only in the lines.

    ``added`` is what the reader wrote itself, such as the number of a list. ``replaced`` is text of
    the file that it wrote with other letters. ``numbers`` are page numbers, and ``again`` is what
    the file repeats.
    """

    rows: list[WordLine] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    def leave_out(
        self, line: int | None, what: str, words: str, *, is_notice: bool = False
    ) -> None:
        if words.strip():
            self.unread.append(Unread(line, what, words.strip(), is_notice=is_notice))

    def add_leave_out(self, line: int | None, what: str, words: str) -> None:
        """List words that are not between tags: an alternative text, an address."""
        self.added.append(words)
        self.leave_out(line, what, words)

    def replace(self, before: str, after: str) -> str:
        """Note that a reader shows other letters than those in the file."""
        if before != after:
            self.replaced.append(before)
            self.added.append(after)
        return after

    def compare(self, parts: Iterable[bytes]) -> None:
        """List the words of the parts that are in no line and not listed yet."""
        self.leave_out(None, NOWHERE, " ".join(self._false_repetitions()))
        texts = [text for part in parts for text in _texts(part)]
        accounted = self.accounted()
        doubled = (_letters(accounted) - _letters(self.added)) - _letters(texts)
        self.leave_out(None, SECOND_READING, self.lacking(texts))
        if doubled:
            words = _words(accounted) - _words(texts)
            what = "Words read more often than the file has them"
            found = _list_in_words(words) or _list_in_words(doubled)
            self.repairs.append(Repair(None, what, found, doubtful=True))

    def _false_repetitions(self) -> Iterator[str]:
        """Yield what counts as a repetition but has words that are in no line and not listed."""
        shown = letters(
            "".join([*(row.text for row in self.rows), *(u.words for u in self.unread)])
        )
        for words in self.again:
            if not all(letters(word) in shown for word in words.split()):
                yield words

    def lacking(self, texts: Iterable[str]) -> str:
        """Return the words of texts that are in no line and not listed, if letters are missing."""
        texts, accounted = list(texts), self.accounted()
        missing = _letters(texts) - (_letters(accounted) - _letters(self.added))
        words = _words(texts) - _words(accounted)
        return (_list_in_words(words) or _list_in_words(missing)) if missing else ""

    def accounted(self) -> list[str]:
        """Return all words that are in a line, listed, or left out for a reason."""
        return [
            *(row.text for row in self.rows),
            *(unread.words for unread in self.unread),
            *self.replaced,
            *self.numbers,
            *self.again,
        ]


def _letters(texts: Iterable[str]) -> Counter[str]:
    """Count letters and digits, whatever their case."""
    return Counter(c for text in texts for c in text.upper().casefold() if c.isalnum())


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _list_in_words(words: Counter[str]) -> str:
    return " ".join(words)[:_LONGEST_LIST]


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
        raise UnreadableFile("The Word file is broken.", fix, found=str(error)) from None
    return texts

"""What a Word file holds besides its text: footnotes, comments, heads of pages, charts, links."""

import re
from typing import Any

from coding.sheets.files.file_kinds import kind_of
from coding.sheets.files.word.names import W
from coding.sheets.files.word.package import Package, Relation
from coding.sheets.files.word.tally import LineTally
from coding.sheets.files.word.words import words_of

_NOTES = {"footnotes": "Footnote", "endnotes": "Endnote", "comments": "Comment"}
_PAGE_EDGES = {"header": "Head of the pages", "footer": "Foot of the pages"}
# Parts without words that a reader of the page sees.
_SILENT = re.compile(
    r"styles\w*|numbering|settings|webSettings|fontTable|theme|glossaryDocument|customXml|image|"
    r"hyperlink|comments\w+|people|diagram(Layout|QuickStyle|Colors|Drawing)|vbaProject|"
    r"wordVbaData|oleObject|package|attachedTemplate|keyMapCustomizations|printerSettings|"
    r"recipientData|font|video|audio|documenttasks"
)
CHUNK = "aFChunk"
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}(?:\s*/\s*\d{1,3})?\W*")
_MARKUP = re.compile(r"<[^<>]*>")
_LONGEST_EMBEDDED = 100_000


class Notes:
    """The parts around the text, each listed once: where the text refers to it, or at the end."""

    def __init__(self, package: Package, tally: LineTally) -> None:
        self._package, self._tally = package, tally
        self._notes: dict[tuple[str, str], Any] = {}
        self.read: list[str] = []  # names of the parts
        for kind in _NOTES:
            for _, relation in package.related(package.document, kind):
                self._read_notes(kind, relation.target)

    def _read_notes(self, kind: str, part: str) -> None:
        self.read.append(part)
        for note in self._package.root(part):
            if isinstance(note.tag, str):
                self._notes[kind, note.get(f"{W}id", "")] = note

    def refer(self, kind: str, key: str, line: int) -> None:
        """List the note that a line refers to."""
        note = self._notes.pop((kind, key), None)
        if note is not None:
            self._list(kind, note, line)

    def _list(self, kind: str, note: Any, line: int | None) -> None:
        author = note.get(f"{W}author", "")
        what = f"{_NOTES[kind]} by {author}" if author else _NOTES[kind]
        self._tally.leave_out(line, what, words_of(note, self._tally))

    def part(self, key: str, what: str, line: int | None) -> None:
        """List the words of a chart or diagram that a line shows."""
        relation = self._relation(key)
        if relation and not relation.is_outside and self._package.has(relation.target):
            self._list_part(relation.target, what, line)

    def _list_part(self, part: str, what: str, line: int | None) -> None:
        if part in self.read:
            return
        self.read.append(part)
        self._tally.leave_out(line, what, words_of(self._package.root(part), self._tally))

    def list_rest(self) -> None:
        """List the notes and parts that nothing refers to, and what stands on every page."""
        for (kind, _), note in self._notes.items():
            self._list(kind, note, None)
        self._notes.clear()
        self._list_page_edges()
        for relation in self._package.relations(self._package.document).values():
            is_known = relation.kind in (*_NOTES, *_PAGE_EDGES, CHUNK)
            if is_known or relation.is_outside or _SILENT.fullmatch(relation.kind):
                continue
            if self._is_xml(relation.target):
                self._list_part(relation.target, f"Words in the part {relation.target}", None)

    def _is_xml(self, part: str) -> bool:
        return part.endswith(".xml") and self._package.has(part)

    def _list_page_edges(self) -> None:
        seen: set[str] = set()
        for _, relation in self._package.related(self._package.document, *_PAGE_EDGES):
            if relation.target in self.read:
                continue
            self.read.append(relation.target)
            root = self._package.root(relation.target)
            words = words_of(root, self._tally)
            if words in seen:
                self._tally.again.append(words)
            elif _PAGE_NUMBER.fullmatch(words):
                self._tally.numbers.append(words)
            else:
                self._tally.leave_out(None, _PAGE_EDGES[relation.kind], words, is_notice=True)
            seen.add(words)

    def _relation(self, key: str) -> Relation | None:
        return self._package.relations(self._package.document).get(key)

    def address(self, key: str) -> str:
        """Return the address outside the file that a reference leads to."""
        relation = self._relation(key)
        return relation.target if relation and relation.is_outside else ""

    def target(self, key: str) -> str:
        """Return what a reference leads to, inside the file or outside."""
        relation = self._relation(key)
        return relation.target if relation else ""

    def embedded(self, key: str) -> str:
        """Return the words of a document that is embedded as a whole (altChunk), as they are."""
        relation = self._relation(key)
        if not relation or relation.is_outside or not self._package.has(relation.target):
            return "a document that is not in the file"
        return f"{relation.target}: {_readable(self._package.unpacked(relation.target))}"


def _readable(content: bytes) -> str:
    """Return the words of an embedded web page or text; of another document, what it is."""
    kind = kind_of(content)
    if kind and "web" not in kind:
        return kind
    text = content[:_LONGEST_EMBEDDED].decode("utf-8", "replace")
    return " ".join(_MARKUP.sub(" ", text).split())

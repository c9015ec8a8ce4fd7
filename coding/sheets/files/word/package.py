"""Open a Word file: a ZIP of XML parts that refer to each other. One too costly is refused.

Parts are unpacked one by one as they are asked for, pictures never. A part that declares a DTD is
refused: no word processor writes one, and its entities would hide words.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from coding.codebook.problems import UnreadableFile
from coding.sheets.files.file_kinds import WORD_FILE, kind_of

LARGEST_PART = 16 * 2**20  # unpacked; the sheets' own have 50 kB
LARGEST_IN_ALL = 40 * 2**20
MOST_TAGS = 250_000  # in a part, and as many attributes; the sheets have 5,000
MOST_MEMBERS = 5000
_LOCKED = 0x1  # of a member's flags
DEEPEST = 120  # elements within each other; tables in tables in text boxes have some forty

_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    "http://purl.oclc.org/ooxml/officeDocument/math": (
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
    "http://purl.oclc.org/ooxml/drawingml/": "http://schemas.openxmlformats.org/drawingml/2006/",
}
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
# Which both parsers read alike; "" where none is declared.
_KNOWN_ENCODINGS = ("", "utf-8", "us-ascii", "iso-8859-1", "windows-1252")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SAVE_AGAIN = "Open it in a word processor, save it as .docx, and import that file."
COPY = (
    "It holds far more than a coding sheet. Copy the sheet's text into a new document, save that "
    "as .docx, and import it."
)
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass(frozen=True)
class Relation:
    """What a part refers to: a kind ("footnotes"), and another part or an address outside."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """The parts of a Word file by their names."""

    def __init__(self, content: bytes) -> None:
        self._zip = _opened(content)
        self._left = LARGEST_IN_ALL
        self._roots: dict[str, Any] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self.sources: dict[str, bytes] = {}  # of the parts that were parsed

    @cached_property
    def document(self) -> str:
        """The name of the part that holds the text."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        return "word/document.xml"

    def has(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def root(self, name: str) -> Any:
        """Return the part's root element. Raises UnreadableFile."""
        if name not in self._roots:
            self.sources[name] = source = self._checked(name)
            try:
                root = etree.fromstring(source, etree.XMLParser(**_PARSER))
            except etree.XMLSyntaxError as error:
                raise _broken(name, str(error)) from None
            if root.getroottree().docinfo.doctype:
                raise _declares_entities(root.getroottree().docinfo.doctype)
            self._roots[name] = root
        return self._roots[name]

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part refers to, by the reference's ID; of the file itself for ""."""
        if name not in self._relations:
            self._relations[name] = self._read_relations(name)
        return self._relations[name]

    def _read_relations(self, name: str) -> dict[str, Relation]:
        folder, _, file = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        relations: dict[str, Relation] = {}
        for relation in self.root(rels).iter(_RELATIONSHIP) if self.has(rels) else ():
            target = relation.get("Target", "")
            is_outside = relation.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = relation.get("Type", "").rpartition("/")[2]
            relations[relation.get("Id", "")] = Relation(kind, target, is_outside)
        return relations

    def related(self, name: str, *kinds: str) -> Iterator[tuple[str, Relation]]:
        """Yield (ID, relation) for the parts of these kinds that a part refers to."""
        for key, relation in self.relations(name).items():
            if relation.kind in kinds and not relation.is_outside and self.has(relation.target):
                yield key, relation

    def unpacked(self, name: str) -> bytes:
        """Return a member's content. Raises UnreadableFile where it is damaged or too large."""
        limit = min(LARGEST_PART, self._left)
        if not self.has(name):
            raise _broken(name, "It is not there")
        member = self._zip.getinfo(name)
        if member.flag_bits & _LOCKED:
            raise UnreadableFile("The Word file asks for a password.", _SAVE_AGAIN)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _broken(name, "It is packed in a way that word processors do not use")
        try:
            with self._zip.open(name) as file:
                content = file.read(limit + 1)
        except Exception as error:  # a damaged archive fails in many ways
            raise _broken(name, str(error)) from None
        if len(content) > limit:
            rule = f"The Word file unpacks to more than {limit // 2**20} MB of text."
            raise UnreadableFile(rule, COPY, found=name)
        self._left -= len(content)
        return content

    def _checked(self, name: str) -> bytes:
        """Return a part's XML in UTF-8 with the usual names, if it costs no more than it may."""
        content = self.unpacked(name)
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16", "replace")
            content = re.sub(r"^<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).encode()
        _check_encoding(name, content)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise _declares_entities(
                content[content.index(b"<!") :][:100].decode("utf-8", "replace")
            )
        if content.count(b"<") > MOST_TAGS or content.count(b"=") > MOST_TAGS:
            rule = f"The Word file is made of more than {MOST_TAGS:,} pieces."
            raise UnreadableFile(rule, COPY, found=name)
        for strict, usual in _STRICT.items():
            content = content.replace(strict.encode(), usual.encode())
        return content


def _check_encoding(name: str, content: bytes) -> None:
    """Refuse XML that the two parsers could understand in two ways, or one of them not at all.

    Word files are in UTF-8 or UTF-16, by their standard; UTF-16 was decoded before.
    """
    declared = _ENCODING.match(content)
    encoding = declared[1].decode("ascii", "replace").lower() if declared else ""
    if encoding not in _KNOWN_ENCODINGS or b"\0" in content:
        raise _broken(name, f"It is in an encoding that word processors do not use. {encoding}")


def check_depth(depth: int) -> None:
    """Refuse a file whose elements are nested deeper than in any sheet."""
    if depth > DEEPEST:
        rule = f"The Word file has more than {DEEPEST} elements within each other."
        raise UnreadableFile(rule, COPY)


def _opened(content: bytes) -> zipfile.ZipFile:
    what = kind_of(content) or "text, or something else"
    if not what.startswith((WORD_FILE, "a ZIP archive of")):
        raise _something_else(what)
    package = zipfile.ZipFile(io.BytesIO(content))
    names = package.namelist()
    if not any(name.startswith("word/") for name in names) and "_rels/.rels" not in names:
        raise _something_else(what)
    if len(names) > MOST_MEMBERS:
        raise UnreadableFile(f"The Word file has more than {MOST_MEMBERS:,} parts.", COPY)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableFile(
            "The Word file has two parts of the same name.", _SAVE_AGAIN, found=twice
        )
    return package


def _something_else(what: str) -> UnreadableFile:
    return UnreadableFile(
        f"The file is named .docx but is not a Word file: it is {what}.", _fix(what)
    )


def _fix(what: str) -> str:
    if "archive of" in what:
        return "Unpack it, and import the sheets in it."
    if "password" in what:
        return "Open it with its password, save it as .docx without one, and import that file."
    if ending := re.search(r"\((\.\w+)\)", what):
        return f"Give its name the ending {ending[1]} and import it again, or save it as .docx."
    if "picture" in what:
        return "It needs text recognition, or typing: import the sheet's words."
    return "Open it in the program that made it, save it as .docx or .txt, and import that file."


def _declares_entities(found: str) -> UnreadableFile:
    rule = "The file declares entities (DTD), which may hide words and no word processor writes."
    return UnreadableFile(rule, _SAVE_AGAIN, found=found)


def _broken(name: str, why: str) -> UnreadableFile:
    rule = f"The Word file is broken: its part {name} cannot be read."
    return UnreadableFile(rule, _SAVE_AGAIN, found=why)

"""Scans the XML of a workbook before openpyxl does: its size, and what openpyxl would hide.

openpyxl ignores rows out of order and the values of merged cells, and reads a formula without a
saved value as an empty cell. It also makes objects of everything, so that a file of some kilobytes
could take minutes and gigabytes.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from coding.codebook.problems import UnreadableFile

_MOST_BYTES_OF_SHEETS = 25_000_000  # the member file of 5.1 takes 11 MB
_MOST_CELLS = 1_000_000  # 5.1 has 264,000
_MOST_ROWS = 300_000
_WIDEST_ROW, _LAST_ROW = 16_384, 1_048_576  # of Excel
_MOST_TAGS = 4_000_000  # in all sheets
_STRINGS = "xl/sharedStrings.xml"
_MOST_BYTES_OF_STRINGS, _MOST_TAGS_OF_STRINGS = 10_000_000, 500_000
_MOST_BYTES_OF_OTHERS, _MOST_TAGS_OF_OTHERS = 4_000_000, 100_000  # such as styles
_MOST_PARTS = 500
_STEP = 1_000_000
_TELLING = re.compile(rb"<(?:\w+:)?(mergeCell|f|row|c)(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb'\b(?:ref|r)="([A-Z]*\d+(?::[A-Z]*\d+)?)"')


@dataclass
class SheetFacts:
    """What the scan of a sheet finds."""

    has_formulas: bool = False
    merged: str = ""  # the first cells that are merged, such as B2:B3
    is_in_order: bool = True
    rows: int = 0
    cells: int = 0


def require_small(parts: zipfile.ZipFile) -> None:
    """Raise UnreadableFile for a workbook that is too large, packed or unpacked."""
    xml = [info for info in parts.infolist() if info.filename.endswith((".xml", ".rels"))]
    if len(parts.infolist()) > _MOST_PARTS:
        raise too_large()
    for chosen, most_bytes, most_tags in (
        (_is_sheet, _MOST_BYTES_OF_SHEETS, _MOST_TAGS),
        (_is_strings, _MOST_BYTES_OF_STRINGS, _MOST_TAGS_OF_STRINGS),
        (_is_other, _MOST_BYTES_OF_OTHERS, _MOST_TAGS_OF_OTHERS),
    ):
        of_kind = [info for info in xml if chosen(info.filename)]
        if sum(info.file_size for info in of_kind) > most_bytes:
            raise too_large()
        tags = 0
        for info in of_kind:
            tags += sum(step.count(b"<") for step in _steps(parts, info.filename))
        if tags > most_tags:
            raise too_large()


def facts_of(parts: zipfile.ZipFile, name: str) -> SheetFacts:
    """Scan a sheet. Raises UnreadableFile if it is too large."""
    facts = SheetFacts()
    last_row = in_row = 0
    for tag, attributes in _tags(parts, name):
        if tag == b"c":
            facts.cells, in_row = facts.cells + 1, in_row + 1
        elif tag == b"row":
            facts.rows, in_row = facts.rows + 1, 0
            if place := _PLACE.search(attributes):
                facts.is_in_order &= last_row < int(place[1]) <= _LAST_ROW
                last_row = int(place[1])
        elif tag == b"f":
            facts.has_formulas = True
        elif not facts.merged:
            place = _PLACE.search(attributes)
            facts.merged = place[1].decode() if place else "of a place that is not told"
        if in_row > _WIDEST_ROW or facts.cells > _MOST_CELLS or facts.rows > _MOST_ROWS:
            raise too_large()
    return facts


def too_large() -> UnreadableFile:
    rule = "The Excel workbook is too large to be read here."
    return UnreadableFile(rule, "In Excel save the sheet as CSV (.csv); CSV files may be larger.")


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _is_strings(name: str) -> bool:
    return name == _STRINGS


def _is_other(name: str) -> bool:
    return not (_is_sheet(name) or _is_strings(name))


def _steps(parts: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with parts.open(name) as part:
        while step := part.read(_STEP):
            yield step


def _tags(parts: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield the relevant tags with their attributes, in bounded memory."""
    kept = b""
    for step in _steps(parts, name):
        text = kept + step
        whole = text.rfind(b">") + 1  # a tag may be split between chunks
        for tag in _TELLING.finditer(text, 0, whole):
            yield tag[1], tag[2]
        kept = text[whole:]

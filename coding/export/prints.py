"""Write the printed sheets: one file per sheet and form of print.

Making PDFs takes most of an export's time. If a sheet's text print is the same as in the current
export, and the software too, its other files are linked instead, after a check of their hashes. The
text print has everything that the other forms have: answers, revision notes, codes.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from coding.codebook.sheet import key_of
from coding.export.output import ExportedFile, Output
from coding.sheets.printable import PrintableSheet
from coding.sheets.printing import FORMS

FOLDER = "sheets"
TEXT = "txt"


class Previous:
    """The files of the current export that may be linked."""

    def __init__(self, root: Path, software: dict[str, Any]) -> None:
        self.root = root
        self.entries: dict[str, ExportedFile] = {}
        try:
            manifest = json.loads((root / "manifest.json").read_bytes())
            if manifest["software"] == software:
                self.entries = {entry["name"]: ExportedFile(**entry) for entry in manifest["files"]}
        except (OSError, ValueError, KeyError, TypeError):
            pass  # no usable export: everything is printed again


def write_prints(output: Output, sheets: Iterable[PrintableSheet], previous: Previous) -> None:
    for sheet in sheets:
        text = output.add(_name(sheet, TEXT), FORMS[TEXT].make(sheet))
        is_same = previous.entries.get(text.name) == text
        for form in FORMS.values():
            name = _name(sheet, form.name)
            if form.name == TEXT or (is_same and _taken_over(output, previous, name)):
                continue
            output.add(name, form.make(sheet))


def _taken_over(output: Output, previous: Previous, name: str) -> bool:
    entry = previous.entries.get(name)
    return entry is not None and output.link(entry, previous.root / name)


def _name(sheet: PrintableSheet, form: str) -> str:
    return f"{FOLDER}/{key_of(sheet.atop_id, sheet.phase)}.{form}"

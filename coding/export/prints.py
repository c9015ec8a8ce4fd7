"""Write the printed sheets: one file per sheet and form of print.

Making PDFs takes most of an export's time. If a sheet's text print is the same as in the current
export, and the software too, its other files are linked instead, after a check of their hashes. The
text print has everything that the other forms have: answers, revision notes, codes.
"""

from collections.abc import Iterable
from pathlib import Path

from coding.codebook.sheet import key_of
from coding.export.manifest import entries_of, read_manifest
from coding.export.output import ExportedFile, Output
from coding.sheets.printing.from_record import FORMS
from coding.sheets.printing.printable import PrintableSheet

FOLDER = "sheets"
TEXT = "txt"


def write_prints(
    output: Output, sheets: Iterable[PrintableSheet], current: Path, software: dict[str, str]
) -> None:
    """Print the sheets. ``current`` is the current export, ``software`` that of this one."""
    known = _linkable(current, software)
    for sheet in sheets:
        text = output.add(_name(sheet, TEXT), FORMS[TEXT].make(sheet))
        is_same = known.get(text.name) == text
        for form in FORMS.values():
            name = _name(sheet, form.name)
            entry = known.get(name) if is_same else None
            is_there = form.name == TEXT or (entry and output.link(entry, current / name))
            if not is_there:
                output.add(name, form.make(sheet))


def _linkable(current: Path, software: dict[str, str]) -> dict[str, ExportedFile]:
    """Return the files of an export by name; none if it is unusable, or of other software."""
    try:
        manifest = read_manifest(current)
        return entries_of(manifest) if manifest["software"] == software else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _name(sheet: PrintableSheet, form: str) -> str:
    return f"{FOLDER}/{key_of(sheet.atop_id, sheet.phase)}.{form}"

"""Write the printed sheets: one file per sheet and form of print.

Making PDFs takes most of an export's time. If a sheet's text print is the same as in the export
before, its other files are taken over instead. The text print has everything that the other forms
have: answers, revision notes, codes.
"""

from collections.abc import Iterable

from coding.codebook.sheet import key_of
from coding.export.before import Before
from coding.export.output import Output
from coding.sheets.printing.from_record import FORMS
from coding.sheets.printing.printable import PrintableSheet

FOLDER = "sheets"
TEXT = "txt"


def write_prints(output: Output, sheets: Iterable[PrintableSheet], before: Before) -> None:
    """Print the sheets, or take over what is the same."""
    for sheet in sheets:
        text = output.add(_name(sheet, TEXT), FORMS[TEXT].make(sheet))
        is_same = before.is_alike and before.files.get(text.name) == text
        for form in FORMS.values():
            name = _name(sheet, form.name)
            is_there = form.name == TEXT or (is_same and before.give(name, output))
            if not is_there:
                output.add(name, form.make(sheet))


def _name(sheet: PrintableSheet, form: str) -> str:
    return f"{FOLDER}/{key_of(sheet.atop_id, sheet.phase)}.{form}"

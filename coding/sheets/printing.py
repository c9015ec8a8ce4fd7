"""A sheet of the record in every form of print: its approved answers and its revision notes."""

from collections.abc import Callable
from dataclasses import dataclass

from coding.history.moments import answers_now
from coding.history.timeline import revision_notes
from coding.models import Sheet
from coding.sheets.docx import print_docx
from coding.sheets.pdf import print_pdf
from coding.sheets.printable import PrintableSheet
from coding.sheets.text import print_text


class UnknownForm(KeyError):
    """There is no such form of print."""


@dataclass(frozen=True)
class Form:
    """One form of print; its name is also the file's extension."""

    name: str
    label: str
    content_type: str
    make: Callable[[PrintableSheet], bytes]


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form(
            "txt",
            "Text",
            "text/plain; charset=utf-8",
            lambda sheet: print_text(sheet).encode(),
        ),
        Form(
            "docx",
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            print_docx,
        ),
        Form("pdf", "PDF", "application/pdf", print_pdf),
    )
}


def print_sheet(sheet: Sheet, form: str) -> tuple[bytes, str]:
    """Return the sheet in one of the FORMS, with its content type."""
    if form not in FORMS:
        raise UnknownForm(form)
    return FORMS[form].make(printable(sheet)), FORMS[form].content_type


def printable(sheet: Sheet) -> PrintableSheet:
    """Return the sheet as it stands in the record."""
    notes = revision_notes(sheet.revisions.approved())
    return PrintableSheet(sheet.atop_id, sheet.phase, answers_now(sheet), notes)

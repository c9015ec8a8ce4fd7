"""A sheet of the record in every form of print: its approved answers and its revision notes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coding.models import Revision, Sheet
from coding.models.questionnaire import QUESTIONS
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
    return PrintableSheet(sheet.atop_id, sheet.phase, approved_answers(sheet), notes)


def revision_notes(approved: Iterable[Revision]) -> tuple[str, ...]:
    """Return the notes as printed; one line that notes several questions stands once."""
    return tuple(dict.fromkeys(line for revision in approved for line in revision.note_lines))


def approved_answers(sheet: Sheet) -> dict[int, str]:
    """Return all 61 answers; the five sections are read with the sheet where they were joined."""
    return {
        question.number: getattr(getattr(sheet, question.section.key), question.key)
        for question in QUESTIONS
    }

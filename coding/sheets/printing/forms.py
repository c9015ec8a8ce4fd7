"""The forms in which a sheet is printed."""

from collections.abc import Callable
from dataclasses import dataclass

from coding.sheets.printing.docx import print_docx
from coding.sheets.printing.pdf import print_pdf
from coding.sheets.printing.printable import PrintableSheet
from coding.sheets.printing.text import print_text


@dataclass(frozen=True)
class Form:
    """One form of print. Its name is also the file's extension."""

    name: str
    label: str
    content_type: str
    make: Callable[[PrintableSheet], bytes]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("txt", "Text", "text/plain; charset=utf-8", lambda sheet: print_text(sheet).encode()),
        Form("docx", "Word", WORD, print_docx),
        Form("pdf", "PDF", "application/pdf", print_pdf),
    )
}

"""A PDF of this site comes back word for word, and is read like any other when it was changed."""

import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from coding.sheets.files.pdfs.own_prints import CHANGED
from coding.sheets.parser import read_sheet
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.printable import PrintableSheet
from tests.sheets.typeset import IDS_FOR_PDFS, expected

from .test_beside_the_text import with_note


def printed(answered):
    return FORMS["pdf"].make(PrintableSheet(int(answered[1]), 0, answered))


def changed(content, change):
    document, out = pypdfium2.PdfDocument(content), io.BytesIO()
    change(document)
    document.save(out)
    document.close()
    return out.getvalue()


def without_attachment(document):
    pdfium.FPDFDoc_DeleteAttachment(document, 0)


def with_the_text_of_another(document):
    document.get_attachment(0).set_data(
        FORMS["txt"].make(PrintableSheet(4765, 0, expected(4765) | {5: "Yes"}))
    )


@pytest.mark.parametrize("atop_id", IDS_FOR_PDFS)
def test_a_print_that_lost_its_text_is_read_from_its_pages(atop_id):
    sheet = read_sheet("a.pdf", changed(printed(expected(atop_id)), without_attachment))
    assert sheet.answers == expected(atop_id)


def test_pages_that_say_something_else_than_the_text_are_read_and_that_is_told():
    sheet = read_sheet("a.pdf", changed(printed(expected(4765)), with_the_text_of_another))
    assert sheet.answers == expected(4765)
    assert CHANGED in str([str(doubt) for doubt in sheet.doubts])


def test_what_was_stuck_onto_a_print_is_listed():
    sheet = read_sheet("a.pdf", with_note(printed(expected(4765)), 1, "See the office"))
    assert sheet.answers == expected(4765)
    assert "On page 2, a note stuck onto it: “See the office”" in str(sheet.unread[0])

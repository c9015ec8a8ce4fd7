"""A sheet of the record in print."""

from datetime import date

import pytest

from coding.codebook.sheet import RevisionNote
from coding.export import record
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.from_record import print_sheet, printable
from tests.export.read_back import docx_parts, pdf_text
from tests.factories import approved_change, draft, make_sheet, pending


def test_answers_and_notes_are_those_of_the_record(cast, sheet):
    approved_change(sheet, 14, "Ended in 2020.", by=cast.coder, reviewer=cast.reviewer)
    printed = printable(type(sheet).objects.get(pk=sheet.pk))
    assert printed.answers[14] == "Ended in 2020."
    assert printed.answers[15] == "Answer 15."
    assert [note.split(" on ")[0] for note in printed.notes] == [
        "Version 6.0: Q14 revised by Clara Coder"
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_is_in_no_form_of_print(cast, sheet, form):
    draft(sheet, 14, "zyxsentinelxyz", by=cast.coder, note="zyxsentinelxyz")
    pending(sheet, 15, "zyxsentinelxyz", by=cast.coder, note="zyxsentinelxyz")
    content, _ = print_sheet(sheet, form)
    said = {
        "txt": content.decode,
        "docx": lambda: "".join(docx_parts(content).values()),
        "pdf": lambda: pdf_text(content),
    }[form]()
    assert "zyxsentinelxyz" not in said
    assert "Answer 14." in said


def test_each_form_has_its_content_type(sheet):
    types = {form: print_sheet(sheet, form)[1] for form in FORMS}
    assert types["txt"] == "text/plain; charset=utf-8"
    assert types["pdf"] == "application/pdf"
    assert types["docx"].startswith("application/vnd.openxmlformats")


def test_a_note_on_several_questions_is_printed_once(cast):
    line = "Version 4.0: Q14 and Q15 revised by Ann Author on May 5, 2017"
    notes = [RevisionNote("4.0", n, "Ann Author", date(2017, 5, 5), line) for n in (14, 15)]
    sheet = make_sheet(4765, notes=notes)
    assert printable(sheet).notes == (line,)
    (exported,) = record.approved_sheets()
    assert exported.notes == (line,)


def test_another_form_is_refused(sheet):
    with pytest.raises(KeyError):
        print_sheet(sheet, "rtf")

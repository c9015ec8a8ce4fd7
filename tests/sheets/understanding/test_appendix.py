"""The codes at the end of a print are left out when it is read, however the print comes back."""

import io

import docx
import pypdfium2
import pytest

from coding.codebook.problems import FileRefused
from coding.management.demo import SAMPLES
from coding.models import Membership, Revision, RevisionEvent, Sheet
from coding.sheets.loader import load
from coding.sheets.parser import read_sheet
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.from_record import printable
from coding.sheets.printing.printable import (
    CODES_HEADING,
    CODES_NOTE,
    CodesOfQuestion,
    CodeWords,
    PrintableSheet,
)
from coding.sheets.printing.text import print_text
from coding.sheets.understanding.parsed import ParsedSheet
from tests.factories import approved_change, coded
from tests.sheets.typeset import answers, expected, typed

NOTE = "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017"
LATER = "Version 5.1: Q15 revised by Ann Author on May 5, 2019"
CODES = (
    CodesOfQuestion(6, ((CodeWords("estmode", "1 treaty"),),)),
    CodesOfQuestion(58, ((CodeWords("source", "1 primary source (agreement)"),),)),
)
IDLE = "nothing to do; its numeric codes are not read"
APPENDIX = f"\n{CODES_HEADING}\n\n{CODES_NOTE}\n\n 6  estmode 1 treaty\n"


def sheet(atop_id: int = 4765) -> PrintableSheet:
    return PrintableSheet(atop_id, 0, expected(atop_id), (NOTE,), CODES)


def says_the_same(read: ParsedSheet, printed: PrintableSheet) -> bool:
    notes = tuple(note.printed for note in read.notes)
    return (read.answers, notes) == (printed.answers, printed.notes)


def listed(read: ParsedSheet) -> list[str]:
    return [fix.found for fix in read.repairs if fix.what.startswith("Numeric codes left out")]


def test_a_word_file_that_lost_its_styles_is_read_without_the_codes():
    document = docx.Document(io.BytesIO(FORMS["docx"].make(sheet())))
    for paragraph in document.paragraphs:
        paragraph.style = document.styles["Normal"]
    out = io.BytesIO()
    document.save(out)
    read = read_sheet("sheet.docx", out.getvalue())
    assert says_the_same(read, sheet())
    assert listed(read) == [CODES_HEADING]


def test_a_pdf_that_was_saved_as_text_is_read_without_the_codes():
    document = pypdfium2.PdfDocument(FORMS["pdf"].make(sheet()))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    read = read_sheet("sheet.txt", "\f".join(pages).encode())
    assert [note.printed for note in read.notes] == [NOTE]
    assert read.answers[61] == sheet().answers[61]
    assert listed(read) == [CODES_HEADING]


def test_a_printed_sheet_to_which_somebody_added_codes_is_read_without_them():
    read = read_sheet("sheet.txt", (typed(answers()) + APPENDIX).encode())
    assert read.answers == answers()
    assert listed(read) == [CODES_HEADING]


@pytest.mark.parametrize("note", [LATER, LATER.replace(":", "")])
def test_a_revision_note_below_the_codes_is_read(note):
    read = read_sheet("sheet.txt", f"{print_text(sheet())}\n{note}\n".encode())
    assert [note.printed for note in read.notes] == [NOTE, note]
    assert read.answers == sheet().answers
    assert listed(read) == [CODES_HEADING]


def test_the_heading_alone_makes_no_appendix():
    said = typed(answers()) + f"\n{CODES_HEADING}\n\n6  estmode 1 treaty\n"
    read = read_sheet("sheet.txt", said.encode())
    assert read.answers[61] == f"A. Coder\n{CODES_HEADING}\n6 estmode 1 treaty"
    assert listed(read) == []


def test_codes_that_stand_before_the_last_question_are_part_of_an_answer():
    said = typed(answers(q50=f"{CODES_HEADING}\n{CODES_NOTE}"))
    read = read_sheet("sheet.txt", said.encode())
    assert read.answers == answers(q50=f"{CODES_HEADING}\n{CODES_NOTE}")
    assert listed(read) == []


@pytest.mark.parametrize("codes", [(), CODES], ids=["without codes", "with codes"])
def test_an_answer_that_quotes_the_whole_appendix_is_kept_by_a_pdf_that_became_text(codes):
    quoted = answers(q1="4765", q61=f"0\n{CODES_HEADING}\n{CODES_NOTE}")
    document = pypdfium2.PdfDocument(FORMS["pdf"].make(PrintableSheet(4765, 0, quoted, (), codes)))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    read = read_sheet("sheet.txt", "\f".join(pages).encode())
    assert CODES_HEADING in read.answers[61]
    assert "entered on the site." in read.answers[61]


def test_codes_do_not_hide_that_a_question_is_missing():
    lines = print_text(sheet()).splitlines(keepends=True)
    cut = "".join(line for line in lines if not line.startswith("61. "))
    with pytest.raises(FileRefused, match=r"Question 61 .* is missing"):
        read_sheet("sheet.txt", cut.encode())


def written() -> list[int]:
    kept = [Sheet.history, Revision.objects, RevisionEvent.objects, Membership.history]
    return [rows.count() for rows in kept]


@pytest.mark.parametrize("form", FORMS)
def test_importing_a_print_with_codes_again_writes_nothing(cast, form):
    load("4765.txt", (SAMPLES / "4765.txt").read_bytes())
    (mine,) = Sheet.objects.all()
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    coded(mine, 6, {"estmode": 1}, **people)
    approved_change(mine, 14, "In effect.\nNUMERIC CODES", **people)
    before = written()
    said = printable(Sheet.objects.get())
    assert said.codes
    (loaded,) = load(f"4765.{form}", FORMS[form].make(said))
    assert loaded.sentence == IDLE
    assert loaded.is_idle
    assert written() == before


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.django_db
def test_a_new_sheet_comes_without_the_codes_of_its_print(form):
    (loaded,) = load(f"4765.{form}", FORMS[form].make(sheet()))
    assert loaded.outcome.is_new
    (mine,) = Sheet.objects.all()
    assert printable(mine).answers == sheet().answers
    assert printable(mine).codes == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.django_db
def test_a_print_that_holds_next_to_nothing_but_codes_is_read(form):
    blank = dict.fromkeys(range(1, 62), "") | {1: "4765"}
    said = FORMS[form].make(PrintableSheet(4765, 0, blank, (), CODES))
    (first,), (again,) = load(f"4765.{form}", said), load(f"4765.{form}", said)
    assert (first.name, first.outcome.is_new) == ("4765", True)
    assert (again.name, again.sentence) == ("4765", IDLE)

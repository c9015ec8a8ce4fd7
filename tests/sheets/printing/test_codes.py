"""The numeric codes on a printed sheet: an appendix in words, below a sheet that stays as it is."""

import io
from dataclasses import replace

import docx
import pypdfium2
import pytest
from hypothesis import given

from coding.codebook.cells import Coding
from coding.history.codes_in_words import lines_of, merge_alike
from coding.models import Membership, State
from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.models.variables import BY_NAME
from coding.sheets.printing.docx import DOCUMENT
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.from_record import codes_in_words, print_sheet, printable
from coding.sheets.printing.printable import CODES_HEADING, CODES_NOTE, CodesOfQuestion, CodeWords
from coding.sheets.printing.text import print_text
from tests.export.read_back import docx_parts, pdf_text
from tests.factories import coded, draft, keep, pending

from .codings import NAMES, SMALL, codings, printed

NOTE = "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017"
SHEET = printed(Coding.of(SMALL), notes=(NOTE,))
WITHOUT = replace(SHEET, codes=())


def appendix(text: str) -> list[str]:
    return text.split(f"\n{CODES_HEADING}\n\n{CODES_NOTE}\n\n")[1].splitlines()


def test_codes_stand_by_question_in_words_below_the_notes():
    text = print_text(SHEET)
    assert f"\n{NOTE}\n\n{CODES_HEADING}\n\n{CODES_NOTE}\n\n" in text
    assert appendix(text)[:5] == [
        " 2  cowid missing",
        " 4  member 200 United Kingdom, 651 Egypt",
        " 4  entry 26 May 1936 (200 United Kingdom); May 1936 (651 Egypt)",
        " 4  bilat 1 yes",
        " 6  estmode 1 treaty",
    ]


def test_codes_in_which_members_differ_name_the_members():
    lines = appendix(print_text(SHEET))
    assert "16  defense 1 yes" in lines
    assert "16  offense 0 no (200 United Kingdom); 1 yes (651 Egypt)" in lines
    assert "24  owes defense 0 (200 United Kingdom toward 651 Egypt)" in lines


def test_what_follows_from_other_codes_says_so():
    assert "16  active 1 yes [derived]" in appendix(print_text(SHEET))


def test_no_line_of_codes_is_indented_as_an_answer_is():
    assert not any(line.startswith("    ") for line in appendix(print_text(SHEET)))


@pytest.mark.parametrize("notes", [(), (NOTE,)], ids=["without notes", "with notes"])
def test_the_text_of_a_sheet_is_the_same_down_to_its_codes(notes):
    with_codes = print_text(replace(SHEET, notes=notes))
    without = print_text(replace(WITHOUT, notes=notes))
    assert with_codes.startswith(without)
    assert with_codes.removeprefix(without).lstrip("\n").startswith(CODES_HEADING)
    assert CODES_HEADING not in without


def test_the_word_file_of_a_sheet_is_the_same_down_to_its_codes():
    with_codes, without = (docx_parts(FORMS["docx"].make(sheet)) for sheet in (SHEET, WITHOUT))
    body = without[DOCUMENT].split("<w:sectPr")[0]
    assert with_codes[DOCUMENT].startswith(body)
    same = with_codes.keys() - {DOCUMENT, "word/styles.xml"}
    assert {name: with_codes[name] for name in same} == {name: without[name] for name in same}


def test_a_word_file_without_codes_knows_no_style_for_them():
    assert "ATOP Codes" in docx_parts(FORMS["docx"].make(SHEET))["word/styles.xml"]
    assert "ATOP Codes" not in docx_parts(FORMS["docx"].make(WITHOUT))["word/styles.xml"]


def test_the_pages_of_a_sheet_are_the_same_down_to_its_codes():
    with_codes, without = (pages(FORMS["pdf"].make(sheet)) for sheet in (SHEET, WITHOUT))
    assert with_codes[: len(without)] == without
    assert with_codes[len(without)].lstrip("0123456789 \r\n").startswith(CODES_HEADING)


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_word_sets_names_bold_and_hangs_the_number_before_the_first_line_of_its_question():
    document = docx.Document(io.BytesIO(FORMS["docx"].make(SHEET)))
    lines = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "ATOP Codes"]
    said = [line.text for line in lines]
    assert said[1:3] == [
        "4\tmember 200 United Kingdom, 651 Egypt",
        "\tentry 26 May 1936 (200 United Kingdom); May 1936 (651 Egypt)",
    ]
    (bold,) = [run.text for run in lines[1].runs if run.bold]
    assert bold == "member"


@given(codings())
def test_every_code_that_the_page_shows_is_in_print(coding):
    text = print_text(printed(coding))
    for question in QUESTIONS:
        for line in merge_alike(lines_of(question, coding, NAMES)):
            own = [line for line in text.splitlines() if line.startswith(f"{question.number:>2}  ")]
            assert any(line.name in row and line.value in row and line.who in row for row in own)


def test_a_new_label_is_printed_without_further_ado(monkeypatch):
    monkeypatch.setitem(BY_NAME["estmode"].codes, 1, "signed and sealed")
    text = print_text(printed(Coding.of(SMALL)))
    assert " 6  estmode 1 signed and sealed\n" in text


def test_a_sheet_without_codes_has_no_appendix():
    assert codes_in_words(Coding(), NAMES) == ()


def test_sixty_members_are_all_on_the_roster_in_every_form():
    keys = [str(number) for number in range(300, 360)]
    names = {int(key): f"State {key}" for key in keys}
    coding = Coding(members={key: {"member": int(key), "defense": 1} for key in keys})
    sheet = replace(WITHOUT, codes=codes_in_words(coding, names))
    word = "".join(docx_parts(FORMS["docx"].make(sheet)).values())
    paper = " ".join(pdf_text(FORMS["pdf"].make(sheet)).split())
    for said in (print_text(sheet), word, paper):
        assert all(f"{key} State {key}" in said for key in keys)


@pytest.mark.parametrize("form", FORMS)
def test_marks_in_the_name_of_a_state_are_only_letters(form):
    names = {200: "A < B & C > D <b>", 651: "Łódź 条"}
    sheet = replace(WITHOUT, codes=codes_in_words(Coding.of(SMALL), names))
    content = FORMS[form].make(sheet)
    said = {
        "txt": content.decode,
        "docx": lambda: "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs),
        "pdf": lambda: pdf_text(content),
    }[form]()
    assert "200 A < B & C > D <b>, 651 Łódź" in said


def test_the_codes_of_a_sheet_are_the_approved_ones(cast, sheet):
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    coded(sheet, 6, {"estmode": 1}, **people)
    pending(sheet, 7, None, by=cast.coder, codes={"pubsecr": 2})
    draft(sheet, 8, None, by=cast.coder, codes={"proadd": 1})
    said = printable(type(sheet).objects.get(pk=sheet.pk)).codes
    assert said == (CodesOfQuestion(6, ((CodeWords("estmode", "1 treaty"),),)),)


def test_members_are_printed_with_the_names_that_the_site_has_for_them(sheet):
    keep(Membership(sheet=sheet, member_id=370, yrent=1996))
    state = State.objects.get(code=370)
    state.name = "Byelorussia"
    keep(state)
    content, _ = print_sheet(type(sheet).objects.get(pk=sheet.pk), "txt")
    assert " 4  member 370 Byelorussia; entry 1996\n" in content.decode()


def test_printing_asks_no_more_for_more_members(sheet, django_assert_num_queries):
    loaded = type(sheet).objects.select_related(*(section.key for section in SECTIONS))
    for codes in ((370,), (2, 20, 200, 210, 705)):
        for code in codes:
            keep(Membership(sheet=sheet, member_id=code, yrent=1996))
        fresh = loaded.get(pk=sheet.pk)
        with django_assert_num_queries(3):  # revision notes, memberships, names of states
            assert len(printable(fresh).codes) == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_same_codes_give_the_same_bytes(form):
    assert FORMS[form].make(SHEET) == FORMS[form].make(SHEET)

"""The PDFs among the sheets as people really send them; each has a smaller kin in these tests."""

import re

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.files.pdfs.letter_shapes import MISNAMED
from coding.sheets.parser import read_sheet
from coding.sheets.sandbox.isolation import read_in_sandbox
from tests.costly import sampled
from tests.given_files import reference
from tests.sheets.typeset import expected


def given(name):
    return read_in_sandbox(read_sheet, name, reference(f"cases/{name}").read_bytes())


@pytest.mark.parametrize(
    ("name", "atop_id"),
    [("table-printed-as-pdf.pdf", 4765), ("table-three-columns-printed-as-pdf.pdf", 6070)],
)
def test_a_table_printed_as_pdf_gives_all_answers(name, atop_id):
    assert given(f"sheets/{name}").answers == expected(atop_id)


def test_bullets_of_a_symbol_font_are_bullets():
    sheet = given("sheets/bullets-from-a-symbol-font.pdf")
    assert {n: a.replace("• ", "") for n, a in sheet.answers.items()} == expected(4235)
    assert not re.search("[\ue000-\uf8ff]", str(sheet.answers))
    assert "U+F0B7" in str([str(repair) for repair in sheet.repairs])


def test_what_was_typed_onto_a_pdf_is_listed_with_its_page():
    sheet = given("sheets/typed-onto-the-pdf.pdf")
    assert sheet.answers == expected(4765)
    assert [str(unread) for unread in sheet.unread] == [
        "question 9: On page 2, words typed onto it: “TYPED ON THE PDF: Yes, see Art. 3”",
        "question 10: On page 2, a note stuck onto it: “Sticky note: check with the office”",
    ]


@pytest.mark.parametrize("name", ["size/pdf-page-of-200-mb.pdf"])
def test_a_pdf_that_is_large_inside_is_refused_for_its_size(name):
    with pytest.raises(FileRefused, match="MB"):
        given(name)


@pytest.mark.parametrize(
    "name",
    sampled(
        [
            "table-printed-as-pdf.pdf",
            "ATOP1350.1.pdf",
            "ATOP1350.2.pdf",
            "text-printed-to-pdf-with-stray-address.pdf",
        ]
    ),
)
def test_nothing_of_a_pdf_as_people_print_it_stands_aside_or_has_other_shapes(name):
    sheet = read_sheet(name, reference(f"cases/sheets/{name}").read_bytes())
    assert sheet.unread == ()
    doubts = [doubt.what for doubt in sheet.doubts]
    assert MISNAMED not in doubts
    assert not any("stands on the page" in doubt for doubt in doubts)

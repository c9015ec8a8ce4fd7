"""The Word files of ../shared/cases, each with the right answers and lines, or its true reason."""

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet
from coding.sheets.sandbox.isolation import read_in_sandbox
from tests.given_files import reference
from tests.sheets.typeset import expected


def case(name):
    return read_sheet(name, reference(f"cases/sheets/{name}").read_bytes())


@pytest.mark.parametrize(
    ("name", "atop_id", "listed"),
    [
        ("text-box-answer", 4765, ["January 17, 1996", "120 months (Article 20)"]),
        ("footnote", 4235, ["Ratified June 2004 according to BBC Monitoring."]),
        ("quotes-inserted-as-symbols", 4235, []),
        ("struck-through-by-hand", 4765, ["Yes, Article 3."] * 3),
        ("hidden-text", 6070, ["[internal: ask the office]"] * 3),
        ("table-with-header-row", 4765, ["Question | Answer"]),
        ("table-with-header-row-three-columns", 6070, ["No. | Question | Answer"]),
        ("headings-numbered-by-word", 4765, []),
    ],
)
def test_a_word_file_gives_the_answers_of_its_sheet_and_lists_the_rest(name, atop_id, listed):
    sheet = case(f"{name}.docx")
    assert sheet.answers == expected(atop_id)
    assert [
        *(unread.words for unread in sheet.unread),
        *(doubt.found for doubt in sheet.doubts),
    ] == listed


def test_an_entity_is_refused_by_name():
    with pytest.raises(FileRefused, match=r"declares entities \(DTD\).*January 17, 1996"):
        case("entity-in-a-doctype.docx")


@pytest.mark.parametrize("name", ["16-million-empty-paragraphs", "4-million-runs"])
def test_a_file_that_is_large_inside_is_refused_for_its_size_at_once(name):
    """Not for time or memory, which a process of its own bounds."""
    content = reference(f"cases/size/{name}.docx").read_bytes()
    with pytest.raises(FileRefused, match="unpacks to more than 16 MB"):
        read_in_sandbox(read_sheet, "a.docx", content)

"""The sheet as Word file."""

import io
import zipfile
from datetime import UTC, datetime

import docx

from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.printing.docx import FIXED, print_docx
from coding.sheets.printing.printable import ANSWER_STYLE, PrintableSheet


def printed(notes=(), **answers) -> bytes:
    said = {q.number: "No" for q in QUESTIONS} | {int(n[1:]): text for n, text in answers.items()}
    return print_docx(PrintableSheet(4765, 0, said, tuple(notes)))


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    document = docx.Document(io.BytesIO(content))
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def test_title_and_headings_have_their_styles():
    found = paragraphs(printed())
    assert found[0] == ("ATOP Title", "ALLIANCE TREATY OBLIGATIONS AND PROVISIONS (ATOP)")
    headings = [text for style, text in found if style == "ATOP Section"]
    assert headings == [section.heading for section in SECTIONS]


def test_each_paragraph_of_an_answer_is_one():
    found = paragraphs(printed(q50="One.\nTwo & <three>."))
    assert [text for style, text in found if style == ANSWER_STYLE and text != "No"] == [
        "One.",
        "Two & <three>.",
    ]


def test_a_short_answer_stands_on_the_questions_own_line():
    assert ("ATOP Question", "61. Coder: Andrew Long") in paragraphs(printed(q61="Andrew Long"))


def test_revision_notes_stand_at_the_end():
    assert paragraphs(printed(notes=["A note", "Another"]))[-2:] == [
        ("ATOP Revision Note", "A note"),
        ("ATOP Revision Note", "Another"),
    ]


def test_the_foot_has_the_page_number():
    document = docx.Document(io.BytesIO(printed()))
    assert 'w:instr="PAGE"' in document.sections[0].footer._element.xml


def test_no_clock_and_no_person_is_in_the_file():
    content = printed()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert properties.created.replace(tzinfo=UTC) == FIXED.replace(tzinfo=UTC)
    assert properties.created < datetime(2001, 1, 1, tzinfo=properties.created.tzinfo)
    assert properties.last_modified_by == ""

"""The questionnaire is complete, in order, and declared once."""

import json

import pytest

from coding.models.answer_fields import Dates, Members
from coding.models.questionnaire import BY_NUMBER, QUESTIONS, SECTIONS
from tests.given_files import reference


def test_the_sixty_one_questions_are_there_in_order():
    assert [question.number for question in QUESTIONS] == list(range(1, 62))


def test_the_sections_are_contiguous_and_titled_as_printed():
    assert [(s.numeral, s.first, s.last) for s in SECTIONS] == [
        ("I", 1, 15),
        ("II", 16, 28),
        ("III", 29, 43),
        ("IV", 44, 56),
        ("V", 57, 61),
    ]


def test_every_question_has_wording_label_help_and_a_key_of_its_own():
    for question in QUESTIONS:
        assert question.wording
        assert question.label
        assert question.help
        assert len(question.label) <= 32
    assert len({question.key for question in QUESTIONS}) == 61
    assert len({question.label for question in QUESTIONS}) == 61


def test_the_wording_is_the_blank_sheets_to_the_letter():
    blank = json.loads(reference("reference/codesheet_questions.json").read_text())
    assert {item["number"]: item["text"] for item in blank} == {
        number: question.wording for number, question in BY_NUMBER.items()
    }
    assert [item["section"] for item in blank] == [q.section.heading for q in QUESTIONS]


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("365 Russia\n705 Kazakhstan", ["Russia", "Kazakhstan"]),
        ("Kazakhstan (705)\nRussia (365)", ["Kazakhstan", "Russia"]),
        ("200 – United Kingdom;", ["United Kingdom"]),
        ("", []),
    ],
)
def test_members_are_named_without_their_codes(answer, names):
    assert Members.names(answer) == names


def test_the_first_year_of_a_date_is_found():
    assert Dates.first_year("May 25, 1992 (one member: 1993)") == "1992"
    assert Dates.first_year("unknown") == ""

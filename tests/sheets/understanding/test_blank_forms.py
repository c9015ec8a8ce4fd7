"""A form in which nothing is filled in empties no sheet, and is told where it makes a new one."""

import pytest

from coding.codebook.problems import FileRefused
from coding.models import Revision
from coding.models.questionnaire import QUESTIONS
from coding.sheets.loader import load, preview
from coding.sheets.printing.printable import PrintableSheet
from coding.sheets.printing.text import print_text
from tests.sheets.typeset import answers, typed

BLANK = {q.number: "" for q in QUESTIONS} | {1: "4999", 61: "A. Coder"}


@pytest.mark.django_db
@pytest.mark.parametrize("enter", [load, preview])
def test_the_blank_form_of_a_sheet_in_the_record_is_refused(enter):
    load("4999.txt", typed(answers()).encode())
    for blank in (typed(BLANK), print_text(PrintableSheet(4999, 0, BLANK))):
        with pytest.raises(FileRefused, match=r"Nothing is filled in.*59 answers would be emptied"):
            enter("4999.txt", blank.encode())
    assert not Revision.objects.exists()


@pytest.mark.django_db
def test_the_blank_form_of_a_new_sheet_is_told():
    (loaded,) = load("4999.txt", typed(BLANK).encode())
    assert "2 answered (a blank form)" in loaded.sentence
    assert "1 doubtful" in loaded.sentence
    assert "Only 2 of 61 questions are answered" in str(loaded.parsed.doubts[0])

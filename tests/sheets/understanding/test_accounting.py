"""The letters of the page are counted against those of answers, notes and what was left out."""

from dataclasses import replace

import pytest

from coding.sheets.files.readers import read_file
from coding.sheets.understanding.accounting import unaccounted, unlisted
from coding.sheets.understanding.page import understand
from coding.sheets.understanding.parts import Whose
from tests.sheets.typeset import SAMPLE_IDS, answers, sample, typed

NOTE = "Version 4.0: Q14 revised by Ann Lee on December 27, 2017"


def count(change):
    """What is said of a page whose answers or notes were changed on the way."""
    page = understand(read_file("a.txt", typed(answers(q18="Yes. Article 3"), NOTE).encode()))
    said, notes = dict(page.answers), [NOTE]
    change(said, notes)
    return [*unaccounted(page.page, page.parts, said, notes, page.repairs)]


@pytest.mark.acceptance(30)
@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_all_letters_of_the_samples_are_accounted_for(atop_id):
    page = understand(read_file("a.txt", sample(atop_id).encode()))
    assert not [repair for repair in page.repairs if "Letters of the page" in repair.what]


def test_nothing_is_said_where_all_is_there():
    assert count(lambda said, notes: None) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yes. Article", "1 on the page only, 0 in the answer only"),
        ("Yes. Article 33", "0 on the page only, 1 in the answer only"),
        ("Yes. Article 4", "1 on the page only, 1 in the answer only"),
    ],
)
def test_an_answer_with_other_letters_than_its_lines_is_doubted(text, found):
    (repair,) = count(lambda said, notes: said.update({18: text}))
    assert (repair.question, repair.found, repair.doubtful) == (18, found, True)


def test_an_answer_that_is_gone_is_doubted():
    (repair,) = count(lambda said, notes: said.pop(18))
    assert repair.question == 18


def test_a_note_that_is_gone_is_doubted():
    (repair,) = count(lambda said, notes: notes.clear())
    assert "revision notes" in repair.what


@pytest.mark.parametrize(
    ("text", "found"), [("Yes? Article 3", "1 on"), ("Yes. Article 3 ?", "0 on")]
)
def test_marks_that_an_answer_has_not_on_the_page_are_counted_too(text, found):
    (repair,) = count(lambda said, notes: said.update({18: text}))
    assert repair.found.startswith(found)


@pytest.mark.parametrize("whose", [Whose.QUESTION, Whose.HEADING, Whose.EDGE, Whose.LEFT_OUT])
def test_words_that_a_step_takes_out_of_an_answer_without_a_word_are_told(whose):
    page = understand(read_file("a.txt", typed(answers(q18="Yes. Article 3")).encode()))
    assert [*unlisted(page.page, page.parts, page.repairs)] == []
    taken = [
        replace(part, whose=whose) if (part.whose, part.question) == (Whose.ANSWER, 18) else part
        for part in page.parts
    ]
    lost = [repair.found for repair in unlisted(page.page, taken, page.repairs)]
    assert "Yes. Article 3" in lost

"""A name on a line by itself may be no part of the answer in which it stands."""

import pytest

from coding.sheets.parser import read_sheet
from coding.sheets.understanding.doubts import LONE_NAME
from tests.sheets.typeset import SAMPLE_IDS, answers, sample, typed

ARTICLE = "Article 5: The parties consult with each other on all questions of common interest."


def named(text):
    sheet = read_sheet("a.txt", text.encode())
    return [doubt.found for doubt in sheet.doubts if doubt.what == LONE_NAME]


@pytest.mark.parametrize("name", ["Kazakhstan", "Ann Lee", "United States of America", "J. O’Neil"])
@pytest.mark.parametrize(
    ("question", "above", "below"),
    [
        ("q18", ARTICLE, ""),
        ("q18", "", ARTICLE),
        ("q18", ARTICLE, ARTICLE.replace("5", "6")),
        ("q18", "Consultation:", ARTICLE),
        ("q14", "", "In effect (6/30/04)"),
        ("q16", "Nonaggression pact", ""),
        ("q50", "Trade (art. 4)", "Traffic (art. 5)"),
    ],
)
def test_a_name_beside_something_else_is_doubtful(question, above, below, name):
    answer = "\n".join(filter(None, [above, name, below]))
    assert named(typed(answers(**{question: answer}))) == [name]


@pytest.mark.parametrize(
    "answer", ["Russia\nKazakhstan", f"{ARTICLE}\nTrade\nTraffic", "Moscow", "Treaty", ARTICLE]
)
def test_a_list_and_an_answer_that_is_one_name_are_not(answer):
    assert named(typed(answers(q18=answer))) == []


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_no_name_in_the_samples_is_doubtful(atop_id):
    assert named(sample(atop_id)) == []


def test_a_name_below_a_line_that_breaks_off_is_doubtful_but_not_the_rest_of_a_name():
    full = "international economic, financial and other organizations and institutions"
    text = sample(4235)
    assert text.count(full) == 1
    assert named(text.replace(full, f"{full}\nKazakhstan")) == ["Kazakhstan"]
    assert named(text.replace(full, f"{full} of the\nUnited Nations")) == []


def test_a_doubt_quotes_all_its_words():
    name = "Maximilian-Alexander Wolfeschlegelsteinhausenbergerdorff " * 3
    sheet = read_sheet("a.txt", typed(answers(q18=f"{ARTICLE}\nReviewer: {name}")).encode())
    (doubt,) = sheet.doubts
    assert name.strip() in str(doubt)

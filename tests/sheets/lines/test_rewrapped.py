"""A sheet whose lines were wrapped again at a narrower column, as editors print and mails send."""

import textwrap

import pytest

from coding.sheets.parser import read_sheet
from tests.costly import combined
from tests.sheets.typeset import SAMPLE_IDS, expected, sample


def wrapped_again(text: str, column: int) -> str:
    """Break what is longer than the column at a space, each line for itself."""
    options = {"break_long_words": False, "break_on_hyphens": False}
    return "\n".join(
        "\n".join(textwrap.wrap(line, column, **options)) for line in text.splitlines()
    )


@pytest.mark.parametrize(("column", "atop_id"), combined([72, 76, 80], SAMPLE_IDS))
def test_answers_come_back_from_lines_that_were_wrapped_twice(column, atop_id):
    """Each word where it was. A paragraph that ends at the column looks as if it went on."""
    read = read_sheet("sheet.txt", wrapped_again(sample(atop_id), column).encode())
    wanted = expected(atop_id)
    assert {n: words(text) for n, text in read.answers.items()} == {
        n: words(text) for n, text in wanted.items()
    }
    assert sum(text != wanted[n] for n, text in read.answers.items()) <= 3
    assert any(repair.doubtful and "wrapped twice" in repair.what for repair in read.repairs)


def words(text: str) -> list[str]:
    """The words; a hyphen at a line end may be the text's own ("inter- ethnic", 4235)."""
    return text.replace("- ", "-").split()


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_lines_that_were_wrapped_once_are_left_as_they_are(atop_id):
    read = read_sheet("sheet.txt", sample(atop_id).encode())
    assert not [repair for repair in read.repairs if "wrapped twice" in repair.what]


@pytest.mark.parametrize(("column", "atop_id"), combined([64, 66, 68, 70], SAMPLE_IDS))
def test_lines_wrapped_at_half_the_width_are_joined_again_or_doubted(column, atop_id):
    text = "\n".join(
        "\n".join(textwrap.wrap(line, column)) for line in sample(atop_id).splitlines()
    )
    read = read_sheet("sheet.txt", text.encode())
    told = [doubt for doubt in read.doubts if "wrapped twice" in doubt.what]
    assert told
    assert {n: words(text) for n, text in read.answers.items()} == {
        n: words(text) for n, text in expected(atop_id).items()
    }

"""A problem says where it is, which rule, what was found and how to mend it."""

import pytest

from coding.codebook.problems import LONGEST_QUOTE, FileRefused, Problem, quoted


@pytest.mark.parametrize("length", [1, LONGEST_QUOTE])
def test_what_a_reader_can_take_in_is_quoted_whole(length) -> None:
    assert quoted("x" * length) == f"“{'x' * length}”"


def test_a_longer_text_is_cut_at_its_end_and_stands_on_one_line() -> None:
    assert quoted("x" * (LONGEST_QUOTE + 1)) == f"“{'x' * (LONGEST_QUOTE - 1)}…”"
    assert quoted(" two\n lines\t") == "“two lines”"


@pytest.mark.parametrize(
    ("line", "column", "found", "said"),
    [
        (None, "", "", "m.csv: Rule. Fix."),
        (1, "", "", "m.csv, line 1: Rule. Fix."),
        (3, "bilat", "2", "m.csv, line 3, column bilat: Rule. Found: “2”. Fix."),
    ],
)
def test_only_what_is_known_of_the_place_is_told(line, column, found, said) -> None:
    assert str(Problem("m.csv", "Rule.", "Fix.", found=found, line=line, column=column)) == said


def test_a_refusal_tells_every_problem() -> None:
    problems = [Problem("m.csv", "Rule.", "Fix.", line=line) for line in (1, 2)]
    refused = FileRefused(problems)
    assert refused.problems == tuple(problems)
    assert str(refused).splitlines() == ["m.csv, line 1: Rule. Fix.", "m.csv, line 2: Rule. Fix."]

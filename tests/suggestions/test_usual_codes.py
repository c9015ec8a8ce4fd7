"""What codes usually go with such an answer: counted, with the sheets, or not told."""

from hypothesis import given
from hypothesis import strategies as st

from coding.suggestions.usual_codes import (
    FLOOR,
    MOSTLY,
    SHORT,
    leading_word,
    short_answer,
    usual_codes,
)

SHEETS = st.dictionaries(
    st.integers(1000, 9999).map(str),
    st.dictionaries(st.sampled_from(["milcon", "base"]), st.lists(st.integers(0, 3), max_size=2)),
    max_size=30,
)


def _coded(*values):
    return {str(1000 + place): {"milcon": [value]} for place, value in enumerate(values)}


@given(SHEETS)
def test_what_is_told_is_the_code_of_two_thirds_of_at_least_five_sheets(coded):
    for code in usual_codes(["milcon", "base"], coded):
        number = sum(len(value.sheets) for value in code.values)
        assert number >= FLOOR
        assert len(code.usual.sheets) >= MOSTLY * number
        assert len(code.usual.sheets) == max(len(value.sheets) for value in code.values)


@given(SHEETS)
def test_each_sheet_that_has_the_code_is_counted_once(coded):
    for code in usual_codes(["milcon", "base"], coded):
        counted = [sheet for value in code.values for sheet in value.sheets]
        assert sorted(counted) == sorted(
            key for key, codes in coded.items() if codes.get(code.name)
        )


def test_the_sheets_of_each_value_are_named():
    (told,) = usual_codes(["milcon"], _coded(0, 0, 0, 0, 0, 1))
    assert [(value.value, value.sheets) for value in told.values] == [
        (0, ("1000", "1001", "1002", "1003", "1004")),
        (1, ("1005",)),
    ]


def test_nothing_is_told_of_four_sheets_or_of_five_that_do_not_agree():
    assert not [*usual_codes(["milcon"], _coded(0, 0, 0, 0))]
    assert not [*usual_codes(["milcon"], _coded(0, 0, 0, 1, 1))]


def test_members_that_differ_are_told_as_such():
    coded = {str(key): {"milcon": [0, 1]} for key in range(1000, 1005)}
    (told,) = usual_codes(["milcon"], coded)
    assert told.usual.value is None


def test_a_short_answer_is_compared_as_a_whole_and_a_long_one_by_its_yes_or_no():
    assert short_answer(["no", "none", "mentioned"]) == "no none mentioned"
    assert short_answer(["no"] * (SHORT + 1)) == ""
    assert leading_word(["yes", "article", "5"]) == "yes"
    assert leading_word(["article", "5"]) == leading_word([]) == ""

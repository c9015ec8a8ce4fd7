"""What a codebook says of a variable: each value once, with its meaning and how often it occurs."""

import pytest

from coding.codebook.entries import CodebookEntry, Tally, labelled_lines, value_lines
from coding.codebook.variables import Kind, Variable

NO_YES = Variable("asymm", codes={0: "no", 1: "yes"}, missing="no text was found")
LENGTH = Variable("length", unit="months")


def tally(counts, *, missing=0, uncoded=0):
    numbers = [value for value in counts if not isinstance(value, str)]
    least, most = min(numbers, default=None), max(numbers, default=None)
    return Tally(counts, sum(counts.values()), missing, least, most, uncoded)


def told(variable, *tallies, **how):
    return [
        (line.value, line.meaning, *line.shown) for line in value_lines(variable, tallies, **how)
    ]


def test_every_labelled_code_is_told_whether_it_occurs_or_not():
    assert told(NO_YES, tally({1: 1200}), tally({0: 3})) == [
        ("0", "no", "0", "3"),
        ("1", "yes", "1,200", "0"),
        ("missing", "no text was found", "0", "0"),
    ]


def test_a_value_without_a_label_stands_among_the_others_and_is_not_declared():
    lines = list(labelled_lines(NO_YES, [tally({-1: 2, 1: 4})]))
    assert [(line.value, line.meaning, line.is_declared) for line in lines] == [
        ("-1", "has no label", False),
        ("0", "no", True),
        ("1", "yes", True),
    ]


def test_what_is_missing_or_not_coded_yet_is_told_where_it_occurs():
    lines = list(value_lines(LENGTH, [tally({}, missing=2, uncoded=1)]))
    assert [(line.value, line.counts, line.is_declared) for line in lines] == [
        ("missing", (2,), False),
        ("not coded yet", (1,), False),
    ]


def test_a_quantity_is_told_by_its_range_over_all_tallies():
    assert told(LENGTH, tally({0: 1, 12: 1}), tally({60: 2})) == [("0–60", "in months", "2", "2")]
    assert told(Variable("version"), tally({"5.1": 9})) == [("5.1", "", "9")]
    assert told(LENGTH, None, tally({60: 2})) == [("60", "in months", "", "2")]


@pytest.mark.parametrize(("kind", "meaning"), [("NUMBER", "none"), ("YEAR", "has not happened")])
def test_zero_can_be_told_apart_from_a_range(kind, meaning):
    above = Tally({0: 5, 12: 1, 60: 1}, 2, 0, 12, 60)
    assert told(Variable("x", kind=Kind[kind]), above, is_zero_apart=True) == [
        ("0", meaning, "5"),
        ("12–60", "2 different values", "2"),
    ]


def test_a_variable_that_the_data_do_not_hold_has_no_counts():
    assert told(NO_YES, None, None)[0] == ("0", "no", "", "")
    assert told(LENGTH, None, None) == []


def test_an_entry_names_its_place_and_what_its_values_describe():
    pair = CodebookEntry("defense", "", Variable("defense", scope="P"), (), ())
    derived = CodebookEntry("active", "", Variable("active", scope="A", is_coded=False), (), ())
    assert (pair.anchor, pair.scope) == ("defense-pair", "each pair of members")
    assert (derived.anchor, derived.scope) == ("active", "alliance, derived")

"""A variable knows its values: which are possible, and how people read them."""

import pytest

from coding.codebook.cells import MISSING, member_key, state_and_spell
from coding.codebook.variables import NO_YES, Kind, Variable

LENGTH = Variable("length", unit="months", least=1, most=1200, missing="no text was found")
YEAR = Variable("yrent", kind=Kind.YEAR, least=1815, most=2100)
DEFENSE = Variable("defense", codes=NO_YES)


@pytest.mark.parametrize(
    ("variable", "possible", "impossible"),
    [
        (LENGTH, [1, 2, 1200], [MISSING, 0, 1201]),
        (YEAR, [0, 1815, 2100], [-1, 1, 1814, 2101]),
        (DEFENSE, [0, 1], [MISSING, 2]),
    ],
)
def test_the_ends_of_a_range_are_possible_and_what_lies_beyond_is_not(
    variable, possible, impossible
) -> None:
    assert [value for value in possible if not variable.allows(value)] == []
    assert [value for value in impossible if variable.allows(value)] == []


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        (LENGTH, None, "not coded yet"),
        (LENGTH, MISSING, "missing"),
        (LENGTH, 60, "60 months"),
        (Variable("number"), 7, "7"),
        (LENGTH, 0, "0"),
        (DEFENSE, 0, "0 no"),
        (DEFENSE, 1, "1 yes"),
        (DEFENSE, 2, "2"),
    ],
)
def test_a_value_is_read_with_its_label_or_its_unit(variable, value, said) -> None:
    assert variable.describe(value) == said


def test_the_range_is_told_in_a_sentence() -> None:
    assert LENGTH.range_in_words == "It is a whole number from 1 to 1200."
    assert YEAR.range_in_words == "It is a year from 1815 to 2100, or 0 for “has not happened”."
    assert DEFENSE.range_in_words == "Its codes are 0 no, 1 yes."


def test_parts_of_dates_and_states_are_told_from_other_numbers() -> None:
    assert [kind for kind in Kind if kind.is_date] == [Kind.YEAR, Kind.MONTH, Kind.DAY]
    assert [kind for kind in Kind if Variable("x", kind=kind).is_state] == [Kind.STATE]
    assert {kind.stored for kind in Kind} == {Kind.NUMBER, Kind.DECIMAL, Kind.TEXT}
    assert Kind.STATE.stored is Kind.NUMBER


@pytest.mark.parametrize(("state", "spell", "key"), [(651, 1, "651"), (651, 2, "651.2")])
def test_a_member_that_came_back_has_a_key_for_each_time(state, spell, key) -> None:
    assert member_key(state, spell) == key
    assert state_and_spell(key) == (state, spell)


@pytest.mark.acceptance(22)
def test_a_choice_that_was_dropped_keeps_its_last_label_and_cannot_be_given() -> None:
    formerly = {"10.0": {1: "one", 2: "second"}, "9.0": {1: "first", 2: "two", 3: "three"}}
    kept = Variable("x", codes={1: "only", 4: "new"}, formerly=formerly)
    assert kept.labels == {1: "only", 2: "second", 3: "three", 4: "new"}
    assert [kept.describe(value) for value in (1, 2, 5)] == ["1 only", "2 second", "5"]
    assert [value for value in kept.labels if kept.allows(value)] == [1, 4]
    assert kept.range_in_words == "Its codes are 1 only, 4 new."

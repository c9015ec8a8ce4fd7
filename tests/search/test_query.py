"""What a query may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.models.questionnaire import BY_NUMBER
from coding.reference.facts import own_facts
from coding.search.by_code import FILTERS
from coding.search.query import MOST_PARTS, is_year, read_query
from coding.search.state_names import StateNames

NAMES = StateNames([(one.code, one.abbreviation, one.name) for one in own_facts()["State"]])


def read(typed):
    return read_query(typed, NAMES, FILTERS, BY_NUMBER)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("USSR", {365}),
        ("u.s.s.r.", {365}),
        ("U.A.E.", {696}),
        ("Cote dIvoire", {437}),
        ("Soviet Union", {365}),
        ("gmy", {255}),
        ("Great Britain", {200}),
        ("Türkiye", {640}),
        ("Cote d'Ivoire", {437}),
        ("Persia", {630}),
        ("Zaire", {490}),
        ("Yemen", {678, 679, 680}),
        ("365", {365}),
        ("can", set()),  # a word; Canada in capitals
        ("CAN", {20}),
        ("Democratic Republic of the Congo", {490}),
    ],
)
def test_a_state_is_known_by_all_its_names(typed, codes):
    (part,) = read(typed).parts
    assert part.states == codes


def test_the_longest_name_of_a_state_counts():
    assert [part.typed for part in read("East Germany and France").parts] == [
        "East Germany",
        "France",
    ]


def test_a_year_may_be_an_id_as_well():
    (part,) = read("1893").parts
    assert part.years == (1893, 1893)
    assert part.sheet == (1893, None)
    assert is_year("1893")
    assert not is_year("4765")


def test_years_may_be_a_range_in_any_order():
    assert read("1893–1890").parts[0].years == (1890, 1893)


@pytest.mark.parametrize("typed", ["milcon >= 2", "MILCON≥2", "milcon>=2"])
def test_a_code_is_a_filter(typed):
    (test,) = read(typed).codes
    assert test.holds(2)
    assert test.holds(3)
    assert not test.holds(1)


def test_a_missing_code_is_found_by_its_number_only():
    assert not read("length < 5").codes[0].holds(-9)
    assert read("length = -9").codes[0].holds(-9)


def test_an_unknown_code_is_said_and_looked_for_as_words():
    query = read("foo >= 2")
    assert query.parts[0].words.words == ("foo", "2")
    assert "no code “foo”" in query.hints[0]


def test_an_unknown_question_is_said():
    query = read("Q99:embassy")
    assert query.parts[0].question is None
    assert "no question 99" in query.hints[0]


def test_small_words_are_passed_over_where_others_are():
    assert [part.typed for part in read("the balance of power").parts] == ["balance", "power"]
    assert [part.typed for part in read("the of").parts] == ["the", "of"]


def test_what_is_left_out_is_said():
    query = read(" ".join(f"word{n}" for n in range(MOST_PARTS + 1)))
    assert len(query.parts) == MOST_PARTS
    assert query.hints


SIGNS = (
    *('"', "Q14:", "q0:", "milcon", ">=", "≥", "1893", "–", "*", "'", "France", "AND", "OR", "("),
    *("NEAR(", "embassy", ":", "^", "-", "\\", "%", "²", "٣", "1.2", "cow", "|", "&", "_", "ß"),
)
TYPED = st.text(max_size=60) | st.lists(st.sampled_from(SIGNS), max_size=8).map(" ".join)


@given(TYPED)
def test_whatever_is_typed_can_be_read(typed):
    query = read(typed)
    for part in query.parts:
        assert part.words.words or part.question or part.states or part.sheet or part.begins

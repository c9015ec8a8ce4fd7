"""What a query may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.models.questionnaire import BY_NUMBER
from coding.reference.own_facts import own_facts
from coding.search.by_code import FILTERS
from coding.search.query import is_year
from coding.search.reading_queries import MOST_PARTS, read_query
from coding.search.state_names import StateNames

NAMES = StateNames([(state.code, state.abbreviation, state.name) for state in own_facts()["State"]])


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
        ("SFRY", {345}),  # its row has a name with a comma before it
        ("Kingdom of Serbs, Croats and Slovenes", {345}),
        ("Trinidad", {52}),
        ("St. Kitts", {60}),
        ("Soviet", {365}),
        ("Fr\u200bance", {220}),  # as a PDF viewer gives it
        ("(France)", {220}),
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


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Germany–Japan", ["Germany", "Japan"]),
        ("USA/USSR", ["USA", "USSR"]),
        ("France-Russia", ["France", "Russia"]),
        ("Germany–Austria-Hungary", ["Germany", "Austria-Hungary"]),
        ("Guinea-Bissau", ["Guinea-Bissau"]),
        ("Anglo-Japanese", ["Anglo-Japanese"]),
    ],
)
def test_names_of_states_that_a_dash_joins_are_taken_apart(typed, names):
    assert [part.typed for part in read(typed).parts] == names


def test_a_year_may_be_an_id_as_well():
    (part,) = read("1893").parts
    assert part.years == (1893, 1893)
    assert part.sheet == (1893, None)
    assert is_year("1893")
    assert not is_year("4765")


@pytest.mark.parametrize(
    "typed",
    [
        "1893–1890",
        "1890-1893",
        "1890 \u2011 1893",
        "1890−1893",
        "1890 to 1893",
        "1890-93",
        "(1890–93)",
    ],
)
def test_years_may_be_a_range_in_any_order_and_with_any_dash(typed):
    assert read(typed).parts[-1].years == (1890, 1893)


def test_a_month_and_a_day_are_no_range_of_years():
    assert [part.years for part in read("1893-12 1893-12-27").parts] == [None, None]


@pytest.mark.parametrize("typed", ["4765.", "#4765", "(4765)", "4765?", "ATOP 4765."])
def test_what_stands_around_a_number_does_not_count(typed):
    (part,) = read(typed).parts
    assert part.sheet == (4765, None)


@pytest.mark.parametrize(
    "typed", ["milcon >= 2", "MILCON≥2", "milcon>=2", "milcon => 2", "milcon≥2.0", "(milcon≥2)"]
)
def test_a_code_is_a_filter(typed):
    (test,) = read(typed).codes
    assert test.holds(2)
    assert test.holds(3)
    assert not test.holds(1)


def test_a_missing_code_is_found_by_its_number_only():
    assert not read("length < 5").codes[0].holds(-9)
    assert read("length = -9").codes[0].holds(-9)
    assert read("length = −9").codes[0].holds(-9)  # as printed: with a minus sign


def test_an_unknown_code_is_said_and_looked_for_as_words():
    query = read("foo >= 2")
    assert query.parts[0].words.words == ("foo", "2")
    assert "no code “foo”" in query.hints[0]


def test_an_unknown_question_is_said():
    query = read("Q99:embassy")
    assert query.parts[0].question is None
    assert "no question 99" in query.hints[0]
    assert read("Q99:").hints == ("There is no question 99.",)


def test_a_question_ends_where_the_next_or_a_code_begins():
    assert [(part.question, part.words.words) for part in read("Q25: Q26:peace").parts] == [
        (25, ()),
        (26, ("peace",)),
    ]
    query = read("Q25: milcon >= 2")
    assert [part.is_whole_question for part in query.parts] == [True]
    assert [str(code) for code in query.codes] == ["milcon >= 2"]


@pytest.mark.parametrize("typed", ["milcon>=2 and speclgth=1", "Q14:embassy AND Q15:closed"])
def test_what_joins_two_parts_is_no_part_itself(typed):
    query = read(typed)
    assert len(query.parts) + len(query.codes) == 2
    assert not query.hints


def test_and_in_capitals_is_andorra_only_where_nothing_else_is_typed():
    assert [part.typed for part in read("France AND Russia").parts] == ["France", "Russia"]
    assert read("AND").parts[0].states == {232}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("France OR Russia", "“OR” joins and leaves out nothing here"),
        ("embassy NOT war", "“NOT” joins"),
        ("embassy -war", "“-” joins"),
        ("milcon=", "a number behind the sign: “milcon = 1”"),
        ("defense = yes", "a number behind the sign: “defense = 1”"),
        ("q25", "“q25:” finds what is answered"),
    ],
)
def test_what_is_not_read_as_it_may_be_meant_is_said(typed, hint):
    assert hint in " ".join(read(typed).hints)


def test_what_can_be_read_gets_no_hint():
    for typed in ("milcon >= -9", "Q25:", "or", "long-term", "TREATY OR PACT", "1890 - 1900"):
        assert not read(typed).hints, typed


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
    *("atop", "47.5", "4765.1", ".", "atopid="),
)
TYPED = st.text(max_size=60) | st.lists(st.sampled_from(SIGNS), max_size=8).map(" ".join)


@given(TYPED)
def test_whatever_is_typed_can_be_read(typed):
    query = read(typed)
    for part in query.parts:
        assert part.words.words or part.question or part.states or part.sheet or part.begins

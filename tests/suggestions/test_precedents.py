"""How near two alliances are: a score between them that the words account for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.suggestions.precedents import MEMBERS, TYPE, YEARS, Pact, likeness, score

STATES = st.frozensets(st.sampled_from([2, 200, 220, 255, 300, 365, 370, 705]), max_size=6)
OBLIGATIONS = st.frozensets(st.sampled_from(["defense", "offense", "neutral", "nonagg", "consul"]))
YEAR = st.none() | st.integers(1815, 2030)
PACTS = st.builds(Pact, STATES, YEAR, OBLIGATIONS)
WHOLE = PACTS.filter(lambda one: one.members and one.obligations and one.year)


@given(PACTS, PACTS)
def test_the_score_is_the_same_in_both_directions_and_at_most_100(one, other):
    assert 0 <= score(one, other) == score(other, one) <= MEMBERS + TYPE + YEARS == 100


@given(WHOLE, PACTS)
def test_nothing_is_nearer_than_an_alliance_of_the_same_members_obligations_and_year(one, other):
    assert score(one, one) == 100
    assert score(one, other) <= 100
    if score(one, other) == 100:
        assert other.members == one.members
        assert other.obligations == one.obligations


@given(WHOLE, PACTS)
def test_one_more_member_in_common_is_never_further(one, other):
    for state in one.members:
        joined = Pact(other.members | {state}, other.year, other.obligations)
        assert score(one, joined) >= score(one, other)


@given(WHOLE, PACTS, st.integers(0, 200), st.integers(0, 200))
def test_years_that_are_nearer_never_count_less(one, other, near, far):
    near, far = sorted((near, far))
    at = [Pact(other.members, one.year + apart, other.obligations) for apart in (near, far)]
    assert score(one, at[0]) >= score(one, at[1])


@given(PACTS, PACTS)
def test_what_is_not_known_counts_nothing(one, other):
    for unknown in (
        Pact(frozenset(), other.year, other.obligations),
        Pact(other.members, None, other.obligations),
        Pact(other.members, other.year, frozenset()),
    ):
        assert score(one, unknown) <= score(one, other)


@given(PACTS, PACTS)
def test_the_words_say_what_counted(one, other):
    words = likeness(one, other, {}).words
    said = "the same members" if one.members == other.members else "of both"
    assert (said in words) == bool(one.members & other.members)
    assert ("both " in words.replace("of both", "")) == bool(one.obligations & other.obligations)
    if one.year is None or other.year is None:
        assert "year" not in words


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (
            Pact(frozenset({370, 705}), 1992, frozenset({"defense"})),
            "the same members; both defense pacts; 4 years apart",
        ),
        (
            Pact(frozenset({370, 365}), 1995, frozenset({"defense", "nonagg"})),
            "Belarus is a member of both; both with defense; 1 year apart",
        ),
        (
            Pact(frozenset({2}), 1996, frozenset({"consul"})),
            "no member in common; no obligation in common; of the same year",
        ),
        (
            Pact(frozenset({2, 20, 200, 365, 370, 705})),
            "Belarus and Kazakhstan are members of both",
        ),
        (Pact(), ""),
    ],
)
def test_a_likeness_is_told_as_one_would_say_it(other, words):
    here = Pact(frozenset({370, 705}), 1996, frozenset({"defense"}))
    assert likeness(here, other, {370: "Belarus", 705: "Kazakhstan"}).words == words


def test_of_many_members_in_common_the_first_are_named():
    one, other = Pact(frozenset(range(2, 9))), Pact(frozenset(range(2, 10)))
    assert (
        likeness(one, other, {2: "Italy"}).words == "Italy, 3, 4 and 4 others are members of both"
    )


def test_a_pact_is_read_from_codes_of_the_sheet_of_members_and_of_pairs():
    cells = {
        "estmode": 1,
        "370/member": 370,
        "705.2/member": 705,
        "370/yrent": 1996,
        "705.2/yrent": 1992,
        "370/defense": 0,
        "370>705.2/defense": 1,
        "370/consul": None,
        "370/milaid": 1,
    }
    assert Pact.of(cells) == Pact(frozenset({370, 705}), 1992, frozenset({"defense"}))

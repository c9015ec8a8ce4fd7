"""How near two alliances are: a score between them that the words account for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.suggestions.precedents import MEMBERS, TYPE, YEARS, Pact, likeness, score

STATES = st.frozensets(st.sampled_from([2, 200, 220, 255, 300, 365, 370, 705]), max_size=6)
OBLIGATIONS = st.frozensets(st.sampled_from(["defense", "offense", "neutral", "nonagg", "consul"]))
YEAR = st.none() | st.integers(1815, 2030)
PACTS = st.builds(Pact, STATES, YEAR, OBLIGATIONS)
WHOLE = PACTS.filter(lambda pact: pact.members and pact.obligations and pact.year)


@given(PACTS, PACTS)
def test_the_score_is_the_same_in_both_directions_and_at_most_100(pact, other):
    assert 0 <= score(pact, other) == score(other, pact) <= MEMBERS + TYPE + YEARS == 100


@given(WHOLE, PACTS)
def test_nothing_is_nearer_than_an_alliance_of_the_same_members_obligations_and_year(pact, other):
    assert score(pact, pact) == 100
    assert score(pact, other) <= 100
    if score(pact, other) == 100:
        assert other.members == pact.members
        assert other.obligations == pact.obligations


@given(WHOLE, PACTS)
def test_one_more_member_in_common_is_never_further(pact, other):
    for state in pact.members:
        joined = Pact(other.members | {state}, other.year, other.obligations)
        assert score(pact, joined) >= score(pact, other)


@given(WHOLE, PACTS, st.integers(0, 200), st.integers(0, 200))
def test_years_that_are_nearer_never_count_less(pact, other, near, far):
    near, far = sorted((near, far))
    at = [Pact(other.members, pact.year + apart, other.obligations) for apart in (near, far)]
    assert score(pact, at[0]) >= score(pact, at[1])


@given(PACTS, PACTS)
def test_what_is_not_known_counts_nothing(pact, other):
    for unknown in (
        Pact(frozenset(), other.year, other.obligations),
        Pact(other.members, None, other.obligations),
        Pact(other.members, other.year, frozenset()),
    ):
        assert score(pact, unknown) <= score(pact, other)


@given(PACTS, PACTS)
def test_the_words_say_what_counted(pact, other):
    words = likeness(pact, other, {}).words
    said = "the same members" if pact.members == other.members else "of both"
    assert (said in words) == bool(pact.members & other.members)
    assert ("both " in words.replace("of both", "")) == bool(pact.obligations & other.obligations)
    if pact.year is None or other.year is None:
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
    pact, other = Pact(frozenset(range(2, 9))), Pact(frozenset(range(2, 10)))
    assert (
        likeness(pact, other, {2: "Italy"}).words == "Italy, 3, 4 and 4 others are members of both"
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

"""What holds for any alliances: small random ones, with phases, returns and unknown days."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.datasets.inference import infer_from_file
from tests.costly import costly
from tests.datasets import oracle
from tests.datasets.member_rows import (
    BRAZIL,
    CANADA,
    CUBA,
    FRANCE,
    RELEASE,
    USA,
    member,
    owes,
    pair_years,
    read,
    tables,
    text_of,
    years,
)

STATES = (USA, CANADA, CUBA, BRAZIL, FRANCE)
codes = st.fixed_dictionaries({name: st.integers(0, 1) for name in oracle.OBLIGATIONS})
months = st.integers(12 * 2010, 12 * 2018 + 11)
days = st.one_of(st.none(), st.integers(1, 28))


class Rows(list):
    """Member rows that print as what is not 0 in them."""

    def __repr__(self) -> str:
        return "\n".join(str({name: code for name, code in row.items() if code}) for row in self)


def day(month: int, number: int | None) -> str:
    written = f"{month // 12}-{month % 12 + 1}"
    return written if number is None else f"{written}-{number}"


@st.composite
def spells(draw, first: int) -> list[tuple[str, str]]:
    """One or two spells of a member, the second after the first; the last may be in effect."""
    cuts = sorted(
        draw(st.lists(months.filter(lambda month: month > first), max_size=3, unique=True))
    )
    ends = [day(cut, draw(days)) for cut in (first, *cuts)]
    found = list(zip(ends[::2], [*ends[1::2], ""], strict=False))
    return [(entry, exit) for entry, exit in found]


@st.composite
def alliances(draw) -> Rows:
    """Member rows of up to four alliances, each of one to three phases, parallel ones too."""
    rows = Rows()
    for n in range(draw(st.integers(1, 4))):
        phases = draw(st.sampled_from([(0,), (1, 2), (1, 2, 3)]))
        for phase in phases:
            of_phase = {"bilat": draw(st.integers(0, 1)), "asymm": draw(st.integers(0, 1))}
            first = draw(months)
            for state in draw(st.sets(st.sampled_from(STATES), min_size=2, max_size=4)):
                for entry, exit in draw(spells(first)):
                    own = draw(codes)
                    rows.append(member(state, entry, exit, 1005 + n, phase, **of_phase, **own))
    return rows


def cells(rows: list[dict[str, str]], keys: tuple[str, ...]) -> oracle.Wanted:
    """Rows of a year file as the oracle gives them."""
    found = {}
    for row in rows:
        ids = [int(row[n]) for n in row if n.startswith("atopid") and row[n]]
        named = {n: int(row[n]) for n in row if n in NUMBERS}
        shareob = {"shareob": row["shareob"]} if "shareob" in row else {}
        found[tuple(int(row[key]) for key in keys)] = {**named, **shareob, "atopids": ids}
    return found


NUMBERS = {*oracle.OBLIGATIONS, "transyr", "bilatno", "multino", "number", "asymm"}


def pairs_of(rows: list) -> st.SearchStrategy:
    """Pair obligations between members of one phase."""
    stand = sorted(
        {
            (row["atopid"], row["phase"], row["member"], other["member"])
            for row in rows
            for other in rows
            if (row["atopid"], row["phase"]) == (other["atopid"], other["phase"])
            and row["member"] != other["member"]
        }
    )
    chosen = st.lists(st.sampled_from(stand), max_size=5, unique=True)
    return chosen.flatmap(
        lambda keys: st.tuples(*(codes.map(lambda own, key=key: owes(*key, **own)) for key in keys))
    )


with_pairs = alliances().flatmap(lambda rows: st.tuples(st.just(rows), pairs_of(rows)))


@costly
@given(with_pairs)
def test_ddyr_says_what_the_rules_say_year_by_year(given_data) -> None:
    rows, pairs = given_data
    ddyr = read("ddyr", rows, *pairs)
    assert cells(ddyr, ("stateA", "stateB", "year")) == oracle.directed_years(rows, pairs)
    assert pair_years(ddyr) == sorted(pair_years(ddyr))


@costly
@given(alliances())
def test_sy_says_what_the_rules_say_year_by_year(rows) -> None:
    sy = read("sy", rows)
    assert cells(sy, ("state", "year")) == oracle.state_years(rows)
    assert [(int(row["state"]), int(row["year"])) for row in sy] == sorted(oracle.state_years(rows))


@pytest.mark.acceptance(14)
@costly
@given(with_pairs)
def test_every_row_has_its_mirror_row_and_agrees_with_it_but_on_obligations(given_data) -> None:
    rows, pairs = given_data
    one_way = {"ddyad", "stateA", "stateB", "shareob", *oracle.OBLIGATIONS}
    ddyr = read("ddyr", rows, *pairs)
    found = dict(zip(pair_years(ddyr), ddyr, strict=True))
    for (state_a, state_b, year), row in found.items():
        mirror = found[state_b, state_a, year]
        assert all(row[name] == mirror[name] for name in row if name not in one_way)


@costly
@given(with_pairs)
def test_dy_is_what_either_direction_has(given_data) -> None:
    rows, pairs = given_data
    ddyr = read("ddyr", rows, *pairs)
    directed = dict(zip(pair_years(ddyr), ddyr, strict=True))
    dy = read("dy", rows, *pairs)
    assert 2 * len(dy) == len(ddyr)
    for (low, high, year), row in zip(pair_years(dy), dy, strict=True):
        both = directed[low, high, year], directed[high, low, year]
        assert low < high
        assert row["shareob"] == min(year["shareob"] for year in both)
        assert all(row[n] == max(year[n] for year in both) for n in oracle.OBLIGATIONS)


@pytest.mark.acceptance(15)
@costly
@given(alliances())
def test_no_year_is_outside_the_commitments_or_beyond_the_cut_off(rows) -> None:
    for level in ("sy", "dy", "ddyr"):
        found = years(read(level, rows))
        assert all(min(row["yrent"] for row in rows) <= year <= 2018 for year in found)


@costly
@given(alliances())
def test_only_states_that_were_members_of_a_phase_at_one_time_are_pairs(rows) -> None:
    for low, high, _ in pair_years(read("dy", rows)):
        assert any(
            max(oracle.first_day(row), oracle.first_day(other))
            < min(oracle.last_day(row), oracle.last_day(other))
            for row in rows
            for other in rows
            if (row["member"], other["member"]) == (low, high)
            and (row["atopid"], row["phase"]) == (other["atopid"], other["phase"])
        )


@costly
@given(with_pairs)
def test_without_nonaggression_pacts_there_are_fewer_rows_of_the_same_kind(given_data) -> None:
    rows, pairs = given_data
    pure = {
        int(row["atopid"])
        for row in read("a", rows)
        if [row[name] for name in oracle.OBLIGATIONS] == list("00010")
    }
    stay = [row for row in rows if row["atopid"] not in pure]
    kept = [pair for pair in pairs if pair.atopid not in pure]
    directed = oracle.directed_years(stay, kept)
    left = {key: row for key, row in directed.items() if _owes_more_than_that(directed, *key)}
    assert cells(read("ddyr_NNA", rows, *pairs), ("stateA", "stateB", "year")) == left


def _owes_more_than_that(directed: oracle.Wanted, giver: int, other: int, year: int) -> bool:
    both = directed[giver, other, year], directed[other, giver, year]
    owed = {name for name in oracle.OBLIGATIONS for year in both if year[name]}
    return owed != {"nonagg"}


@costly
@given(alliances())
def test_phases_and_alliances_hold_their_members_once_and_in_order(rows) -> None:
    for level, keys in (("aph", ("atopid", "phase")), ("a", ("atopid",))):
        for row in read(level, rows):
            states = [int(row[n]) for n in row if n.startswith("mem") and row[n]]
            key = [int(row[name]) for name in keys]
            members = {row["member"] for row in rows if [row[k] for k in keys] == key}
            assert states == sorted(members)
            assert all(state < other for state, other in pairwise(states))


@costly
@given(with_pairs)
def test_what_is_inferred_from_a_published_file_gives_that_file_again(given_data) -> None:
    rows, pairs = given_data
    rows = [row | {"obvary": 1} for row in rows]
    text = text_of(tables(rows, *pairs)["ddyr"])
    inferred = infer_from_file(rows, "ddyr.csv", text.encode(), RELEASE)
    if not inferred.problems:
        assert text_of(tables(rows, *inferred.obligations)["ddyr"]) == text


LEAGUE = [member(s, "2010-01-01", bilat=0, obvary=1, consul=1) for s in (USA, CANADA, CUBA)]
PUBLISHED = text_of(tables(LEAGUE, owes(1005, 0, USA, CUBA))["ddyr"])
edits = st.lists(
    st.tuples(st.integers(0, len(PUBLISHED)), st.integers(0, 30), st.text(max_size=5)),
    min_size=1,
    max_size=3,
)


@given(edits)
def test_a_damaged_file_gives_problems_or_obligations_but_no_traceback(changes) -> None:
    text = PUBLISHED
    for at, length, instead in changes:
        text = text[:at] + instead + text[at + length :]
    content = text.encode(errors="surrogatepass")
    inferred = infer_from_file(LEAGUE, "ddyr.csv", content, RELEASE)
    assert not (inferred.problems and inferred.obligations)
    assert all(problem.rule and problem.fix for problem in inferred.problems)

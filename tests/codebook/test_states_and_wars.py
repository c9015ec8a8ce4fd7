"""Who was a state on a day, who was at war, and what COWSYS and COWWAR follow from it."""

from datetime import date

import pytest

from coding.codebook.coded_dates import DateInParts
from coding.codebook.states_and_wars import (
    COW,
    GW,
    Fighting,
    ListedCode,
    ListedDay,
    Lists,
    Span,
    SystemState,
)


def span(begin: str, end: str = "") -> Span:
    last = ListedDay(date.fromisoformat(end)) if end else None
    return Span(ListedDay(date.fromisoformat(begin)), last)


FRANCE = SystemState(
    220,
    "FRN",
    "France",
    {COW: (span("1816-01-01", "1942-11-11"), span("1944-08-25")), GW: (span("1816-01-01"),)},
)
TRANSVAAL = SystemState(563, "TRA", "Transvaal", {GW: (span("1852-01-01", "1910-05-30"),)})
ATLANTIS = SystemState(999, "", "Atlantis")
WORLD_WAR = Fighting(139, "World War II", 2, span("1939-09-03", "1940-06-22"))
OTHER_WAR = Fighting(118, "Other War", 1, span("1940-01-01", "1941-12-31"))
LISTS = Lists(
    {state.code: state for state in (ATLANTIS, TRANSVAAL, FRANCE)}, {220: (WORLD_WAR, OTHER_WAR)}
)


def on(year: int, month: int = 1, day: int | None = 1) -> DateInParts:
    return DateInParts(year, month, day)


@pytest.mark.parametrize(
    ("day", "is_member"),
    [
        (on(1815, 12, 31), False),
        (on(1816, 1, 1), True),
        (on(1942, 11, 11), True),
        (on(1942, 11, 12), False),
        (on(1944, 8, 24), False),
        (on(1944, 8, 25), True),
    ],
)
def test_the_first_and_the_last_day_of_a_spell_count(day, is_member) -> None:
    assert FRANCE.is_in(COW, day) is is_member


def test_a_spell_without_an_end_is_carried_forward() -> None:
    assert FRANCE.is_in(COW, on(2040))


def test_an_unknown_day_is_the_first_of_its_month() -> None:
    assert not FRANCE.is_in(COW, on(1944, 8, None))
    assert FRANCE.is_in(COW, on(1944, 9, None))
    assert FRANCE.is_in(COW, on(1942, 11, None))


def test_a_day_that_does_not_exist_is_compared_all_the_same() -> None:
    assert FRANCE.is_in(COW, on(1930, 2, 31))


def test_a_state_of_one_list_need_not_be_in_the_other() -> None:
    assert TRANSVAAL.is_in(GW, on(1900))
    assert not TRANSVAAL.is_in(COW, on(1900))


def test_cowsys_names_the_dates_it_rests_on() -> None:
    times = "in the COW system 1 January 1816 to 11 November 1942, since 25 August 1944"
    assert LISTS.cowsys(220, on(1930)) == ListedCode(1, f"France: {times}.")


def test_a_state_outside_the_cow_system_is_looked_up_in_the_other_list() -> None:
    assert LISTS.cowsys(220, on(1943)) == ListedCode(
        0,
        "France: in the COW system 1 January 1816 to 11 November 1942, since 25 August 1944; "
        "in the Gleditsch-Ward list since 1 January 1816.",
    )
    assert LISTS.cowsys(999, on(1943)) == ListedCode(
        0, "Atlantis: never in the COW system; never in the Gleditsch-Ward list."
    )


def test_a_proposal_says_when_the_day_was_not_known() -> None:
    said = " The day is not known and taken as the first of the month."
    for proposed in (LISTS.cowsys(220, on(1930, 5, None)), LISTS.cowwar(220, on(1930, 5, None))):
        assert proposed is not None
        assert proposed.reason.endswith(said)


def test_nothing_is_proposed_for_a_state_that_is_not_listed() -> None:
    assert LISTS.cowsys(9998, on(1930)) is None
    assert LISTS.cowwar(9998, on(1930)) is None


def test_a_war_is_proposed_with_its_name_and_dates() -> None:
    assert LISTS.cowwar(220, on(1939, 9, 3)) == ListedCode(
        139, "France: World War II (139), 3 September 1939 to 22 June 1940."
    )


def test_a_state_that_stopped_fighting_the_day_before_is_not_at_war() -> None:
    assert LISTS.wars_on(220, on(1940, 6, 22)) == [OTHER_WAR, WORLD_WAR]
    assert LISTS.wars_on(220, on(1940, 6, 23)) == [OTHER_WAR]


def test_the_lower_of_two_war_numbers_is_proposed_and_the_other_named() -> None:
    proposed = LISTS.cowwar(220, on(1940, 2, 1))
    assert proposed is not None
    assert proposed.value == 118
    assert "World War II (139)" in proposed.reason


def test_peace_is_proposed_as_no_war() -> None:
    assert LISTS.cowwar(563, on(1900)) == ListedCode(0, "Transvaal: in no war of the list.")


def test_after_the_last_war_of_the_list_the_coder_is_told_to_look_further() -> None:
    assert LISTS.cowwar(220, on(2015)) == ListedCode(
        0,
        "France: in no war of the list, whose latest war ends on 31 December 1941: look for a "
        "later one.",
    )
    assert Lists(LISTS.states, {}).cowwar(220, on(2015)) == ListedCode(
        0, "France: in no war of the list."
    )


@pytest.mark.parametrize(
    ("day", "is_after"),
    [((1941, 12, 31), False), ((1941, 12, None), False), ((1942, 1, None), True)],
)
def test_the_list_of_wars_reaches_to_the_last_day_of_its_latest_war(day, is_after) -> None:
    proposal = LISTS.cowwar(563, on(*day))
    assert ("look for a later one" in proposal.reason) is is_after


def test_a_war_goes_on_while_it_has_no_end() -> None:
    ongoing = Lists(LISTS.states, {220: (Fighting(900, "War", 1, span("2022-02-24")),)})
    assert ongoing.cowwar(220, on(2030)) == ListedCode(
        900, "France: War (900), since 24 February 2022."
    )


def test_where_only_the_month_is_known_only_the_month_is_said() -> None:
    month = Span(ListedDay(date(1939, 9, 1), False), ListedDay(date(1939, 9, 30), False))
    assert (str(month), month.in_words) == (
        "1939-09 to 1939-09",
        "September 1939 to September 1939",
    )


def test_states_that_existed_on_the_day_come_first() -> None:
    lists = Lists({**LISTS.states, 2: SystemState(2, "USA", "United States")}, {})
    assert [state.code for state in lists.existing_first(on(1815))] == [2, 220, 563, 999]
    assert [state.code for state in lists.existing_first(on(1900))] == [220, 563, 2, 999]

"""What follows from the codes: each rule by itself, then all of them over release 5.1."""

import csv
from collections import Counter, defaultdict

import pytest

from coding.codebook import derived
from coding.codebook.cells import MISSING, Coding, member_key
from coding.codebook.coded_dates import ENTRY, EXIT, DateInParts, begin, end
from tests.release_5_1 import member_file, official

IN = (0, 0, 0)
NO_CONDITION = dict.fromkeys(derived.ANY_CONDITION, 0)


def member(entered=(1900, 5, 1), left=IN, **codes):
    return {**dict(zip(ENTRY + EXIT, entered + left, strict=True)), **codes}


def phase(*members, **alliance):
    return Coding(alliance=alliance, members={str(n): codes for n, codes in enumerate(members, 2)})


def owing(**codes):
    every = (*derived.PRIMARY_OBLIGATIONS, *derived.OTHER_OBLIGATIONS, "obvary")
    return member(**{**NO_CONDITION, **dict.fromkeys(every, 0), **codes})


@pytest.mark.parametrize("variable", derived.CONDITIONS)
def test_an_obligation_is_conditional_when_any_of_its_conditions_holds(variable):
    assert derived.derived_of_member(member(**NO_CONDITION))[variable] == 0
    for dummy in derived.CONDITIONS[variable]:
        found = derived.derived_of_member(member(**{**NO_CONDITION, dummy: 1}))
        assert {name for name in derived.CONDITIONS if found[name]} == {variable}
        assert found["conditio"] == 1


def test_another_condition_makes_an_alliance_conditional_and_no_single_obligation():
    found = derived.derived_of_member(member(**{**NO_CONDITION, "olimob": 1}))
    assert found["conditio"] == 1
    assert not any(found[variable] for variable in derived.CONDITIONS)


def test_what_is_not_coded_yet_settles_nothing():
    found = derived.derived_of_member({**NO_CONDITION, "defcoadv": 1} | {"member": 200})
    assert (found["ineffect"], found["defcon"]) == (None, 1)
    half = {"defcoadv": 1, "concoadv": 0}
    assert set(derived.derived_of_member(half).values()) == {None}


def test_a_missing_condition_leaves_the_answer_missing_unless_another_one_holds():
    codes = {**NO_CONDITION, "defcoadv": MISSING, "offcoadv": MISSING, "offcoloc": 1}
    found = derived.derived_of_member(codes)
    assert (found["defcon"], found["offcon"], found["neucon"]) == (MISSING, 1, 0)


def test_a_member_without_a_year_of_exit_is_in_effect():
    assert derived.ineffect(member()) == 1
    assert derived.ineffect(member(left=(1905, 1, MISSING))) == 0
    assert derived.ineffect({}) is None


def test_one_member_that_owes_defense_or_offense_makes_the_phase_active():
    idle = {"defense": 0, "offense": 0}
    assert derived.active(phase(member(**idle), member(**idle))) == 0
    assert derived.active(phase(member(**idle), member(**idle | {"offense": 1}))) == 1
    assert derived.active(phase(member(**idle), member(defense=1))) is None
    assert derived.active(phase()) is None


def test_a_single_phase_is_counted_as_none():
    assert [derived.maxphase(phases) for phases in (1, 2, 4)] == [0, 2, 4]


def test_a_phase_begins_with_the_earliest_entry():
    coding = phase(member((1900, 5, 3)), member((1900, 5, 3)), member((1904, 1, 1)))
    assert begin(coding) == DateInParts(1900, 5, 3)


def test_an_unknown_day_comes_after_the_known_ones_of_its_month():
    unknown = member((1900, 5, MISSING))
    assert begin(phase(unknown, member((1900, 5, 30)))) == DateInParts(1900, 5, 30)
    assert begin(phase(unknown, member((1900, 6, 1)))) == DateInParts(1900, 5, None)


def test_a_phase_has_no_begin_until_every_entry_is_coded():
    assert begin(phase()) is None
    assert begin(phase(member(), {"yrent": 1900, "moent": 5})) is None


def test_a_phase_ends_with_the_latest_exit_and_not_while_a_member_is_in():
    left, later = member(left=(1905, 1, 1)), member(left=(1906, 2, MISSING))
    assert end(phase(left, later)) == DateInParts(1906, 2, None)
    assert end(phase(left, later, member())) == DateInParts(0, 0, 0)
    assert end(phase(left, {"yrexit": 1906})) is None


def test_a_founder_at_war_makes_an_alliance_of_wartime():
    assert derived.wartime(phase(member(cowwar=0), member(cowwar=106))) == 1
    assert derived.wartime(phase(member(cowwar=0), member(cowwar=0))) == 0
    assert derived.wartime(phase(member(cowwar=0), member())) is None


def test_a_member_at_war_that_joins_later_does_not():
    later = member((1900, 5, 2), cowwar=106)
    assert derived.wartime(phase(member(cowwar=0), member(cowwar=0), later)) == 0


def test_wartime_is_judged_by_the_first_phase_in_all_phases():
    first, second = phase(member(cowwar=0, defense=0, offense=0)), phase(member(cowwar=106))
    found = derived.derived_of_alliance(second, {1: first, 2: second})
    assert found == {"maxphase": 2, "wartime": 0, "active": None}


def test_an_alliance_is_bilateral_while_no_more_than_two_are_in_at_once():
    assert derived.expected_bilat(phase(member())) == 1
    assert derived.expected_bilat(phase(member(), member())) == 1
    assert derived.expected_bilat(phase(member(), member(), member((1950, 1, 1)))) == 0
    assert derived.expected_bilat(phase(member(), {"yrent": 1900})) is None


def test_a_successor_that_enters_on_the_day_of_the_exit_is_not_a_third_member():
    left = member(left=(1990, 10, 3))
    assert derived.expected_bilat(phase(member(), left, member((1990, 10, 3)))) == 1
    assert derived.expected_bilat(phase(member(), left, member((1990, 10, 2)))) == 0


def test_an_unknown_day_of_exit_is_the_last_of_its_month():
    left = member(left=(1990, 10, MISSING))
    assert derived.expected_bilat(phase(member(), left, member((1990, 10, 30)))) == 0
    assert derived.expected_bilat(phase(member(), left, member((1990, 10, 31)))) == 1


@pytest.mark.parametrize("variable", ["nonagg", "neucoatt", "olimob", "terrres"])
def test_an_alliance_is_asymmetric_when_members_owe_different_things(variable):
    assert derived.expected_asymm(phase(owing(), owing())) == 0
    assert derived.expected_asymm(phase(owing(), owing(**{variable: 1}))) == 1


def test_obligations_that_vary_by_partner_make_an_alliance_asymmetric():
    assert derived.expected_asymm(phase(owing(obvary=1), owing(obvary=1))) == 1


def test_obligations_are_compared_when_all_of_them_are_coded():
    assert derived.expected_asymm(phase(owing(), member(defense=1))) is None
    assert derived.expected_asymm(phase(owing(dipaid=MISSING), owing(dipaid=MISSING))) == 0


@pytest.mark.parametrize(
    ("termmode", "term"), [(0, 0), (1, 1), (2, 3), (3, 2), (4, 0), (5, 1), (6, 1)]
)
def test_the_last_member_to_leave_says_how_the_phase_ended(termmode, term):
    early = member(left=(1901, 1, 1), termmode=3)
    last = member(left=(1902, 1, MISSING), termmode=termmode)
    assert derived.expected_term(phase(early, last, last)) == term


def test_a_phase_with_a_member_in_it_has_not_ended():
    assert derived.expected_term(phase(member(termmode=0), member(left=(1901, 1, 1)))) == 0


def test_last_members_that_disagree_leave_the_end_open():
    on = {"left": (1901, 1, 1)}
    assert derived.expected_term(phase(member(**on, termmode=1), member(**on, termmode=3))) is None
    assert derived.expected_term(phase(member(**on, termmode=1), member(**on, termmode=5))) == 1
    assert derived.expected_term(phase(member(**on), member(**on))) is None
    assert derived.expected_term(phase(member(termmode=0), {"yrent": 1900})) is None


def test_secrecy_settles_what_is_secret_unless_some_articles_are():
    found = {secrecy: derived.expected_secrart(phase(pubsecr=secrecy)) for secrecy in (0, 1, 2)}
    assert found == {0: 0, 1: None, 2: 8}
    assert derived.expected_secrart(phase(pubsecr=MISSING)) == MISSING
    assert derived.expected_secrart(phase()) is None


@pytest.fixture(scope="module")
def rows():
    return [
        {name: MISSING if value is None else value for name, value in row.items()}
        for row in member_file()
    ]


@pytest.fixture(scope="module")
def phases(rows):
    alliances = defaultdict(lambda: defaultdict(Coding))
    for row in rows:
        coding = alliances[row["atopid"]][row["phase"]]
        spell = 1 + sum(row["member"] == codes["member"] for codes in coding.members.values())
        coding.members[member_key(row["member"], spell)] = row
        coding.alliance = row
    return alliances


def exceptions(phases, variable, rule):
    """Count the rows whose published code is not what the rule gives, by alliance."""
    found = Counter()
    for atop_id, alliance in phases.items():
        for coding in alliance.values():
            expected = rule(coding)
            if expected is not None:
                wrong = sum(row[variable] != expected for row in coding.members.values())
                found += Counter({atop_id: wrong})
    return found


def test_every_derived_variable_of_release_5_1_is_as_published(rows, phases):
    wrong = []
    for row in rows:
        alliance = phases[row["atopid"]]
        found = derived.derived_of_alliance(alliance[row["phase"]], alliance)
        found |= derived.derived_of_member(row)
        assert set(found) == {*derived.DERIVED_OF_ALLIANCE, *derived.DERIVED_OF_MEMBER}
        wrong += [(row["atopid"], name) for name, code in found.items() if row[name] != code]
    assert (len(rows), wrong) == (2510, [])


def test_bilat_follows_in_release_5_1_but_for_1287(phases):
    assert exceptions(phases, "bilat", derived.expected_bilat) == {1287: 2}


def test_asymm_follows_in_release_5_1_but_for_44_rows(phases):
    found = exceptions(phases, "asymm", derived.expected_asymm)
    assert (found.total(), len(found), found[3260], found[4998]) == (44, 17, 10, 2)


def test_term_follows_in_release_5_1_but_for_16_rows(phases):
    found = exceptions(phases, "term", derived.expected_term)
    assert found == dict.fromkeys((1075, 2160, 2200, 2260, 2315, 2445, 3655, 3720), 2)


def test_secrart_follows_in_release_5_1(phases):
    assert exceptions(phases, "secrart", derived.expected_secrart) == {}


def test_the_phases_of_release_5_1_begin_and_end_as_published(phases):
    with official("atop5_1aph.csv").open(newline="", encoding="ascii") as file:
        published = list(csv.DictReader(file))
    for row in published:
        coding = phases[int(row["atopid"])][int(row["phase"])]
        for found, name in ((begin(coding), "beg"), (end(coding), "end")):
            parts = [row[name + part] for part in ("yr", "mo", "day")]
            assert found == tuple(int(part) if part else None for part in parts)
    assert len(published) == 849

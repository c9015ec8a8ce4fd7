"""From codes to member rows: what can be published, and what is left out with which reason."""

from datetime import date

import pytest

from coding.codebook.cells import MISSING, Codes, Coding
from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.sheet import CodedPhase
from coding.datasets.pairs import DirectedObligations
from coding.datasets.publishable import NO_MEMBER, WITH_THE_OTHERS, LeftOut, publishable
from coding.datasets.release import DatasetRelease
from coding.models.variables import QUESTIONNAIRE

RELEASE = DatasetRelease("6.0", date(2018, 12, 31), ("new6", "rev6"), QUESTIONNAIRE)


def member(state: int, entry: tuple[int, int, int] = (1996, 1, 17), **codes: int) -> Codes:
    """The codes of a member that is in; the obligations are 0."""
    dates = dict(zip(("yrent", "moent", "dayent"), entry, strict=True))
    dates |= {"yrexit": 0, "moexit": 0, "dayexit": 0}
    return {"member": state, **dates, **dict.fromkeys(PRIMARY_OBLIGATIONS, 0), **codes}


def phase(*members: Codes, atopid: int = 1005, number: int = 0, pairs: object = None) -> CodedPhase:
    """A phase of these members; a second row of a state is its second spell."""
    coding = Coding({"bilat": 1, "estmode": 1}, {}, dict(pairs or {}))
    for codes in members:
        key = str(codes["member"])
        coding.members[f"{key}.2" if key in coding.members else key] = codes
    flags = {key: {"new6": 0, "rev6": 1} for key in coding.members}
    return CodedPhase(atopid, number, coding, flags)


def owed(**codes: int) -> Codes:
    """What one member owes another; 0 where it is not named."""
    return dict.fromkeys(PRIMARY_OBLIGATIONS, 0) | codes


def without(code: str, codes: Codes) -> Codes:
    """The codes but one, which is not coded yet."""
    return {name: value for name, value in codes.items() if name != code}


def test_a_row_holds_the_alliance_the_member_what_follows_and_the_flags() -> None:
    (row, other) = publishable([[phase(member(200, defense=1), member(220))]], RELEASE).rows
    assert (row["atopid"], row["member"], row["estmode"]) == (1005, 200, 1)
    assert (row["defense"], other["defense"]) == (1, 0)
    assert (row["active"], row["ineffect"], row["maxphase"]) == (1, 1, 0)
    assert (row["new6"], row["rev6"]) == (0, 1)


def test_a_code_that_is_missing_or_not_given_yet_is_empty() -> None:
    coded = phase(member(200, milaid=MISSING), member(220))
    (row, _) = publishable([[coded]], RELEASE).rows
    assert (row["milaid"], row["milcon"]) == (None, None)


@pytest.mark.parametrize("code", ["yrent", "moexit", "defense", "consul"])
def test_a_row_that_lacks_a_needed_code_takes_its_alliance_with_it(code) -> None:
    lacking = without(code, member(220))
    alliance = [phase(member(200), lacking, number=1), phase(member(200), number=2)]
    found = publishable([alliance], RELEASE)
    assert found.rows == found.pairs == []
    why = f"The row of member 220 of 1005, phase 1, lacks {code}. "
    assert [row[:3] for row in found.left_out] == [(1005, 1, 200), (1005, 1, 220), (1005, 2, 200)]
    first, second, third = (row.why for row in found.left_out)
    assert second.startswith(why)
    assert first == third == WITH_THE_OTHERS


def test_other_alliances_are_not_affected() -> None:
    unfinished = phase(without("yrexit", member(200)), atopid=1005)
    found = publishable([[unfinished], [phase(member(220), atopid=1010)]], RELEASE)
    assert [row["atopid"] for row in found.rows] == [1010]


def test_an_alliance_without_members_is_told_by_its_phase() -> None:
    found = publishable([[phase()]], RELEASE)
    assert found.left_out == [LeftOut(1005, 0, None, NO_MEMBER)]


def test_a_phase_without_members_leaves_out_the_alliance() -> None:
    found = publishable([[phase(member(200), number=1), phase(number=2)]], RELEASE)
    assert found.rows == []
    assert [(row.phase, row.why) for row in found.left_out] == [
        (1, WITH_THE_OTHERS),
        (2, NO_MEMBER),
    ]


def test_who_begins_after_the_cut_off_is_told_and_left_to_the_files() -> None:
    late = member(230, (2019, 1, 1))
    found = publishable([[phase(member(200), member(220, (2018, 12, 31)), late)]], RELEASE)
    assert len(found.rows) == 3
    why = "It begins after 2018-12-31, the last day of the files."
    assert found.left_out == [LeftOut(1005, 0, 230, why)]


def test_pair_obligations_name_states() -> None:
    pairs = {("200", "220"): owed(defense=1)}
    found = publishable([[phase(member(200), member(220), pairs=pairs)]], RELEASE)
    assert found.pairs == [DirectedObligations(1005, 0, 200, 220, 1, 0, 0, 0, 0)]


def test_a_state_that_came_back_owes_the_same_both_times() -> None:
    times = (member(200), member(200, (2000, 1, 1)), member(220))
    pairs = {("200", "220"): owed(defense=1), ("200.2", "220"): owed(defense=1)}
    found = publishable([[phase(*times, pairs=pairs)]], RELEASE)
    assert found.pairs == [DirectedObligations(1005, 0, 200, 220, 1, 0, 0, 0, 0)]
    pairs["200.2", "220"] = owed(offense=1)
    found = publishable([[phase(*times, pairs=pairs)]], RELEASE)
    assert found.rows == found.pairs == []
    assert "differs between the times of membership" in found.left_out[0].why


def test_a_pair_that_is_not_coded_in_full_leaves_out_the_alliance() -> None:
    pairs = {("200", "220"): without("consul", owed())}
    found = publishable([[phase(member(200), member(220), pairs=pairs)]], RELEASE)
    assert found.rows == found.pairs == []
    why = "What it owes 220 lacks consul. Code it."
    assert [row.why for row in found.left_out] == [why, WITH_THE_OTHERS]

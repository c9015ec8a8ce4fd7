"""Member rows put together to phases, and phases taken apart into rows."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import MISSING, Coding
from coding.codebook.sheet import CodedPhase
from coding.datasets.reading.grouping import DERIVED
from coding.datasets.reading.phases import rows_of
from tests.datasets.reading.rows_of_phases import all_rows

from .small_member_files import NAMES, STATES, grouped, read, row

OTHERS = [row(member=code) for code in (200, 220, 255)]


def only_phase(rows):
    (phase,) = grouped(rows).phases
    return phase


def test_rows_of_one_phase_become_one_coding():
    phase = only_phase([row(estmode=1, defense=1), row(estmode=1, member=220)])
    assert (phase.atop_id, phase.phase) == (1500, 0)
    assert phase.coding.alliance["estmode"] == 1
    assert [codes["defense"] for codes in phase.coding.members.values()] == [1, 0]
    assert phase.coding.members["220"]["member"] == 220
    assert "estmode" not in phase.coding.members["220"]


def test_phases_come_by_alliance_and_number():
    rows = [row(atopid=1600), row(phase=2), row(phase=1)]
    found = [(phase.atop_id, phase.phase) for phase in grouped(rows).phases]
    assert found == [(1500, 1), (1500, 2), (1600, 0)]


def test_an_empty_value_is_coded_as_missing():
    phase = only_phase([row(estmode="", dayent="")])
    assert phase.coding.alliance["estmode"] == MISSING
    assert phase.coding.members["200"]["dayent"] == MISSING


def test_what_follows_from_codes_and_what_belongs_to_the_release_is_no_code():
    phase = only_phase([row(new5=1)])
    apart = {*DERIVED, "atopid", "phase", "new5", "rev5", "version"}
    assert apart.isdisjoint({*phase.coding.alliance, *phase.coding.members["200"]})
    assert phase.flags == {"200": {"new5": 1, "rev5": 0}}


def test_the_roster_is_in_order_of_entry_an_unknown_day_last():
    rows = [row(member=255, dayent=""), row(member=365, dayent=31), row(member=220), row()]
    assert list(only_phase(rows).coding.members) == ["200", "220", "365", "255"]


def test_a_state_that_came_back_has_a_second_spell():
    rows = [row(member=651, yrent=1910), row(), row(member=651, yrexit=1905, moexit=1, dayexit=1)]
    phase = only_phase(rows)
    assert list(phase.coding.members) == ["200", "651", "651.2"]
    assert phase.coding.members["651.2"]["yrent"] == 1910


def test_the_code_of_most_members_is_the_alliances_and_a_member_that_differs_keeps_its_own():
    *most, last = OTHERS
    found = grouped([*most, last | {"cowid": 3617}])
    coding = found.phases[0].coding
    assert (coding.alliance["cowid"], coding.members["255"]["cowid"]) == (0, 3617)
    assert ("cowid" in coding.members["200"], coding.cells["255/cowid"]) == (False, 3617)
    (note,) = found.notes
    assert (note.line, note.column, note.found) == (4, "cowid", "3617 beside 0")


def test_missing_counts_like_any_other_code():
    first, second, third = OTHERS
    coding = only_phase(
        [first | {"cowid": 3617}, second | {"cowid": ""}, third | {"cowid": ""}]
    ).coding
    assert (coding.alliance["cowid"], coding.members["200"]["cowid"]) == (MISSING, 3617)


def test_of_codes_that_as_many_carry_the_first_member_has_the_alliances():
    coding = only_phase([row(estmode=1, member=220), row(estmode="", member=200)]).coding
    assert (coding.alliance["estmode"], coding.members["220"]["estmode"]) == (MISSING, 1)


@pytest.mark.parametrize(
    ("variable", "given", "expected"),
    [("ineffect", 0, "1"), ("active", 1, "0"), ("wartime", 1, "0"), ("maxphase", 2, "0")],
)
def test_a_derived_value_that_does_not_follow_is_told(variable, given, expected):
    found = grouped([row(), row(member=220) | {variable: given}])
    (warning,) = found.warnings
    assert (warning.line, warning.column, warning.found) == (3, variable, str(given))
    assert f"Its codes give {expected}." in warning.rule
    assert found.notes == ()


def test_wartime_and_the_number_of_phases_are_judged_over_the_whole_alliance():
    first, second = row(phase=1, maxphase=2), row(phase=2, maxphase=2, cowwar=106)
    assert grouped([first, second]).warnings == ()
    assert {warning.line for warning in grouped([first, second | {"wartime": 1}]).warnings} == {3}


def test_a_refused_file_has_no_phases():
    assert read([row(member=999)]).rows == ()


def test_rows_of_a_phase_have_what_is_asked_for_and_nothing_for_what_is_not_coded():
    coding = Coding(
        alliance={"estmode": MISSING, "bilat": 1},
        members={"200": {"member": 200, "yrexit": 0}, "220": {"member": 220, "bilat": 0}},
    )
    phase = CodedPhase(1500, 0, coding, {"200": {"new5": 1}})
    names = ("atopid", "phase", "maxphase", "member", "bilat", "estmode", "ineffect", "new5")
    assert [tuple(values.values()) for values in rows_of(phase, {0: coding}, names)] == [
        (1500, 0, 0, 200, 1, None, 1, 1),
        (1500, 0, 0, 220, 0, None, None, None),
    ]


@st.composite
def published_rows(draw):
    """Rows of a few alliances, with phases, second spells, unknown days and differing codes."""
    spells = st.tuples(
        st.sampled_from([1500, 1600]),
        st.sampled_from([0, 1, 2]),
        st.sampled_from(sorted(STATES)),
        st.integers(1900, 1903),
    )
    code, maybe = st.integers(0, 1), st.sampled_from(["", 0, 1])
    rows = []
    for atop_id, phase, member, year in draw(st.lists(spells, unique=True, min_size=1)):
        left = draw(st.sampled_from([(0, 0, 0), (1904, 1, 1), (1905, 6, "")]))
        rows.append(
            row(atopid=atop_id, phase=phase, member=member, yrent=year)
            | dict(zip(("yrexit", "moexit", "dayexit"), left, strict=True))
            | {"dayent": draw(st.sampled_from(["", 1, 30])), "moent": draw(st.integers(1, 12))
               if draw(code) else 5}
            | {name: draw(code) for name in ("bilat", "defense", "offense", "rev5", "ineffect")}
            | {name: draw(maybe) for name in ("cowid", "estmode", "refothio")}
        )  # fmt: skip
    return rows


def in_order(rows):
    keys = ("atopid", "phase", "member", "yrent")
    return sorted(rows, key=lambda row: [row[key] for key in keys])


@given(published_rows())
def test_rows_put_together_and_taken_apart_are_the_same_rows(rows):
    rows = [row for row in rows if row["moent"] != 2 or row["dayent"] != 30]
    if not rows:
        return
    names = [name for name in (*NAMES, "new5", "rev5") if name not in DERIVED]
    found = all_rows(grouped(rows).phases, names)
    expected = [{name: row.values[name] for name in names} for row in read(rows).rows]
    assert in_order(found) == in_order(expected)


@given(published_rows(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, random):
    rows = [row for row in rows if row["moent"] != 2 or row["dayent"] != 30]
    if not rows:
        return
    shuffled = random.sample(rows, len(rows))
    assert grouped(shuffled).phases == grouped(rows).phases


def test_members_of_different_alliances_do_not_mix():
    rows = [row(atopid=atop_id, member=member) for atop_id, member in
            itertools.product((1500, 1600), (200, 220))]  # fmt: skip
    assert [list(phase.coding.members) for phase in grouped(rows).phases] == [["200", "220"]] * 2

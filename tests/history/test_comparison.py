"""What differs between two releases, or a release and the record: found phase by phase."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import Coding
from coding.export.comparison_csv import csv_of
from coding.history.compared_sides import ComparedPhase, Side
from coding.history.comparison import PAGE, DifferenceKind, Wanted, compare, differences
from coding.history.comparison_words import in_words
from coding.models import Sheet
from coding.sheets.printing.from_record import names_of_states
from coding.workflow import starting_sheets
from tests.coded_sheets import code, joins
from tests.costly import IS_GATE, on_the_gate
from tests.factories import approved_change, draft, make_sheet, pending
from tests.published_phases import publish, three_phases
from tests.releases.compared_releases import freeze_record, pact, side, two_releases

NEW, GONE, CHANGED = DifferenceKind


def phase(atop_id, number=0, cells=None, answers=None):
    return ComparedPhase(atop_id, number, {"estmode": 1} if cells is None else cells, answers or {})


def only(old, new):
    """The one phase that differs."""
    ((difference,),) = (alliance.phases for alliance in differences([old], [new]))
    return difference


# Which phases are compared with which


def test_where_nothing_differs_nothing_is_told():
    sides = [phase(1005), phase(1010, 1), phase(1010, 2)]
    assert list(differences(sides, sides)) == []


def test_an_alliance_is_new_gone_or_changed():
    old = [phase(1005), phase(1010), phase(1020, 1)]
    new = [phase(1010, 0, {"estmode": 0}), phase(1020, 1), phase(1020, 2), phase(1030)]
    found = {diff.phases[0].phase.key: diff.kind for diff in differences(old, new)}
    assert found == {"1005": GONE, "1010": CHANGED, "1020.2": CHANGED, "1030": NEW}


@pytest.mark.parametrize("is_split", [True, False])
def test_the_only_phase_and_the_first_of_several_are_the_same_sheet(is_split):
    single, several = [phase(1020)], [phase(1020, 1, {"estmode": 0}), phase(1020, 2)]
    ((first, second),) = (
        alliance.phases
        for alliance in (differences(single, several) if is_split else differences(several, single))
    )
    assert (first.kind, list(first.cells)) == (CHANGED, ["estmode"])
    assert second.kind is (NEW if is_split else GONE)


def test_a_number_of_its_own_alone_is_no_difference():
    assert list(differences([phase(1020)], [phase(1020, 1)])) == []


def test_both_sides_are_read_in_step():
    read = []

    def reading(name):
        for atop_id in range(1000, 1100):
            read.append(name)
            yield phase(atop_id, 0, {"estmode": int(name == "new")})

    next(differences(reading("old"), reading("new")))
    assert read.count("old") <= 2
    assert read.count("new") <= 2


# Which cells differ, and how


def test_missing_zero_and_not_coded_are_three_things():
    old, new = phase(1005, 0, {"estmode": -9}), phase(1005, 0, {"estmode": 0, "pubsecr": 0})
    assert only(old, new).cells == {"estmode": CHANGED, "pubsecr": CHANGED}


def test_the_codes_of_who_joined_are_new_and_those_of_who_left_are_gone():
    old = phase(1005, 0, {"200/member": 200, "240/member": 240, "200>240/nonagg": 0})
    new = phase(1005, 0, {"200/member": 200, "200.2/member": 200, "200.2/defense": 1})
    difference = only(old, new)
    assert (difference.joined, difference.left, difference.changed) == ({"200.2"}, {"240"}, [])
    assert difference.cells == {
        "240/member": GONE,
        "200>240/nonagg": GONE,
        "200.2/member": NEW,
        "200.2/defense": NEW,
    }


def test_a_variable_is_concerned_where_it_changed_in_members_of_both_sides():
    old = phase(1005, 0, {"200/member": 200, "200/defense": 0})
    grown = phase(1005, 0, {**old.cells, "220/member": 220, "220/offense": 1, "200/defense": 1})
    difference = only(old, grown)
    told = {name: difference.concerns(name) for name in ("defense", "offense", "member", "estmode")}
    assert told == {"defense": True, "offense": False, "member": True, "estmode": False}


def test_a_new_phase_concerns_no_variable():
    ((difference,),) = (alliance.phases for alliance in differences([], [phase(1005)]))
    assert not difference.concerns("estmode")


def test_blank_answers_are_alike_however_they_are_kept():
    old, new = phase(1005, 0, None, {"14": "", "15": "Old."}), phase(1005, 0, None, {"15": "New."})
    assert [question.number for question in only(old, new).answers] == [15]


codes = st.sampled_from(["defense", "offense", "yrent", "cowwar"])
keys = st.sampled_from(["2", "200", "200.2", "220"])
cells_of_members = st.dictionaries(keys, st.dictionaries(codes, st.integers(-9, 3)), max_size=4)
cells_of_alliance = st.dictionaries(
    st.sampled_from(["estmode", "length", "asymm"]), st.integers(-9, 3)
)


@st.composite
def any_cells(draw):
    members = {
        key: {**codes, "member": int(float(key))} for key, codes in draw(cells_of_members).items()
    }
    return Coding(draw(cells_of_alliance), members).cells


@given(any_cells(), any_cells())
def test_every_cell_that_differs_is_told_once_and_nothing_else(old, new):
    found = list(differences([phase(1005, 0, old)], [phase(1005, 0, new)]))
    told = found[0].phases[0].cells if found else {}
    assert told.keys() == {c for c in old.keys() | new.keys() if old.get(c) != new.get(c)}


@given(any_cells(), any_cells())
def test_the_other_way_round_new_and_gone_change_places(old, new):
    there = list(differences([phase(1005, 0, old)], [phase(1005, 0, new)]))
    back = list(differences([phase(1005, 0, new)], [phase(1005, 0, old)]))
    if there or back:
        mirror = {NEW: GONE, GONE: NEW, CHANGED: CHANGED}
        told = there[0].phases[0].cells
        assert back[0].phases[0].cells == {cell: mirror[kind] for cell, kind in told.items()}


# Releases and the record


def test_a_release_just_imported_is_the_record_as_it_stands(db):
    three_phases()
    assert compare(side("5.9"), Side(), Wanted()).is_empty


def test_what_is_approved_since_differs_and_what_waits_does_not(cast):
    three_phases()
    sheet = Sheet.objects.get(atop_id=1005)
    pending(sheet, 6, None, by=cast.coder, codes={"estmode": 0})
    assert compare(side("5.9"), Side(), Wanted()).is_empty
    code(cast, sheet, 11, {"renounce": 1})
    (difference,) = compare(side("5.9"), Side(), Wanted()).listed
    assert (difference.phase.key, difference.cells) == ("1005", {"renounce": CHANGED})


def test_a_sheet_of_which_nothing_is_approved_is_in_no_comparison(cast):
    three_phases()
    sheet = starting_sheets.start_sheet(4765, 0, by=cast.coder)
    draft(sheet, 14, "Sentinel.", by=cast.coder)
    assert compare(side("5.9"), Side(), Wanted()).is_empty


def test_answers_are_compared_where_both_sides_have_prose(cast):
    sheet = make_sheet(4765)
    frozen = freeze_record()
    approved_change(sheet, 14, "In effect.", by=cast.coder, reviewer=cast.reviewer)
    (difference,) = compare(frozen, Side(), Wanted()).listed
    assert [question.number for question in difference.answers] == [14]
    assert compare(frozen, Side(), Wanted()).counts["Answers", CHANGED] == 1


def test_a_release_without_prose_has_no_answers_to_differ(cast):
    publish(pact(1005))
    approved_change(Sheet.objects.get(), 14, "In effect.", by=cast.coder, reviewer=cast.reviewer)
    assert compare(side("5.9"), Side(), Wanted()).is_empty


def test_everything_that_differs_is_counted(db):
    found = compare(*two_releases(), Wanted())
    told = dict(found.table)
    assert told["Alliances"] == ["1", "1", "2"]
    assert told["Phases"] == ["2", "1", "2"]
    assert told["Members"] == ["5", "3", "1"]
    assert found.variables == {"estmode": 1, "pubsecr": 1, "defense": 1, "length": 1, "member": 2}


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Wanted(), ["1010", "1015", "1020.1", "1020.2", "1030"]),
        (Wanted(atop_id=1020), ["1020.1", "1020.2"]),
        (Wanted(variable="member"), ["1015"]),
        (Wanted(variable="length", atop_id=1015), []),
    ],
)
def test_a_page_holds_what_is_asked_for(db, wanted, keys):
    assert [listed.phase.key for listed in compare(*two_releases(), wanted).listed] == keys


def test_pages_follow_each_other_without_gap(db):
    publish(*(pact(1000 + number) for number in range(PAGE + 3)), label="5.0")
    publish(*(pact(1000 + number, length=72) for number in range(PAGE + 3)), label="5.1")
    pages = [compare(side("5.0"), side("5.1"), Wanted(), page) for page in (1, 2, 3)]
    keys = [listed.phase.atop_id for page in pages for listed in page.listed]
    assert keys == list(range(1000, 1000 + PAGE + 3))
    assert [len(page.listed) for page in pages] == [PAGE, 3, 0]
    assert {page.wanted for page in pages} == {PAGE + 3}


# In words


def shown(variable=""):
    found = compare(*two_releases(), Wanted()).listed
    listed = in_words(found, names_of_states(), variable)
    return {difference.phase.key: difference for difference in listed}


def test_who_joined_is_one_line_with_the_codes_behind_it(db):
    difference = shown()["1015"]
    assert [member.name for member in difference.joined] == ["230 Spain"]
    assert [member.name for member in difference.left] == ["240 Hanover"]
    told = {line.name: line.value for line in difference.joined[0].lines}
    assert told["nonagg"] == "1 yes"
    assert told["entry"] == "1 May 1850"
    assert told["owes"] == "nonagg 0"
    assert "member" not in told


def test_changes_stand_by_question_with_their_labels(db):
    changed = {q.question.number: [str(c) for c in q.codes] for q in shown()["1015"].changed}
    assert changed == {
        6: ["estmode: 1 treaty → missing"],
        7: ["pubsecr: not coded yet → 2 secret"],
        16: ["defense (220 France): 0 no → 1 yes"],
    }


def test_one_variable_alone_is_told_where_one_is_wanted(db):
    difference = shown("defense")["1015"]
    assert [change.question.number for change in difference.changed] == [16]
    assert (difference.joined, difference.left) == ([], [])


def test_the_roster_alone_is_told_where_it_is_wanted(db):
    difference = shown("member")["1015"]
    assert difference.changed == []
    assert (len(difference.joined), len(difference.left)) == (1, 1)


def test_a_phase_says_what_its_sheet_was_called(db):
    told = shown()
    assert (told["1020.1"].was, told["1020.2"].was, told["1015"].was) == ("1020", "", "")


def test_a_new_phase_has_its_codes_and_no_changes(db):
    difference = shown()["1030"]
    assert (difference.kind, difference.changed, difference.joined) == (NEW, [], [])
    assert "estmode" in {line.name for line in difference.whole}


def test_words_that_changed_are_told_word_by_word(cast):
    sheet = make_sheet(4765, q14="It ended in 1999.")
    frozen = freeze_record()
    approved_change(sheet, 14, "It ended in 2001.", by=cast.coder, reviewer=cast.reviewer)
    (row,) = in_words(compare(frozen, Side(), Wanted()).listed, names_of_states())
    pieces = [(piece.kind, piece.text) for piece in row.changed[0].pieces]
    assert pieces == [("same", "It ended in "), ("removed", "1999."), ("added", "2001.")]


# What it costs


def test_two_releases_are_compared_once_for_all_who_ask(db, django_assert_num_queries):
    found = compare(*two_releases(), Wanted())
    with django_assert_num_queries(2):  # the releases themselves
        assert compare(side("5.0"), side("5.1"), Wanted()) == found
    assert compare(side("5.0"), side("5.1"), Wanted("length")).wanted != found.wanted


@on_the_gate
def test_many_phases_are_compared_with_the_queries_of_few(cast):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            compare(side("5.9"), Side(), Wanted())
            list(csv_of(side("5.9"), Side()))
        return len(queries)

    publish(*(pact(number, length=60) for number in (1005, 1010, 1015)))
    few = asked()
    more = 150 if IS_GATE else 60
    publish(*(pact(2000 + number, length=72) for number in range(more)), label="6.1")
    code(cast, Sheet.objects.get(atop_id=1005), 4, joins("230", "240", year=1851))
    assert compare(side("5.9"), Side(), Wanted()).differing == more + 1
    assert asked() == few

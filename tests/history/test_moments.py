"""Any past moment of a sheet can be shown again, and any two compared."""

from datetime import timedelta

from coding.codebook.cells import MISSING, Coding
from coding.history.codes_in_words import names_of, states_in
from coding.history.moments import changes_between, sheet_at
from coding.models import Sheet
from coding.models.approved_values import approved_state
from coding.models.questionnaire import SECTIONS
from coding.models.times import end_of
from tests.coded_sheets import code, joins, leaves, owes, with_members
from tests.factories import approved_change, draft, pending
from tests.shared_rows import shared


@shared
def changed(cast, sheet):
    """A sheet with two approved changes, and the moments between them."""
    first = approved_change(sheet, 14, "First.", by=cast.coder, reviewer=cast.reviewer)
    second = approved_change(sheet, 14, "Second.", by=cast.coder, reviewer=cast.reviewer)
    return sheet, first.decided_at, second.decided_at


def test_a_sheet_is_shown_as_it_was(changed):
    sheet, first, second = changed
    just_before = timedelta(microseconds=1)
    assert sheet_at(sheet, first - just_before).answers[14] == "Answer 14."
    assert sheet_at(sheet, second - just_before).answers[14] == "First."
    assert sheet_at(sheet, second).answers[14] == "Second."


def test_before_it_was_in_the_record_there_is_nothing_to_show(sheet):
    assert sheet_at(sheet, sheet.entered_at - timedelta(seconds=1)) is None


def test_now_and_as_of_now_are_the_same(changed):
    sheet, _, second = changed
    loaded = Sheet.objects.select_related(*(s.key for s in SECTIONS)).get(pk=sheet.pk)
    assert approved_state(loaded) == sheet_at(sheet, end_of(second.date()))


def test_two_moments_are_compared_question_by_question(changed):
    sheet, first, second = changed
    changes = changes_between(sheet_at(sheet, first), sheet_at(sheet, second), {})
    assert [change.question.number for change in changes] == [14]
    assert [piece.text for piece in changes[0].pieces] == ["First.", "Second."]


def test_what_is_not_approved_is_at_no_moment(cast, sheet):
    draft(sheet, 14, "SENTINEL draft", by=cast.coder)
    waiting = pending(sheet, 15, "SENTINEL pending", by=cast.coder)
    approved = sheet_at(sheet, waiting.submitted_at + timedelta(days=1))
    assert not [answer for answer in approved.answers.values() if "SENTINEL" in answer]


def test_a_moment_costs_one_query_a_section_and_two_for_members(changed, django_assert_num_queries):
    sheet, _, second = changed
    with django_assert_num_queries(len(SECTIONS) + 2):
        sheet_at(sheet, second)


def _now(sheet):
    return approved_state(Sheet.objects.select_related(*(s.key for s in SECTIONS)).get(pk=sheet.pk))


def _compared(before, after):
    names = names_of(states_in(before.coding.cells, after.coding.cells))
    return {
        change.question.number: [str(code) for code in change.codes]
        for change in changes_between(before, after, names)
    }


@shared
def coded(cast):
    """An alliance that a member left, one joined, and one was taken off; and its moments."""
    sheet = with_members(cast, "365", "370", "705")
    steps = [
        code(cast, sheet, 16, owes("365", "defense") | owes("370", "consul")),
        code(cast, sheet, 14, leaves("370", year=1999)),
        code(cast, sheet, 4, joins("370.2", year=2005)),
        code(cast, sheet, 4, {"365/member": None}),
    ]
    return sheet, [step.decided_at for step in steps]


def test_codes_are_shown_as_they_were(cast, sheet):
    values = [1, MISSING, 0, None]
    moments = [code(cast, sheet, 6, {"estmode": value}).decided_at for value in values]
    found = [sheet_at(sheet, moment).coding.alliance.get("estmode") for moment in moments]
    assert found == values
    assert sheet_at(sheet, moments[0] - timedelta(microseconds=1)).coding == Coding()


def test_the_roster_is_shown_as_it_was(coded):
    sheet, (owing, left, back, gone) = coded
    rosters = [list(sheet_at(sheet, at).coding.members) for at in (owing, left, back, gone)]
    assert rosters == [
        ["365", "370", "705"],
        ["365", "370", "705"],
        ["365", "370", "370.2", "705"],
        ["370", "370.2", "705"],
    ]
    assert "yrexit" not in sheet_at(sheet, owing).coding.members["370"]
    assert sheet_at(sheet, left).coding.members["370"]["yrexit"] == 1999
    assert sheet_at(sheet, back).coding.members["365"]["defense"] == 1


def test_members_and_codes_now_are_those_as_of_now(coded):
    sheet, moments = coded
    assert _now(sheet) == sheet_at(sheet, moments[-1])
    assert _now(sheet).coding.members == sheet_at(sheet, moments[-1]).coding.members


def test_what_members_owe_each_other_is_shown_as_it_was(cast):
    sheet = with_members(cast, "365", "370", "705")
    every = owes("365", "consul") | owes("370", "consul") | owes("705", "consul")
    code(cast, sheet, 16, every)
    code(cast, sheet, 4, {"bilat": 0})
    pair = {"asymm": 1, "370/obvary": 1, "370>365/consul": 0}
    coded = code(cast, sheet, 24, pair)
    undone = code(cast, sheet, 24, {"370>365/consul": None, "370/obvary": 0, "asymm": 0})
    assert sheet_at(sheet, coded.decided_at).coding.pairs == {("370", "365"): {"consul": 0}}
    assert sheet_at(sheet, undone.decided_at).coding.pairs == {}
    assert _now(sheet) == sheet_at(sheet, undone.decided_at)


def test_a_code_that_one_member_had_otherwise_is_shown_as_it_was(cast):
    sheet = with_members(cast, "370", "705")
    own = code(cast, sheet, 2, {"370/cowid": 3617})
    code(cast, sheet, 2, {"370/cowid": None})
    assert sheet_at(sheet, own.decided_at).coding.members["370"]["cowid"] == 3617
    assert "cowid" not in _now(sheet).coding.members["370"]


def test_two_moments_are_compared_in_codes_too(coded):
    sheet, (owing, left, back, gone) = coded
    assert _compared(sheet_at(sheet, owing), sheet_at(sheet, left)) == {
        14: [
            "yrexit (370 Belarus): not coded yet → 1999",
            "moexit (370 Belarus): not coded yet → 1",
            "dayexit (370 Belarus): not coded yet → 17",
        ]
    }
    assert _compared(sheet_at(sheet, left), sheet_at(sheet, back))[4][0] == (
        "member (370 Belarus (2nd time)):  → joins"
    )
    went = _compared(sheet_at(sheet, back), sheet_at(sheet, gone))
    assert went[4][0] == "member (365 Russia): is taken off → "
    assert went[16][0] == "defense (365 Russia): 1 yes → not coded yet"


def test_a_question_that_differs_in_codes_alone_has_no_words(cast, sheet):
    first = code(cast, sheet, 6, {"estmode": 1})
    second = code(cast, sheet, 6, {"estmode": 0})
    moments = [sheet_at(sheet, revision.decided_at) for revision in (first, second)]
    (change,) = changes_between(*moments, {})
    assert change.pieces == []
    assert [str(code) for code in change.codes] == [
        "estmode: 1 treaty → 0 non-treaty (notes, executive agreement, ...)"
    ]


def test_codes_that_are_not_approved_are_at_no_moment(cast):
    sheet = with_members(cast, "370", "705")
    draft(sheet, 2, None, by=cast.coder, codes={"cowid": 3999})
    draft(sheet, 4, None, by=cast.coder, codes=joins("365", year=1997))
    waiting = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    approved = sheet_at(sheet, waiting.submitted_at + timedelta(days=1))
    assert approved.coding.alliance == {}
    assert list(approved.coding.members) == ["370", "705"]

"""The codes of a sheet out of its rows: given ones only, whole, and in few queries."""

import pytest

from coding.codebook.cells import MISSING, Coding
from coding.models import Membership, PairObligation, Sheet, State
from coding.models.approved_values import (
    answers_now,
    approved_coding,
    coding_of,
    in_order,
    member_coding,
    with_codes,
)
from coding.models.questionnaire import SECTIONS
from coding.workflow.release_import import import_release
from tests.factories import keep, make_sheet, spoil
from tests.published_phases import release_of, two, varying

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded():
    """A sheet of three members, one of which owes different things to the others."""
    import_release(release_of(varying()))
    return whole()


def whole():
    """The sheet with its sections joined, as pages read it."""
    return Sheet.objects.select_related(*(section.key for section in SECTIONS)).get()


def test_only_codes_that_were_given_are_there(sheet):
    assert approved_coding(sheet) == Coding()
    sheet.formation.estmode, sheet.formation.length = 0, MISSING
    assert approved_coding(sheet).alliance == {"estmode": 0, "length": MISSING}


def test_the_codes_are_those_that_were_written(coded):
    assert approved_coding(coded) == varying().coding
    assert member_coding(coded) == Coding({}, varying().coding.members, varying().coding.pairs)


def test_members_stand_in_the_order_of_codes_and_spells(sheet):
    for code, spell in ((651, 2), (651, 1), (365, 1)):
        State.objects.get_or_create(code=code)
        keep(Membership(sheet=sheet, member_id=code, spell=spell))
    assert list(approved_coding(sheet).members) == ["365", "651", "651.2"]
    loaded = with_codes(Sheet.objects.all()).get()
    assert list(approved_coding(loaded).members) == ["365", "651", "651.2"]


def test_a_members_own_code_stands_over_the_alliances(sheet):
    sheet.formation.cowid = 3616
    keep(Membership(sheet=sheet, member_id=255, own={"cowid": 3617}))
    coding = approved_coding(sheet)
    assert coding.members == {"255": {"member": 255, "cowid": 3617}}


def test_a_pair_without_both_its_members_is_left_out():
    giver = Membership(id=1, member_id=370)
    pair = PairObligation(giver_id=1, receiver_id=2, defense=0)
    assert coding_of({}, [giver], [pair]).pairs == {}


def test_sheets_read_with_codes_say_the_same_as_one_by_one(coded):
    make_sheet(4765)
    loaded = list(with_codes(Sheet.objects.order_by("atop_id")))
    for sheet in loaded:
        one = Sheet.objects.select_related(*(s.key for s in SECTIONS)).get(pk=sheet.pk)
        assert approved_coding(sheet) == approved_coding(one)
        assert answers_now(sheet) == answers_now(one)


def test_many_sheets_are_read_in_three_queries(django_assert_num_queries):
    import_release(release_of(two(1005), two(1010), varying(1020)))
    with django_assert_num_queries(3):
        loaded = list(with_codes(Sheet.objects.all()))
        found = [(approved_coding(sheet), answers_now(sheet)) for sheet in loaded]
    assert len(found) == 3


def test_the_codes_of_one_sheet_cost_two_queries_where_pairs_stand(
    coded, django_assert_num_queries
):
    with django_assert_num_queries(2):
        approved_coding(coded)


def test_the_codes_of_one_sheet_cost_one_query_where_none_do(sheet, django_assert_num_queries):
    sheet = whole()
    with django_assert_num_queries(1):
        approved_coding(sheet)


def test_pairs_are_found_whatever_obvary_says(coded):
    giver = Membership.objects.get(member_id=200)
    giver.obvary = None
    spoil(giver)
    assert member_coding(coded).pairs == {("200", "230"): {"nonagg": 0}}


def test_codes_that_a_database_kept_as_json_are_put_in_order() -> None:
    """PostgreSQL sorts the keys of JSON by their length, then by their bytes."""
    owed = {"defense": 0, "offense": 1, "neutral": 0, "nonagg": 0, "consul": 1}
    members = ("2", "20", "200", "220", "651", "651.2")
    coding = Coding(
        {"estmode": 1, "organ1": 0},
        {key: {"member": int(key.split(".")[0]), "defense": 1} for key in members},
        {("200", "220"): owed, ("651.2", "20"): owed},
    )
    as_json = sorted(coding.cells.items(), key=lambda cell: (len(cell[0]), cell[0]))
    found = in_order(Coding.of(dict(as_json)))
    assert found == coding
    assert list(found.members) == list(members)
    assert list(found.pairs) == [("200", "220"), ("651.2", "20")]
    assert [list(codes) for codes in found.pairs.values()] == [list(owed)] * 2

"""A member's spell and what it owes another: kept once, with history, in an order of its own."""

import pytest
from django.db import IntegrityError, transaction

from coding.models import State
from coding.models.membership import Membership, PairObligation
from tests.factories import keep, spoil

pytestmark = pytest.mark.django_db

EGYPT, RUSSIA = 651, 365


def member(sheet, code, **fields):
    State.objects.get_or_create(code=code)
    return keep(Membership(sheet=sheet, member_id=code, **fields))


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    return True


def test_a_member_is_addressed_by_its_state_and_spell(sheet):
    assert member(sheet, EGYPT).key == "651"
    assert member(sheet, EGYPT, spell=2).key == "651.2"


def test_a_state_that_came_back_has_a_row_of_its_own(sheet):
    member(sheet, EGYPT, yrent=1950, yrexit=1979)
    member(sheet, EGYPT, spell=2, yrent=1989, yrexit=0)
    assert [membership.yrent for membership in sheet.memberships.all()] == [1950, 1989]


def test_a_spell_is_kept_once(sheet):
    member(sheet, EGYPT)
    assert refused(lambda: member(sheet, EGYPT))


@pytest.mark.parametrize("spell", [0, 10])
def test_a_spell_has_a_number_from_one_to_nine(sheet, spell):
    assert refused(lambda: member(sheet, EGYPT, spell=spell))


def test_members_stand_in_the_order_of_their_codes_and_spells(sheet):
    member(sheet, EGYPT, spell=2)
    member(sheet, EGYPT)
    member(sheet, RUSSIA)
    assert [membership.key for membership in sheet.memberships.all()] == ["365", "651", "651.2"]


def test_a_new_member_has_no_codes_yet(sheet):
    kept = member(sheet, RUSSIA)
    kept.refresh_from_db()
    assert (kept.yrent, kept.defense, kept.own) == (None, None, {})


def test_a_code_of_the_alliance_may_differ_for_one_member(sheet):
    member(sheet, 255, own={"cowid": 3617})
    assert Membership.objects.get(sheet=sheet).own == {"cowid": 3617}


def test_history_keeps_what_a_member_was_coded_before(sheet):
    kept = member(sheet, RUSSIA, defense=0)
    kept.defense = 1
    spoil(kept)
    assert list(Membership.history.order_by("history_id").values_list("defense", flat=True)) == [
        0,
        1,
    ]
    assert {row.member_id for row in Membership.history.all()} == {RUSSIA}


def test_what_one_member_owes_another_is_kept_once_for_each_direction(sheet):
    giver, receiver = member(sheet, EGYPT), member(sheet, RUSSIA)
    keep(PairObligation(sheet=sheet, giver=giver, receiver=receiver, defense=0))
    keep(PairObligation(sheet=sheet, giver=receiver, receiver=giver, defense=1))
    assert [one.defense for one in giver.owes.all()] == [0]
    assert [pair.defense for pair in giver.is_owed.all()] == [1]
    assert refused(lambda: keep(PairObligation(sheet=sheet, giver=giver, receiver=receiver)))


def test_no_member_owes_itself_anything(sheet):
    alone = member(sheet, EGYPT)
    assert refused(lambda: keep(PairObligation(sheet=sheet, giver=alone, receiver=alone)))


def test_what_a_member_owes_is_told_by_their_keys(sheet):
    pair = PairObligation(giver=member(sheet, EGYPT), receiver=member(sheet, RUSSIA), sheet=sheet)
    assert str(pair) == "651 owes 365 in 4765"
    assert str(pair.giver) == "Member 651 of 4765"

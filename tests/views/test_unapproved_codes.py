"""Codes that nobody has approved are on no page of the record."""

import re

import pytest
from django.urls import reverse

from tests.coded_sheets import code, joins, owes, submit, with_members
from tests.factories import draft, pending, send_back
from tests.shared_rows import shared

DRAFTED, WAITING, RETURNED, ANNAM = 7919, 7907, 7901, 8152


@shared
def alliance(cast):
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 16, owes("370", "consul") | owes("705", "consul"))
    code(cast, sheet, 2, {"cowid": 3616})
    draft(sheet, 2, None, by=cast.coder, codes={"cowid": DRAFTED})
    pending(sheet, 2, None, by=cast.second_coder, codes={"cow4id": WAITING})
    renewal = pending(sheet, 12, None, by=cast.coder, codes={"proren": 2, "renewlgt": RETURNED})
    send_back(renewal, by=cast.reviewer)
    submit(draft(sheet, 4, None, by=cast.coder, codes=joins(str(ANNAM), year=1997)))
    return sheet


def numbers_on(client, user, page, *key, **query):
    client.force_login(user)
    said = client.get(reverse(f"coding:{page}", args=key), query).content.decode()
    return {int(number) for number in re.findall(r"\d+", said, re.ASCII)}


@pytest.mark.parametrize("reader", ["coder", "second_coder", "reviewer", "admin"])
def test_the_sheet_shows_approved_codes_alone(client, cast, alliance, reader):
    shown = numbers_on(client, getattr(cast, reader), "sheet-read", alliance.key)
    assert {3616, 370, 705} <= shown
    assert shown.isdisjoint({DRAFTED, WAITING, RETURNED, ANNAM})


def test_the_comparison_of_two_moments_shows_approved_codes_alone(client, cast, alliance):
    shown = numbers_on(client, cast.reviewer, "sheet-compare", alliance.key)
    assert {3616, 370, 705} <= shown
    assert shown.isdisjoint({DRAFTED, WAITING, RETURNED, ANNAM})


@pytest.mark.acceptance(13)
def test_the_list_of_sheets_shows_approved_members_alone(client, cast, alliance):
    assert ANNAM not in numbers_on(client, cast.reviewer, "sheet-list")


def test_drafted_codes_are_not_in_the_sheets_history(client, cast, alliance):
    shown = numbers_on(client, cast.reviewer, "sheet-history", alliance.key)
    assert DRAFTED not in shown
    assert {WAITING, RETURNED, ANNAM} <= shown  # those were proposed, and are told as such

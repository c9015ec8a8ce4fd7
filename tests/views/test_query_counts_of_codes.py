"""What a coded sheet asks of the database does not depend on its members: 2 of them or 59."""

import pytest
from django.contrib.auth.models import User

from coding.models import Revision, State
from tests.coded_sheets import code, joins, leaves, owes, submit, with_members
from tests.costly import on_the_gate, sampled
from tests.factories import draft, make_sheet
from tests.queries import cost_of
from tests.shared_rows import shared

pytestmark = pytest.mark.database

FEW, MANY = 2, 59
OF_THE_SHEET = {
    "sheet": ("coder", ""),
    "sheet as proposed": ("reviewer", "proposed/"),
    "question 4": ("coder", "questions/4/"),
    "question 14": ("coder", "questions/14/"),
    "question 16": ("coder", "questions/16/"),
    "question 19": ("coder", "questions/19/"),
    "question 24": ("coder", "questions/24/"),
    "section": ("coder", "sections/obligations/"),
    "history": ("coder", "history/"),
    "comparison": ("coder", "compare/"),
    "as of a day": ("coder", "?at=2099-01-01"),
    "print": ("coder", "print.txt"),
}
MOST_QUERIES = 24


def _alliance(cast, atop_id, number):
    """A coded alliance of so many members, with a change of all of them waiting, and one drafted.

    The first member owes different things to different members.
    """
    states = State.objects.order_by("code").values_list("code", flat=True)
    keys = [str(state) for state in states[:number]]
    sheet = with_members(cast, *keys, atop_id=atop_id)
    code(cast, sheet, 16, {k: v for key in keys for k, v in owes(key, "nonagg").items()})
    varies = {f"{key}/obvary": int(key == keys[0]) for key in keys}
    code(cast, sheet, 24, {"asymm": 1, **varies, f"{keys[0]}>{keys[1]}/nonagg": 0})
    exits = {k: v for key in keys for k, v in leaves(key, year=2001).items()}
    submit(draft(sheet, 14, None, by=cast.coder, codes=exits))
    draft(sheet, 19, None, by=cast.coder, codes={f"{key}/defcoadv": 0 for key in keys})
    draft(sheet, 4, None, by=cast.coder, codes=joins("955", "950"))
    return sheet


def _asked(client, who, address):
    client.force_login(User.objects.get(username=who))
    return cost_of(client, address)


@shared
def sheets(cast):
    return {number: _alliance(cast, 4000 + number, number) for number in (FEW, MANY)}


@on_the_gate
def test_pages_of_a_sheet_ask_the_same_of_2_members_and_of_59(client, sheets):
    asked = {
        number: {
            page: _asked(client, who, f"/sheets/{sheet.key}/{address}")
            for page, (who, address) in OF_THE_SHEET.items()
        }
        for number, sheet in sheets.items()
    }
    assert asked[MANY] == asked[FEW]
    assert max(asked[MANY].values()) <= MOST_QUERIES


@pytest.mark.parametrize("address", sampled(["/review/{}/", "/revisions/{}/"]))
def test_reviewing_a_change_of_59_members_asks_what_one_of_2_asks(client, sheets, address):
    asked = {}
    for number, sheet in sheets.items():
        waiting = Revision.objects.get(sheet=sheet, status="pending")
        assert len(waiting.codes) == 3 * number
        asked[number] = _asked(client, "reviewer", address.format(waiting.pk))
    assert asked[MANY] == asked[FEW]


def test_the_list_asks_the_same_of_sheets_without_prose(client, cast):
    prose = {f"q{number}": "" for number in range(2, 62)}

    def alliances(first, count):
        for atop_id in range(first, first + count):
            sheet = make_sheet(atop_id, **prose)
            code(cast, sheet, 4, joins("370", "705", "365"))

    alliances(4000, 2)
    few = _asked(client, "coder", "/sheets/")
    alliances(4010, 6)
    assert _asked(client, "coder", "/sheets/") == few

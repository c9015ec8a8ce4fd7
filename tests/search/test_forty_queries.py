"""What people type, and the sheet that must come first."""

import pytest

from coding.models import Sheet
from coding.search.finding import find
from tests.search.alliances import alliances

__all__ = ["alliances"]

pytestmark = pytest.mark.database

FIRST = {
    "NATO": 3180,
    "nato": 3180,
    "North Atlantic Treaty": 3180,
    "OTAN": 3180,
    "Warsaw Pact": 3285,
    "warsaw": 3285,
    "Rio Pact": 3075,
    "TIAR": 3075,
    "the Pact of Steel": 2445,
    "Triple Alliance": 1350,
    "Anglo-Japanese alliance": 1415,
    "Franco-Russian Alliance": 1385,
    "4765": 4765,
    "ATOP 3285": 3285,
    "atopid 1350": 1350,
    "31": 3180,
    "1893": 1385,
    "1939": 2445,
    "1902": 1415,
    "1910 Japan": 1415,
    "1881–1885": 1350,
    "France, Russia": 1385,
    "France Russia 1935": 2360,
    "france and ussr 1935": 2360,
    "USSR Poland": 3285,
    "GMY Italy Austria-Hungary": 1350,
    "Great Britain Japan": 1415,
    "UK nippon": 1415,
    "Türkiye": 3180,
    "turkiye": 3180,
    "Ottoman Empire": 3180,
    "Côte d’Ivoire": 3910,
    "cote d'ivoire dahomey": 3910,
    "Byelorussia": 4765,
    "COW 705": 4765,
    "370": 4765,
    '"mutual assistance"': 2360,
    "mutual assistance": 2360,
    "Q14:embassy": 3910,
    "embassy": 3910,
    "Q15:embassies": 4765,
    'Q25:"separate peace"': 3285,
    "Q30:": 3075,
    "toscano": 2445,
    "mediat*": 3075,
    "milcon >= 2": 3180,
    "milcon≥2 poland": 3285,
    "speclgth=1 kazakhstan": 4765,
    "council 1949": 3180,
    "belarus kazak": 4765,
}


@pytest.fixture
def found_first(cast, alliances):
    names = dict(Sheet.objects.order_by("atop_id", "phase").values_list("pk", "atop_id"))

    def first(typed):
        in_order = find(typed, cast.coder).in_order(names)
        return names[in_order[0]] if in_order else None

    return first


@pytest.mark.acceptance(39)
def test_what_people_type_finds_the_sheet_they_mean_first(found_first):
    assert len(FIRST) >= 40
    assert {typed: found_first(typed) for typed in FIRST} == FIRST


@pytest.mark.acceptance(39)
def test_several_members_are_all_of_them(cast, alliances):
    assert len(find("France, Russia", cast.coder).scores) == 2
    assert not find("Japan Kazakhstan", cast.coder).scores

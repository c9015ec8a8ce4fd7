"""Codes as a filter."""

import pytest

from coding.models import Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.search.by_code import FILTERS, sheets_coded
from coding.search.reading_queries import read_query
from coding.search.state_names import StateNames
from tests.search.alliances import alliances

__all__ = ["alliances"]

pytestmark = pytest.mark.database


@pytest.fixture
def coded(alliances):
    names = dict(Sheet.objects.values_list("pk", "atop_id"))

    def of(typed):
        (test,) = read_query(typed, StateNames([]), FILTERS, BY_NUMBER).codes
        return sorted(names[pk] for pk in sheets_coded(test))

    return of


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("milcon >= 2", [3180, 3285]),
        ("milcon = 3", []),
        ("yrent < 1900", [1350, 1385]),
        ("yrexit = 1991", [3285]),
        ("member = 365", [1385, 2360, 3285]),
        ("atopid > 3900", [3910, 4765]),
        ("ineffect = 1", [3075, 3180, 3910, 4765]),
        ("active != 1", []),
    ],
)
def test_a_code_is_met_by_alliance_by_member_and_where_it_follows(coded, typed, found):
    assert coded(typed) == found


def test_every_code_can_be_a_filter(coded):
    for name in FILTERS:
        coded(f"{name} >= 0")

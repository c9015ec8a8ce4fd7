"""How often each code occurs is counted as data users count it: per phase, and per member row."""

import pytest

from coding.codebook.cells import MISSING, Coding
from coding.codebook.sheet import CodedPhase
from coding.history.code_columns import record_columns, release_columns
from coding.history.frequencies import Numbers, count
from coding.models import Sheet
from coding.models.variables import VARIABLES, declared
from coding.workflow.drafts import start_sheet
from tests.factories import coded, pending
from tests.published_phases import member, publish, three_phases

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return three_phases()


def tally(name, *, is_pair=False):
    return count(record_columns()).of(declared(name, is_pair=is_pair))


def test_what_was_counted_is_told(release):
    counted = count(record_columns())
    assert (counted.alliances, counted.phases, counted.members, counted.pairs) == (2, 3, 7, 2)


def test_a_code_of_the_alliance_counts_for_its_phase_and_for_each_of_its_members(release):
    assert tally("estmode").phases == {1: 1, MISSING: 1, None: 1}
    assert tally("estmode").rows == {1: 3, MISSING: 2, None: 2}


def test_a_code_of_members_counts_once_in_each_phase_where_one_has_it(release):
    assert tally("defense").phases == {0: 3, 1: 1}
    assert tally("defense").rows == {0: 5, 1: 2}


def test_a_code_that_differs_for_one_member_is_that_members(release):
    assert tally("cowid").rows == {2005: 3, 2010: 1, 2011: 1, None: 2}
    assert tally("cowid").phases == {2005: 1, 2010: 1, 2011: 1, None: 1}


def test_missing_is_neither_zero_nor_what_is_not_coded_yet(release):
    assert tally("dayent").rows == {1: 6, MISSING: 1}
    assert tally("dipaid").rows == {None: 7}


def test_numbers_without_labels_are_told_by_their_range(release):
    assert tally("length").numbers == Numbers(60, 120, different=2, phases=2, rows=5)
    assert tally("yrexit").numbers is None
    assert tally("estmode").numbers is None


def test_what_members_owe_each_other_is_counted_in_pairs(release):
    assert tally("defense", is_pair=True).rows == {0: 1, 1: 1}
    assert tally("defense", is_pair=True).phases == {0: 1, 1: 1}


def test_what_follows_from_the_codes_is_counted_with_them(release):
    assert tally("defcon").rows == {0: 6, 1: 1}
    assert tally("ineffect").rows == {1: 7}
    assert tally("active").phases == {1: 1, 0: 2}
    assert tally("wartime").phases == {1: 1, 0: 2}
    assert tally("maxphase").rows == {0: 3, 2: 4}
    assert tally("phase").phases == {0: 1, 1: 1, 2: 1}


def test_a_release_is_counted_as_it_was_published(cast, release):
    sheet = Sheet.objects.get(atop_id=1005)
    coded(sheet, 6, {"estmode": 0}, by=cast.coder, reviewer=cast.reviewer)
    assert tally("estmode").phases[0] == 1
    published = count(release_columns(release))
    assert published.of(declared("estmode")).phases == {1: 1, MISSING: 1, None: 1}
    assert published.of(declared("new5")).rows == {1: 3, None: 4}


def test_record_and_release_are_counted_alike(release):
    record, published = count(record_columns()), count(release_columns(release))
    differing = [one.name for one in VARIABLES if record.of(one) != published.of(one)]
    assert differing == ["new5", "rev5"]


def test_only_what_is_approved_is_counted(cast, release):
    sheet = Sheet.objects.get(atop_id=1005)
    pending(sheet, 6, None, by=cast.coder, codes={"estmode": 0})
    pending(start_sheet(4001, 0, by=cast.coder), 6, None, by=cast.coder, codes={"estmode": 0})
    assert 0 not in tally("estmode").phases
    assert count(record_columns()).phases == 3


def test_a_sheet_without_members_counts_as_a_phase():
    publish(CodedPhase(1005, 0, Coding({"estmode": 1, "length": 12})))
    assert tally("estmode").phases == {1: 1}
    assert tally("estmode").rows == {}
    assert tally("length").numbers == Numbers(12, 12, different=1, phases=1, rows=0)


def test_an_empty_record_has_no_codes():
    counted = count(record_columns())
    assert (counted.phases, counted.members) == (0, 0)
    assert not any(one.phases or one.rows for one in map(counted.of, VARIABLES) if one)


def test_counting_costs_the_same_few_queries_however_much_is_coded(django_assert_num_queries):
    publish(*(CodedPhase(number, 0, Coding({}, {"2": member(2)})) for number in range(1005, 1025)))
    with django_assert_num_queries(3):
        count(record_columns())

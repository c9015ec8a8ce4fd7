"""How often each code occurs is counted as data users count it: per phase, and per member row."""

from itertools import chain

import pytest

from coding.codebook.cells import MISSING, Coding
from coding.codebook.sheet import CodedPhase
from coding.datasets.frequencies import count
from coding.export.released import released_alliances
from coding.models import Sheet
from coding.models.rows_in_record import phases_in_record
from coding.models.variables import VARIABLES, declared
from coding.workflow.starting_sheets import start_sheet
from tests.factories import coded, pending
from tests.published_phases import member, publish, three_phases

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return three_phases()


def in_record():
    return count(phases_in_record(), VARIABLES)


def in_release(label="5.9"):
    return count(chain.from_iterable(released_alliances(label)), VARIABLES)


def by_value(tally):
    """How often each value occurs, with MISSING, and None for what is not coded yet."""
    counts = {**tally.counts, MISSING: tally.missing, None: tally.uncoded}
    return {value: rows for value, rows in counts.items() if rows}


def phases(name, *, is_pair=False):
    return by_value(in_record().of(declared(name, is_pair=is_pair))[0])


def rows(name, *, is_pair=False):
    return by_value(in_record().of(declared(name, is_pair=is_pair))[1])


def test_what_was_counted_is_told(release):
    counted = in_record()
    assert (counted.alliances, counted.phases, counted.members, counted.pairs) == (2, 3, 7, 2)


def test_a_code_of_the_alliance_counts_for_its_phase_and_for_each_of_its_members(release):
    assert phases("estmode") == {1: 1, MISSING: 1, None: 1}
    assert rows("estmode") == {1: 3, MISSING: 2, None: 2}


def test_a_code_of_members_counts_once_in_each_phase_where_one_has_it(release):
    assert phases("defense") == {0: 3, 1: 1}
    assert rows("defense") == {0: 5, 1: 2}


def test_a_code_that_differs_for_one_member_is_that_members(release):
    assert rows("cowid") == {2005: 3, 2010: 1, 2011: 1, None: 2}
    assert phases("cowid") == {2005: 1, 2010: 1, 2011: 1, None: 1}


def test_missing_is_neither_zero_nor_what_is_not_coded_yet(release):
    assert rows("dayent") == {1: 6, MISSING: 1}
    assert rows("dipaid") == {None: 7}


def test_numbers_without_labels_are_told_by_their_range(release):
    of_phases, of_rows = in_record().of(declared("length"))
    assert (of_rows.least, of_rows.most) == (60, 120)
    assert (of_phases.given, of_rows.given) == (2, 5)
    assert [(tally.least, tally.given) for tally in in_record().of(declared("yrexit"))] == [
        (None, 0)
    ] * 2


def test_what_members_owe_each_other_is_counted_in_pairs(release):
    assert rows("defense", is_pair=True) == {0: 1, 1: 1}
    assert phases("defense", is_pair=True) == {0: 1, 1: 1}


def test_what_follows_from_the_codes_is_counted_with_them(release):
    assert rows("defcon") == {0: 6, 1: 1}
    assert rows("ineffect") == {1: 7}
    assert phases("active") == {1: 1, 0: 2}
    assert phases("wartime") == {1: 1, 0: 2}
    assert rows("maxphase") == {0: 3, 2: 4}
    assert phases("phase") == {0: 1, 1: 1, 2: 1}


def test_a_release_is_counted_as_it_was_published(cast, release):
    sheet = Sheet.objects.get(atop_id=1005)
    coded(sheet, 6, {"estmode": 0}, by=cast.coder, reviewer=cast.reviewer)
    assert phases("estmode")[0] == 1
    published = in_release()
    assert by_value(published.of(declared("estmode"))[0]) == {1: 1, MISSING: 1, None: 1}
    assert by_value(published.of(declared("new5"))[1]) == {1: 3, None: 4}


def test_record_and_release_are_counted_alike(release):
    record, published = in_record(), in_release()
    differing = [code.name for code in VARIABLES if record.of(code) != published.of(code)]
    assert differing == ["new5", "rev5"]


def test_only_what_is_approved_is_counted(cast, release):
    sheet = Sheet.objects.get(atop_id=1005)
    pending(sheet, 6, None, by=cast.coder, codes={"estmode": 0})
    pending(start_sheet(4001, 0, by=cast.coder), 6, None, by=cast.coder, codes={"estmode": 0})
    assert 0 not in phases("estmode")
    assert in_record().phases == 3


def test_a_sheet_without_members_counts_as_a_phase():
    publish(CodedPhase(1005, 0, Coding({"estmode": 1, "length": 12})))
    assert phases("estmode") == {1: 1}
    assert rows("estmode") == {}
    assert [count.given for count in in_record().of(declared("length"))] == [1, 0]


def test_an_empty_record_has_no_codes():
    counted = in_record()
    assert (counted.phases, counted.members) == (0, 0)
    tallies = chain.from_iterable(map(counted.of, VARIABLES))
    assert not any(by_value(tally) for tally in tallies if tally)


def test_counting_costs_the_same_few_queries_however_much_is_coded(django_assert_num_queries):
    publish(*(CodedPhase(number, 0, Coding({}, {"2": member(2)})) for number in range(1005, 1025)))
    with django_assert_num_queries(4):
        in_record()

"""A file is known to be a published release by its counts and its checksum."""

from dataclasses import replace

import pytest

from coding.datasets.reading import known_releases
from coding.datasets.reading.known_releases import KNOWN, digest_of, why_not_as_published

from .small_member_files import HEADER, csv_of, pair, read, read_text, row

ROWS = [*pair(), row(atopid=1600, phase=1), row(atopid=1600, phase=2)]


@pytest.fixture
def known(monkeypatch):
    """Release 5.1 is that of ROWS, without two nonaggression pacts."""
    rows = read(ROWS).rows
    release = replace(
        KNOWN["5.1"], alliances=2, phases=3, rows=4, digest=digest_of(rows), alliances_nna=1
    )
    monkeypatch.setattr(known_releases, "KNOWN", {"5.1": release})


def why_not(rows):
    file = read(rows)
    assert file.problems == ()
    return why_not_as_published("m.csv", file.label, file.rows)


def test_the_release_is_known_in_any_order_of_rows_and_columns(known):
    assert why_not(ROWS) is None
    assert why_not(ROWS[::-1]) is None
    turned = read_text(csv_of(ROWS, header=HEADER[::-1]))
    assert why_not_as_published("m.csv", "5.1", turned.rows) is None


def test_a_part_of_it_is_told_with_the_numbers(known):
    assert "it has 1 alliances" in why_not(ROWS[:2])
    assert "3 alliances in 4 phases" in why_not([*ROWS, row(atopid=1700)])
    assert "it has 3 rows" in why_not(ROWS[1:])


def test_the_files_without_nonaggression_pacts_are_called_so(known):
    assert "(NNA)" in why_not(ROWS[:2])


@pytest.mark.parametrize("changed", [{"estmode": 1}, {"dayent": ""}, {"new5": 1}])
def test_one_value_that_was_changed_is_told(known, changed):
    first, *others = ROWS
    assert "at least one value was changed" in why_not([first | changed, *others])


def test_a_release_that_nobody_knows_is_taken_at_its_word(known):
    assert why_not([row | {"version": "7.3"} for row in ROWS]) is None


def test_of_a_release_that_nobody_knows_the_name_of_the_file_tells(known):
    rows = read([row | {"version": "7.3"} for row in ROWS]).rows
    assert "Files named NNA" in why_not_as_published("atop7_3m_NNA.csv", "7.3", rows)


def test_a_known_release_is_told_by_its_numbers_whatever_its_file_is_called(known):
    assert why_not_as_published("whole_nna_compared.csv", "5.1", read(ROWS).rows) is None


def test_facts_that_are_not_known_are_not_compared():
    rows = [row(atopid=1000 + n, version="3.0") for n in range(KNOWN["3.0"].alliances)]
    assert why_not(rows) is None
    assert "the release has 648 (the project's own search page" in why_not(rows[1:])

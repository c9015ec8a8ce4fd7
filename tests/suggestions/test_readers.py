"""The table of readers against the variable dictionary."""

import pytest

from coding.codebook.cells import MISSING, Address
from coding.suggestions.readers import READERS
from tests import release_5_1
from tests.sheets.typeset import SAMPLE_IDS, expected

from .sheets_of_answers import TWO, codes_of, suggested


@pytest.fixture(scope="module")
def dictionary():
    return release_5_1.dictionary()


def every_cell():
    """What the samples and a sheet of each bare answer suggest together."""
    sheets = [expected(atop_id) for atop_id in SAMPLE_IDS]
    sheets += [dict.fromkeys(READERS, word) for word in ("No", "Yes", "N/A", "Secret", "Treaty")]
    sheets += [{2: "3502", 10: "indefinite", 16: "Offense pact", 51: "Yes", 52: "No"}]
    for answers in sheets:
        yield from codes_of(TWO, **{f"q{n}": text for n, text in answers.items()}).items()


def test_members_codes_go_to_members_and_the_alliances_to_the_alliance(dictionary):
    of_members = {cell for cell, _value in every_cell() if Address.of(cell).member}
    scopes = {cell: dictionary[Address.of(cell).variable]["scope"] for cell, _ in every_cell()}
    assert {cell for cell, scope in scopes.items() if scope == "M"} == of_members
    assert set(scopes.values()) == {"A", "M"}


def test_every_value_is_one_that_the_dictionary_labels(dictionary):
    for cell, value in every_cell():
        codes = dictionary[Address.of(cell).variable]["codes"]
        assert not codes or str(value) in codes, (cell, value)


def test_a_missing_value_is_suggested_only_where_the_dictionary_allows_it(dictionary):
    missing = {Address.of(cell).variable for cell, value in every_cell() if value == MISSING}
    assert missing == {"cowid"}
    assert "empty when" in dictionary["cowid"]["missing"]


def test_every_question_with_a_reader_suggests_something_for_some_answer():
    answers = {2: "NA", 3: "5/25/1992", 4: "365", 6: "Treaty", 7: "Public", 14: "Still in effect"}
    answers |= {15: "N/A", 16: "Defense pact", 52: "Yes", 58: "Treaty"}
    given = {f"q{number}": answers.get(number, "No") for number in READERS}
    found = {s.question for s in suggested(TWO, **given)}
    assert set(READERS) - found == {51}  # a conflict of others is resolved, so 52 says it

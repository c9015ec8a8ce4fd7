"""SPSS files: labels, notes, and a header that does not tell when it was written."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.datasets.formats.spss import note_lines
from tests.datasets.formats.tables import ABOUT, COLUMNS, table, write

pyreadstat = pytest.importorskip("pyreadstat")


def metadata(folder, about=ABOUT):
    return pyreadstat.read_sav(write(".sav", table(), folder, about))[1]


def test_title_and_day_are_in_the_file(tmp_path) -> None:
    found = metadata(tmp_path)
    assert found.file_label == ABOUT.title
    assert found.creation_time == datetime(2018, 12, 31)


def test_variables_and_values_are_labelled(tmp_path) -> None:
    found = metadata(tmp_path)
    assert found.column_names_to_labels == {column.name: column.label for column in COLUMNS}
    assert found.variable_value_labels == {"defense": ABOUT.labels["defense"]}


def test_whole_numbers_are_shown_without_decimals(tmp_path) -> None:
    formats = metadata(tmp_path).original_variable_types
    assert (formats["atopid"], formats["atopidphase"]) == ("F8.0", "F8.1")


def test_identifiers_and_codes_are_nominal_and_years_are_not(tmp_path) -> None:
    measured = metadata(tmp_path).variable_measure
    assert {measured[name] for name in ("atopid", "atopidphase", "defense")} == {"nominal"}


def test_a_long_note_is_cut_between_words(tmp_path) -> None:
    words = "alliance – treaty – " * 20
    found = metadata(tmp_path, replace(ABOUT, notes=(words,)))
    assert len(found.notes) > 1
    assert " ".join(found.notes) == words.strip()


@given(st.text("aé–Ж ", max_size=300))
def test_no_line_of_a_note_is_longer_than_spss_allows(note) -> None:
    lines = list(note_lines(note))
    assert all(0 < len(line.encode()) <= 80 for line in lines)
    assert "".join(lines).replace(" ", "") == note.replace(" ", "")

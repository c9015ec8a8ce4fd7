"""R's haven reads Stata and SPSS files as the CSV has them, with labels and notes."""

import pytest

from tests.costly import on_the_gate, sampled
from tests.datasets.formats.in_r import read_in_r
from tests.datasets.formats.tables import ABOUT, COLUMNS, table, write
from tests.datasets.member_rows import text_of


@pytest.mark.acceptance(16)
@pytest.mark.parametrize("suffix", sampled([".dta", ".sav"]))
def test_r_finds_every_cell_of_the_csv(suffix, tmp_path) -> None:
    found = read_in_r("cells", write(suffix, table(), tmp_path))
    assert found == text_of(table()).replace("\r\n", "\n")


@on_the_gate
@pytest.mark.parametrize("suffix", [".dta", ".sav"])
def test_r_finds_title_notes_and_labels(suffix, tmp_path) -> None:
    lines = [f"title {ABOUT.title}", *(f"note {note}" for note in ABOUT.notes)]
    if suffix == ".dta":
        lines.append("note 2")  # Stata counts the notes in one of their own
    lines += [f"{column.name} {column.label}" for column in COLUMNS]
    lines += [f"defense {value} {label}" for value, label in ABOUT.labels["defense"].items()]
    found = read_in_r("labels", write(suffix, table(), tmp_path))
    assert sorted(found.splitlines()) == sorted(lines)

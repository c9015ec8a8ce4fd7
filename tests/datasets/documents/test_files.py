"""What the documents know of each file: its counts, and what it says of itself."""

import pytest

from coding.codebook.variables import Kind, Variable
from coding.datasets.columns import columns_of
from coding.datasets.documents.data_files import about
from coding.datasets.documents.levels import KINDS
from coding.datasets.documents.publication import Publication
from coding.datasets.documents.tallies import MOST_COUNTED, tallies
from coding.datasets.every_file import DatasetTable
from coding.datasets.formats.about import check
from coding.datasets.formats.columnar import columnar
from coding.datasets.release import Level
from tests.datasets.documents.described_release import FULL, PUBLICATION, RELEASE, ROWS, of
from tests.datasets.member_rows import tables


def tally(kind: Kind, *cells):
    table = DatasetTable(
        Level.ALLIANCE,
        False,
        "a",
        (Variable("x", "x", kind=kind),),
        lambda: ((cell,) for cell in cells),
    )
    return tallies(columnar(table), {})["x"]


def test_codes_that_nobody_has_given_yet_are_counted_apart_from_missing_ones() -> None:
    columns = tuple(Variable(name, name) for name in ("atopid", "phase", "milcon"))
    rows = ((1, 0, None), (2, 1, None), (2, 2, None), (3, 0, 1))
    table = columnar(DatasetTable(Level.PHASE, False, "aph", columns, lambda: iter(rows)))
    found = tallies(table, {"milcon": {(2, 2)}, "no column": {(1, 0)}})
    assert (found["milcon"].given, found["milcon"].missing, found["milcon"].uncoded) == (1, 2, 1)
    assert found["phase"].uncoded == 0


def test_in_the_year_files_a_row_lacks_what_one_of_its_alliances_lacks() -> None:
    listed = [Variable(f"atopid{n}", f"alliance {n}") for n in (1, 2)]
    columns = (Variable("dyad", "dyad"), Variable("asymm", "asymm"), *listed)
    rows = ((1, None, 7, 9), (2, None, 8, None), (3, 0, 9, None))
    table = columnar(DatasetTable(Level.DYAD_YEAR, False, "dy", columns, lambda: iter(rows)))
    tally = tallies(table, {"asymm": {(9, 0)}})["asymm"]
    assert (tally.given, tally.missing, tally.uncoded) == (1, 1, 1)


def test_values_are_counted_and_missing_ones_apart() -> None:
    found = tally(Kind.NUMBER, 3, None, 1, 3)
    assert (found.given, found.missing) == (3, 1)
    assert (found.least, found.most, dict(found.counts)) == (1, 3, {1: 1, 3: 2})


def test_decimals_and_texts_are_counted_too() -> None:
    decimals = tally(Kind.DECIMAL, 1020.2, 1005, None, None)
    assert (decimals.missing, dict(decimals.counts)) == (2, {1005: 1, 1020.2: 1})
    texts = tally(Kind.TEXT, "5.1", "5.1")
    assert (texts.least, dict(texts.counts)) == (None, {"5.1": 2})


def test_a_quantity_is_told_by_its_range_only() -> None:
    found = tally(Kind.NUMBER, *range(MOST_COUNTED + 1))
    assert (found.least, found.most, dict(found.counts)) == (0, MOST_COUNTED, {})


def test_a_column_without_values_has_no_range() -> None:
    found = tally(Kind.NUMBER, None)
    assert (found.given, found.missing, found.least, found.most) == (0, 1, None, None)


def test_a_file_is_described_as_it_was_written(files, folder) -> None:
    file = of(files, "atop9_9m")
    assert (file.rows, file.title) == (4, "members of alliances")
    assert file.csv is not None
    assert file.csv.bytes == (folder / file.csv.path).stat().st_size
    assert of(files, "atop9_9m_NNA").title.endswith("without pure nonaggression pacts")


@pytest.mark.parametrize("publication", [PUBLICATION, FULL])
def test_every_file_says_of_itself_what_all_formats_can_hold(publication) -> None:
    for table in tables(ROWS, release=RELEASE).values():
        said = about(columnar(table), publication)
        check(table.columns, said)
        assert said.day == publication.day
        assert any(publication.cited in note for note in said.notes)
        assert any(note.startswith("Files with NNA") for note in said.notes) == table.is_nna


def test_the_longest_label_of_a_release_leaves_room_for_the_title() -> None:
    for level, kind in KINDS.items():
        without = "" if level is Level.MEASURES else " (NNA)"
        assert len(f"ATOP {'x' * 20}: {kind.title}{without}") <= 64


@pytest.mark.parametrize("level", Level)
def test_a_key_names_columns_of_the_file(level) -> None:
    names = [column.name for column in columns_of(level, RELEASE, width=1)]
    assert set(KINDS[level].key) <= set(names)


@pytest.mark.parametrize(
    "wrong", [{"doi": "doi:10.1/x"}, {"url": "atop.example.org"}, {"licence": "some licence"}]
)
def test_a_publication_with_a_malformed_identifier_is_refused_with_an_example(wrong) -> None:
    with pytest.raises(ValueError, match="Give it as"):
        Publication(RELEASE, PUBLICATION.day, **wrong)


def test_the_present_state_is_not_called_a_release() -> None:
    state = Publication(RELEASE, PUBLICATION.day, is_frozen=False)
    assert state.title.endswith("version 9.9, which is no release")
    assert PUBLICATION.title.endswith("release 9.9")

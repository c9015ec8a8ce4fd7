"""All files of release 5.1: what Stata, Parquet and SPSS files hold is what the CSV holds."""

from pathlib import Path

import pytest

from coding.datasets.every_file import DatasetTable
from coding.datasets.writing import write_csv
from tests.costly import on_the_gate
from tests.datasets.formats.in_r import read_in_r
from tests.datasets.formats.tables import write
from tests.datasets.member_rows import text_of
from tests.release_5_1 import tables

pytestmark = [
    pytest.mark.published,
    pytest.mark.xdist_group("formats of 5.1"),  # derived once, not once for each core
]


@pytest.fixture(scope="module")
def files() -> dict[str, DatasetTable]:
    return tables()


@pytest.mark.parametrize(
    ("level", "suffix"),
    [
        *((level, ".dta") for level in ("aph", "a_NNA", "sy", "inst")),
        *(pytest.param(*cases, marks=on_the_gate) for cases in (("m", ".dta"), ("ddyr", ".dta"))),
        *(("m", suffix) for suffix in (".parquet", ".sav")),
        *(pytest.param("sy", suffix, marks=on_the_gate) for suffix in (".parquet", ".sav")),
    ],
)
def test_the_file_holds_every_cell_of_the_csv(level, suffix, files, tmp_path) -> None:
    pandas = pytest.importorskip("pandas")
    found = _READERS[suffix](write(suffix, files[level], tmp_path))
    expected = pandas.read_csv(_csv(files[level], tmp_path), dtype={"version": str})
    pandas.testing.assert_frame_equal(found.astype(expected.dtypes), expected)


@on_the_gate
@pytest.mark.parametrize("level", [pytest.param("m", marks=on_the_gate), "aph"])
def test_r_finds_every_cell_of_the_csv_in_the_stata_file(level, files, tmp_path) -> None:
    found = read_in_r("cells", write(".dta", files[level], tmp_path))
    assert found == text_of(files[level]).replace("\r\n", "\n")


def _csv(table: DatasetTable, folder: Path) -> Path:
    path = folder / f"{table.stem}.csv"
    with path.open("w", encoding="ascii", newline="") as file:
        write_csv(table, file.write)
    return path


def _in_stata(path: Path):
    import pandas

    return pandas.read_stata(path, convert_categoricals=False, preserve_dtypes=False)


def _in_parquet(path: Path):
    return pytest.importorskip("pyarrow.parquet").read_table(path).to_pandas()


def _in_spss(path: Path):
    return pytest.importorskip("pyreadstat").read_sav(path)[0]


_READERS = {".dta": _in_stata, ".parquet": _in_parquet, ".sav": _in_spss}

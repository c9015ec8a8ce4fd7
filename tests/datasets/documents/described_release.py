"""A small release with its files written, and what its documents are made of."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coding.codebook.questions import Question
from coding.codebook.variables import NO_YES, Variable
from coding.datasets.documents.declared import Declarations
from coding.datasets.documents.files import DataFile, WrittenFile
from coding.datasets.documents.publication import Publication
from coding.datasets.every_file import Table, derive
from coding.datasets.formats.columnar import columnar
from coding.datasets.release import Release
from coding.datasets.writing import write_csv
from coding.export.declared import declarations
from tests.datasets.member_rows import BRAZIL, CUBA, RELEASE, USA, member

FONTS = Path(__file__).resolve().parents[3] / "coding" / "sheets" / "fonts"
PUBLICATION = Publication(RELEASE, date(2019, 5, 3))
# Beside everything that a publication may say, letters that XML, HTML or YAML could trip over.
FULL = Publication(
    Release("9.9", date(2018, 12, 31), ("new9", "rev9")),
    date(2019, 5, 3),
    note='Mistakes in "1005" & <1010> are corrected: see §3\x0b.\nÉtats.',
    citation="Leeds & others: “ATOP”.",
    url="https://atop.example.org/releases/9.9",
    doi="10.1234/atop.9",
    licence="CC-BY-4.0",
)
DECLARATIONS = Declarations(
    {
        one.name: one
        for one in (
            Variable("atopid", scope="A", questions=(1,), is_coded=False),
            Variable("dayent", scope="M", questions=(3,), missing="the exact day is not known"),
            Variable(
                "estmode",
                "treaty that needs ratification",
                scope="A",
                questions=(6,),
                codes={0: "non-treaty", 1: "treaty"},
                missing="no text was found",
            ),
            Variable(
                "length", scope="A", questions=(10,), missing="no text was found", unit="months"
            ),
            Variable("defense", scope="M", questions=(16, 18), codes=NO_YES),
            Variable(
                "refothio", scope="A", questions=(47,), codes=NO_YES, missing="no text <was found>"
            ),
        )
    },
    {
        number: Question(number, section, wording)
        for number, section, wording in (
            (1, "I Formation", "ATOP ID:"),
            (3, "I Formation", "Signature date(s)"),
            (6, "I Formation", "How was the alliance established?"),
            (10, "I Formation", "Term & length <of the alliance>:"),
            (16, "II Obligations", "What must members do?"),
            (18, "II Obligations", "In which cases?"),
            (47, "IV Context", "Other organizations?"),
        )
    },
)
ROWS = [
    member(USA, "1900-05", "1902-01-01", defense=1, length=120),
    member(CUBA, "1900-05-01", "1902-01-01", estmode=None, refothio=2),
    member(BRAZIL, "1950-03-01", atopid=3000, nonagg=1),
    member(CUBA, "1950-03-01", atopid=3000, nonagg=1),
]


def write_files(folder: Path) -> list[DataFile]:
    """Write the CSV files of the release, and describe them."""
    return [_written(table, folder) for table in derive(ROWS, (), RELEASE)]


def labelled(table: Table) -> Table:
    """A table whose columns say what is declared of them."""
    columns = DECLARATIONS.labelled(table.columns)
    return replace(table, columns=declarations().labelled(columns))


def _written(table: Table, folder: Path) -> DataFile:
    path = folder / f"{table.stem}.csv"
    with path.open("w", encoding="ascii", newline="") as file:
        write_csv(table, file.write)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    csv = WrittenFile(path.name, "CSV", "text/csv", len(content), digest)
    return DataFile.of(columnar(labelled(table)), csv)


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Where the files of the release are."""
    return tmp_path_factory.mktemp("release")


@pytest.fixture(scope="session")
def files(folder) -> list[DataFile]:
    """The files of the release."""
    return write_files(folder)


def of(files: list[DataFile], stem: str) -> DataFile:
    """A file by its name."""
    return next(file for file in files if file.stem == stem)

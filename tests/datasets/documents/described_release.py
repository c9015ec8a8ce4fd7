"""A small release with its files written, and what its documents are made of."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coding.codebook.questionnaire import PrintedQuestion, Questionnaire
from coding.codebook.variables import NO_YES, Variable
from coding.datasets.documents.all_documents import documents
from coding.datasets.documents.data_files import DataFile, WrittenFile
from coding.datasets.documents.publication import Publication
from coding.datasets.every_file import DatasetTable, derive
from coding.datasets.formats.columnar import columnar
from coding.datasets.writing import write_csv
from coding.models.variables import QUESTIONNAIRE
from tests.datasets.member_rows import BRAZIL, CUBA, USA, member
from tests.datasets.member_rows import RELEASE as MADE_UP

FONTS = Path(__file__).resolve().parents[3] / "coding" / "sheets" / "printing" / "fonts"
_DESCRIBED = {
    variable.name: variable
    for variable in (
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
        Variable("length", scope="A", questions=(10,), missing="no text was found", unit="months"),
        Variable("defense", scope="M", questions=(16, 18), codes=NO_YES),
        Variable(
            "refothio", scope="A", questions=(47,), codes=NO_YES, missing="no text <was found>"
        ),
    )
}
_BARE = {
    name: replace(variable, questions=(), codes={}, missing="")
    for name, variable in QUESTIONNAIRE.by_name.items()
}
RELEASE = replace(
    MADE_UP,
    questionnaire=Questionnaire(
        (
            PrintedQuestion(1, "I Formation", "ATOP ID:"),
            PrintedQuestion(3, "I Formation", "Signature date(s)"),
            PrintedQuestion(
                *(6, "I Formation", "How was the alliance established?"),
                rule="A treaty needs <ratification>.",
            ),
            PrintedQuestion(10, "I Formation", "Term & length <of the alliance>:"),
            PrintedQuestion(16, "II Obligations", "What must members do?"),
            PrintedQuestion(18, "II Obligations", "In which cases?"),
            PrintedQuestion(47, "IV Context", "Other organizations?"),
        ),
        tuple(
            replace(variable, label=variable.label or QUESTIONNAIRE.by_name[name].label)
            for name, variable in {**_BARE, **_DESCRIBED}.items()
        ),
    ),
)
PUBLICATION = Publication(RELEASE, date(2019, 5, 3))
# Beside everything that a publication may say, letters that XML, HTML or YAML could trip over.
FULL = Publication(
    RELEASE,
    date(2019, 5, 3),
    note='Mistakes in "1005" & <1010> are corrected: see §3\x0b.\nÉtats.',
    citation="Leeds & others: “ATOP”.",
    url="https://atop.example.org/releases/9.9",
    doi="10.1234/atop.9",
    licence="CC-BY-4.0",
    corrected=date(2019, 6, 1),
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


def _written(table: DatasetTable, folder: Path) -> DataFile:
    path = folder / f"{table.stem}.csv"
    with path.open("w", encoding="ascii", newline="") as file:
        write_csv(table, file.write)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    csv = WrittenFile(path.name, "CSV", "text/csv", len(content), digest)
    return DataFile.of(columnar(table), csv)


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Where the files of the release are."""
    return tmp_path_factory.mktemp("release")


@pytest.fixture(scope="session")
def files(folder) -> list[DataFile]:
    """The files of the release."""
    return write_files(folder)


@pytest.fixture(scope="session")
def told(files) -> Callable[[Publication], dict[str, bytes]]:
    """All documents of a publication of the release, written once."""
    written: list[tuple[Publication, dict[str, bytes]]] = []

    def told_of(publication: Publication) -> dict[str, bytes]:
        if publication not in [known for known, _ in written]:
            written.append((publication, dict(documents(publication, files, FONTS))))
        return next(all_of_it for known, all_of_it in written if known == publication)

    return told_of


def of(files: list[DataFile], stem: str) -> DataFile:
    """A file by its name."""
    return next(file for file in files if file.stem == stem)

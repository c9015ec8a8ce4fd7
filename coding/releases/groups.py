"""Group the files of an export for its users: dataset files, documents, record, prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from coding.datasets.documents.levels import KINDS, FileKind
from coding.datasets.documents.recipes import Recipe, recipes
from coding.datasets.release import Level, Release
from coding.export.output import ExportedFile
from coding.releases.downloads import SHEETS, Exported

DATASETS = "datasets"
FORMATS = {".csv": "CSV", ".dta": "Stata", ".sav": "SPSS", ".xlsx": "Excel", ".parquet": "Parquet"}
DOCUMENTS = {
    "README.txt": "What the files are; read it first",
    "codebook.pdf": "Codebook: every variable with its codes",
    "codebook.html": "The codebook to search in a browser",
    "citation.bib": "How to cite, for BibTeX",
    "citation.ris": "How to cite, for reference managers (RIS)",
    "citation.json": "How to cite, for programs (CSL-JSON)",
    "CITATION.cff": "How to cite, for repositories (CFF)",
    "datapackage.json": "Columns and types for programs (Data Package)",
    "ddi-codebook.xml": "The codebook for archives (DDI)",
    "datacite.json": "Description for catalogues (DataCite)",
}
RECORD = {
    "sheets.json": "Every sheet with its answers, codes, members and revision notes, for programs",
    "answers.csv": "The answers, a row for each question",
    "answers-for-spreadsheets.csv": "The same for Excel and other spreadsheet programs",
    "changes.csv": "Every approved change since the release before",
    "changes-for-spreadsheets.csv": "The same for Excel and other spreadsheet programs",
    "moved-by-decision.csv": "Which rows of the dataset files each of these decisions moved",
    "moved-by-decision-for-spreadsheets.csv": "The same for Excel and other spreadsheet programs",
    "moved-by-alliance.csv": "Which rows moved since the release before, by alliance",
    "moved-by-alliance-for-spreadsheets.csv": "The same for Excel and other spreadsheet programs",
    "compare.csv": "What differs from the release before: codes and answers, labels and names",
    "compare-for-spreadsheets.csv": "The same for Excel and other spreadsheet programs",
    "datasets/left-out.csv": "What is in no dataset file yet, and why",
}


@dataclass(frozen=True)
class TableFiles:
    """One dataset file in each format shown; None if a format is missing."""

    kind: FileKind
    is_nna: bool
    stem: str
    rows: int | None
    by_format: list[tuple[str, ExportedFile | None]]


@dataclass(frozen=True)
class Described:
    """A file and its description, "" if it has none."""

    entry: ExportedFile
    about: str

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return PurePosixPath(self.entry.name).name


@dataclass(frozen=True)
class Prints:
    """The printed sheets: their number, the endings of their files, their size in bytes."""

    sheets: int
    endings: list[str]
    size: int


@dataclass(frozen=True)
class Groups:
    """All files of an export, each in one group. ``formats`` are the columns of ``tables``."""

    formats: list[str]
    tables: list[TableFiles]
    documents: list[Described]
    record: list[Described]
    prints: Prints | None

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """How the first of the tables is read in programs; none where it is not there for them."""
        stata = FORMATS[".dta"]
        is_there = self.tables and any(
            end == stata and file for end, file in self.tables[0].by_format
        )
        return recipes(self.tables[0].stem) if is_there else ()

    @property
    def listed(self) -> list[ExportedFile]:
        tables = [entry for table in self.tables for _, entry in table.by_format if entry]
        return [*tables, *(one.entry for one in [*self.documents, *self.record])]


def groups_of(exported: Exported) -> Groups:
    prints = {one.name: one for one in exported.part(SHEETS)}
    names = {f"{DATASETS}/{stem}" for _, _, stem in _stems(exported)}
    endings = [end for end in FORMATS if any(name + end in exported.files for name in names)]
    tables = list(_tables(exported, endings))
    shown = {entry.name for table in tables for _, entry in table.by_format if entry}
    rest = {n: one for n, one in exported.files.items() if n not in shown and n not in prints}
    of_record = {n for n in rest if n in RECORD or str(PurePosixPath(n).parent) != DATASETS}
    record = {n: one for n, one in rest.items() if n in of_record}
    documents = {n: one for n, one in rest.items() if n not in of_record}
    return Groups(
        formats=[FORMATS[end] for end in endings],
        tables=tables,
        documents=_described(documents, {f"{DATASETS}/{n}": what for n, what in DOCUMENTS.items()}),
        record=_described(record, RECORD),
        prints=_prints(prints),
    )


def _tables(exported: Exported, endings: list[str]) -> Iterator[TableFiles]:
    for level, is_nna, stem in _stems(exported):
        files = [(FORMATS[end], exported.files.get(f"{DATASETS}/{stem}{end}")) for end in endings]
        first = next((entry for _, entry in files if entry), None)
        if first:
            yield TableFiles(KINDS[level], is_nna, stem, first.rows, files)


def _stems(exported: Exported) -> Iterator[tuple[Level, bool, str]]:
    """Yield level, whether without pure nonaggression pacts, and stem of each possible table."""
    try:
        release = Release(exported.version, date.max)
    except ValueError:  # a label that names no file
        return
    for level in Level:
        for is_nna in (False, True) if level is not Level.MEASURES else (False,):
            yield level, is_nna, release.file_stem(level, is_nna)


def _described(files: dict[str, ExportedFile], words: dict[str, str]) -> list[Described]:
    """Return the files in the order of their descriptions, those without one last."""
    order = [*(name for name in words if name in files), *(n for n in files if n not in words)]
    return [Described(files[name], words.get(name, "")) for name in order]


def _prints(files: dict[str, ExportedFile]) -> Prints | None:
    if not files:
        return None
    paths = [PurePosixPath(name) for name in files]
    return Prints(
        sheets=len({path.with_suffix("") for path in paths}),
        endings=sorted({path.suffix for path in paths}),
        size=sum(entry.bytes for entry in files.values()),
    )

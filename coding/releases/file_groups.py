"""Group the files of an export for its users: dataset files, documents, record, prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from coding.datasets.documents.companion_files import (
    DATASETS,
    DOCUMENTS,
    LEFT_OUT,
    PACKAGE,
    RECORD,
    TABLES,
    CompanionFile,
)
from coding.datasets.documents.levels import KINDS, FileKind
from coding.datasets.documents.recipes import Recipe, question_of_script, recipes
from coding.datasets.release import DatasetRelease, Level
from coding.export.output import ExportedFile
from coding.releases.downloads import SHEETS, Exported

FORMATS = {".csv": "CSV", ".dta": "Stata", ".sav": "SPSS", ".xlsx": "Excel", ".parquet": "Parquet"}


def _words(*files: CompanionFile) -> dict[str, str]:
    """Return the description of each file, and of its variant for spreadsheet programs."""
    data: dict[str, str] = {}
    for file in files:
        data[file.name] = f"{file.about} A row is {file.unit}." if file.is_table else file.about
        if file.is_safe_too:
            data[file.variant] = "The same for Excel and other spreadsheet programs"
    return data


_DOCUMENTS = _words(*DOCUMENTS)
_RECORD = _words(*RECORD, LEFT_OUT, PACKAGE)
_TABLES = _words(*(companion for companion in TABLES if companion is not LEFT_OUT))


@dataclass(frozen=True)
class TableFiles:
    """One dataset file in each format shown; None if a format is missing."""

    kind: FileKind
    is_nna: bool
    stem: str
    rows: int | None
    by_format: list[tuple[str, ExportedFile | None]]
    asks: str
    recipes: tuple[tuple[Recipe, ExportedFile | None], ...]  # without a file in older exports

    @property
    def entries(self) -> list[ExportedFile]:
        return [file for _, file in (*self.by_format, *self.recipes) if file]

    @property
    def is_read_from_stata(self) -> bool:
        """Whether the file that the recipes read is there."""
        return any(format == FORMATS[".dta"] and file for format, file in self.by_format)


@dataclass(frozen=True)
class Described:
    """A file and its description, "" if it has none."""

    entry: ExportedFile
    about: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.entry.name).name


@dataclass(frozen=True)
class Prints:
    """The printed sheets: their number, the endings of their files, their size in bytes."""

    sheets: int
    endings: list[str]
    size: int


@dataclass(frozen=True)
class Groups:
    """All files of an export, each in one group.

    ``formats`` are the columns of ``tables``; ``merging`` are tables of states, wars and pairs.
    """

    formats: list[str]
    tables: list[TableFiles]
    documents: list[Described]
    record: list[Described]
    merging: list[Described]
    prints: Prints | None

    @property
    def read(self) -> list[TableFiles]:
        """The tables whose recipes are shown."""
        return [table for table in self.tables if not table.is_nna and table.is_read_from_stata]

    @property
    def read_alike(self) -> list[TableFiles]:
        """The tables with NNA in their name: their scripts have the same lines."""
        return [table for table in self.tables if table.is_nna and table.is_read_from_stata]

    @property
    def listed(self) -> list[ExportedFile]:
        tables = [entry for table in self.tables for entry in table.entries]
        described = [*self.documents, *self.record, *self.merging]
        return [*tables, *(group.entry for group in described)]


def groups_of(exported: Exported) -> Groups:
    prints = {file.name: file for file in exported.part(SHEETS)}
    names = {f"{DATASETS}/{stem}" for _, _, stem in _stems(_release(exported))}
    endings = [end for end in FORMATS if any(name + end in exported.files for name in names)]
    tables = list(_tables(exported, endings))
    shown = {entry.name for table in tables for entry in table.entries}
    rest = {n: file for n, file in exported.files.items() if n not in shown and n not in prints}
    merging = {n: file for n, file in rest.items() if n in _TABLES}
    record = {n: file for n, file in rest.items() if n in _RECORD or _folder(n) != DATASETS}
    documents = {n: file for n, file in rest.items() if n not in {**merging, **record}}
    return Groups(
        formats=[FORMATS[end] for end in endings],
        tables=tables,
        documents=_described(documents, _DOCUMENTS),
        record=_described(record, _RECORD),
        merging=_described(merging, _TABLES),
        prints=_prints(prints),
    )


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent)


def _tables(exported: Exported, endings: list[str]) -> Iterator[TableFiles]:
    release = _release(exported)
    for level, is_nna, stem in _stems(release):
        files = [(FORMATS[end], exported.files.get(f"{DATASETS}/{stem}{end}")) for end in endings]
        first = next((entry for _, entry in files if entry), None)
        if first and release:
            read = tuple(
                (recipe, exported.files.get(f"{DATASETS}/{recipe.name}"))
                for recipe in recipes(release, level, is_nna)
            )
            yield TableFiles(
                KINDS[level], is_nna, stem, first.rows, files, question_of_script(level), read
            )


def _release(exported: Exported) -> DatasetRelease | None:
    """Return what names the dataset files; None where the label names no file."""
    try:
        return DatasetRelease(exported.version, date.max)
    except ValueError:
        return None


def _stems(release: DatasetRelease | None) -> Iterator[tuple[Level, bool, str]]:
    """Yield level, whether without pure nonaggression pacts, and stem of each possible table."""
    if release is None:
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

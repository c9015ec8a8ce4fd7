"""Write datasets/: the dataset files in every format, their documents, and further tables."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from coding.codebook.sheet import CodedPhase
from coding.datasets.documents import companion_files
from coding.datasets.documents.all_documents import documents
from coding.datasets.documents.companion_files import DATASETS as FOLDER
from coding.datasets.documents.companion_files import CompanionFile
from coding.datasets.documents.data_files import DataFile, WrittenFile, about
from coding.datasets.documents.publication import Publication
from coding.datasets.every_file import DatasetTable, derive
from coding.datasets.formats.columnar import columnar
from coding.datasets.formats.registry import Format, formats_of
from coding.datasets.member import Uncoded
from coding.datasets.publishable import LeftOut, Publishable, publishable
from coding.datasets.release import Level
from coding.datasets.writing import write_csv
from coding.export.csv_rows import write_table
from coding.export.formats import write_formats
from coding.export.held_back import AllHeldBack
from coding.export.output import ExportedFile, Output
from coding.export.reports import ExportFailed, Reporting
from coding.export.scope import ExportScope
from coding.export.workers import Ask, Workers
from coding.sheets.printing.pdf import FONTS

STEP = "dataset files"
LEFT_OUT = companion_files.LEFT_OUT.name
FEW = 300  # rows of members, below which another process is not worth its start
AHEAD = 2  # tables that wait in memory for their formats
TABLES = 2 * len(Level) - 1  # each level with and without NNA; the measures once

T = TypeVar("T")


def write_datasets(
    output: Output,
    alliances: Iterable[list[CodedPhase]],
    scope: ExportScope,
    more: Iterable[tuple[CompanionFile, Iterable[Sequence[Any]]]],
    progress: Reporting,
) -> int:
    """Write files and documents; return how many rows and alliances are left out.

    A release is exported exactly as it was frozen, or not at all. ``more`` are further tables for
    the folder, with their rows. Raises ExportFailed.
    """
    publication = scope.publication()
    published = publishable(alliances, publication.release)
    with Workers(most=1) as other:
        ask = other.ask if len(published.rows) > FEW else partial
        files = list(_write_tables(output, published, publication, progress, ask))
    _require_as_frozen(files, scope.hashes)
    left_out = _left_out(published, scope.held)
    tables = [
        write_table(output, companion_files.LEFT_OUT, left_out),
        write_table(output, companion_files.OWES, sorted(published.pairs)),
        *(write_table(output, kind, rows) for kind, rows in more),
    ]
    described = documents(publication, files, FONTS, beside=tables, record=scope.record_files)
    for name, content in described:
        output.add(f"{FOLDER}/{name}", content)
    return len(left_out)


def _write_tables(
    output: Output, published: Publishable, publication: Publication, progress: Reporting, ask: Ask
) -> Iterator[DataFile]:
    tables = derive(published.rows, published.pairs, publication.release, published.uncoded)
    begun = (_begin_table(output, table, publication, published.uncoded, ask) for table in tables)
    for done, finish in enumerate(_some_ahead(begun), start=1):
        yield finish()
        progress(STEP, done, TABLES)


def _some_ahead(begun: Iterator[T]) -> Iterator[T]:
    """Yield each item once AHEAD further ones have been started."""
    ahead = deque(islice(begun, AHEAD))
    for t in begun:
        ahead.append(t)
        yield ahead.popleft()
    yield from ahead


def _begin_table(
    output: Output, table: DatasetTable, publication: Publication, uncoded: Uncoded, ask: Ask
) -> Callable[[], DataFile]:
    """Write a table as CSV; return a function that waits for its other formats."""
    csv = _described_file(_write_csv(output, table), "CSV", "text/csv")
    columns = columnar(table)  # one pass over the rows for all other formats
    formats, stem = formats_of(table.level), f"{FOLDER}/{table.stem}"
    description = about(columns, publication)
    entries = (
        ask(write_formats, output.root, stem, formats, columns, description) if formats else list
    )
    file = DataFile.of(columns, csv, uncoded=uncoded)
    return partial(_with_formats, output, file, formats, entries)


def _with_formats(
    output: Output,
    file: DataFile,
    formats: Iterable[Format],
    entries: Callable[[], list[ExportedFile]],
) -> DataFile:
    made = entries()
    output.entries += made
    others = (
        _described_file(entry, format_.name, format_.media_type)
        for format_, entry in zip(formats, made, strict=True)
    )
    return replace(file, written=(*file.written, *others))


def _write_csv(output: Output, table: DatasetTable) -> ExportedFile:
    with output.open(f"{FOLDER}/{table.stem}.csv") as file:
        write_csv(table, file.write)
        file.rows = file.lines - 1  # the header
    return output.entries[-1]


def _described_file(entry: ExportedFile, format: str, media_type: str) -> WrittenFile:
    """Describe a file for the documents, with its name in their folder."""
    name = entry.name.removeprefix(f"{FOLDER}/")
    return WrittenFile(name, format, media_type, entry.bytes, entry.sha256)


def _require_as_frozen(files: list[DataFile], hashes: Mapping[str, str]) -> None:
    for file in files:
        if file.csv and hashes.get(file.stem, file.csv.sha256) != file.csv.sha256:
            raise ExportFailed(
                f"{file.csv.path} is not what it was when the release was frozen. Export it with "
                "the version of the site that froze it, and report this: the site's rules for the "
                "dataset files changed."
            )


def _left_out(published: Publishable, held: AllHeldBack) -> list[LeftOut]:
    by_hand = [LeftOut(out.atop_id, None, None, out.why) for out in held.alliances.values()]
    return sorted([*published.left_out, *by_hand], key=lambda row: row.atopid)


def rows_of_data(entries: Iterable[ExportedFile]) -> int:
    """Return how many rows the dataset files have, without the further tables."""
    others = {table.name for table in companion_files.TABLES}
    files = (
        file for file in entries if file.name.startswith(f"{FOLDER}/") and file.name not in others
    )
    return sum(file.rows or 0 for file in files)

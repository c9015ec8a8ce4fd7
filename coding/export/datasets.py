"""Write datasets/: the dataset files in every format, their documents, and tables beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from coding.codebook.sheet import CodedPhase
from coding.datasets.documents import beside
from coding.datasets.documents.beside import DATASETS as FOLDER
from coding.datasets.documents.beside import Beside
from coding.datasets.documents.every import documents
from coding.datasets.documents.files import DataFile, WrittenFile, about
from coding.datasets.documents.publication import Publication
from coding.datasets.every_file import Table, derive
from coding.datasets.formats.columnar import columnar
from coding.datasets.formats.registry import formats_of
from coding.datasets.member import Uncoded
from coding.datasets.publishable import LeftOut, Publishable, publishable
from coding.datasets.release import Level
from coding.datasets.writing import write_csv
from coding.export.csv_rows import write_table
from coding.export.held_back import NOTHING_HELD, Held
from coding.export.output import ExportedFile, Output
from coding.export.reports import ExportFailed, Progress
from coding.sheets.printing.pdf import FONTS

STEP = "dataset files"
LEFT_OUT = beside.LEFT_OUT.name
TABLES = 2 * len(Level) - 1  # each level with and without NNA; the measures once


def write_datasets(
    output: Output,
    alliances: Iterable[list[CodedPhase]],
    publication: Publication,
    progress: Progress,
    *,
    hashes: Mapping[str, str] = MappingProxyType({}),
    held: Held = NOTHING_HELD,
    more: Iterable[tuple[Beside, Iterable[Sequence[Any]]]] = (),
    record: Sequence[Beside] = (),
) -> int:
    """Write files and documents; return how many rows and alliances are left out.

    ``hashes`` has the SHA-256 that each CSV file must have, by its stem: a release stays as it was
    frozen, or is not exported at all. ``more`` are tables to lay beside them, with their rows;
    ``record`` are files beside their folder, which the documents describe. Raises ExportFailed.
    """
    found = publishable(alliances, publication.release)
    files = list(_write_tables(output, found, publication, progress))
    _require_as_frozen(files, hashes)
    left_out = _left_out(found, held)
    tables = [
        write_table(output, beside.LEFT_OUT, left_out),
        write_table(output, beside.OWES, sorted(found.pairs)),
        *(write_table(output, kind, rows) for kind, rows in more),
    ]
    for name, content in documents(publication, files, FONTS, beside=tables, record=record):
        output.add(f"{FOLDER}/{name}", content)
    return len(left_out)


def _write_tables(
    output: Output, found: Publishable, publication: Publication, progress: Progress
) -> Iterator[DataFile]:
    tables = derive(found.rows, found.pairs, publication.release, found.uncoded)
    for done, table in enumerate(tables, start=1):
        yield _write_table(output, table, publication, found.uncoded)
        progress(STEP, done, TABLES)


def _write_table(
    output: Output, table: Table, publication: Publication, uncoded: Uncoded
) -> DataFile:
    written = [_written(_write_csv(output, table), "CSV", "text/csv")]
    columns = columnar(table)  # one pass over the rows for all other formats
    description = about(columns, publication)
    for each in formats_of(table.level):
        name = f"{FOLDER}/{table.stem}{each.suffix}"
        each.write(columns, output.path(name), description)
        written.append(_written(output.enter(name, columns.height), each.name, each.media_type))
    return DataFile.of(columns, *written, uncoded=uncoded)


def _write_csv(output: Output, table: Table) -> ExportedFile:
    with output.open(f"{FOLDER}/{table.stem}.csv") as file:
        write_csv(table, file.write)
        file.rows = file.lines - 1  # the header
    return output.entries[-1]


def _written(entry: ExportedFile, format: str, media_type: str) -> WrittenFile:
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


def _left_out(found: Publishable, held: Held) -> list[LeftOut]:
    by_hand = [LeftOut(one.atop_id, None, None, one.why) for one in held.alliances.values()]
    return sorted([*found.left_out, *by_hand], key=lambda row: row.atopid)


def rows_of_data(entries: Iterable[ExportedFile]) -> int:
    """Return how many rows the dataset files have, without the tables beside them."""
    others = {one.name for one in beside.TABLES}
    files = (one for one in entries if one.name.startswith(f"{FOLDER}/") and one.name not in others)
    return sum(one.rows or 0 for one in files)

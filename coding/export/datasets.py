"""datasets/: the dataset files of a release, and the list of what could not go into them."""

import csv
from collections.abc import Iterable

from coding.datasets.reading.phases import CodedPhase
from coding.datasets.release import Level, Release
from coding.datasets.tables import Table, derive
from coding.datasets.writing import write_csv
from coding.export.output import HashedFile, Output
from coding.export.progress import Progress
from coding.export.rows import LeftOut, publishable

FOLDER = "datasets"
STEP = "dataset files"
LEFT_OUT = f"{FOLDER}/left-out.csv"
TABLES = 2 * len(Level) - 1  # each level with and without NNA; the measures once


def write_datasets(
    output: Output, alliances: Iterable[list[CodedPhase]], release: Release, progress: Progress
) -> int:
    """Write the files; return how many rows are in none of them."""
    found = publishable(alliances, release)
    for done, table in enumerate(derive(found.rows, found.pairs, release), start=1):
        _write_table(output, table)
        progress(STEP, done, TABLES)
    _write_left_out(output, found.left_out)
    return len(found.left_out)


def _write_table(output: Output, table: Table) -> None:
    """Write a table in every format."""
    with output.open(f"{FOLDER}/{table.stem}.csv") as file:
        write_csv(table, _Counting(file))
        file.rows -= 1  # the header


class _Counting:
    """Counts lines while they are written."""

    def __init__(self, file: HashedFile) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write lines."""
        self._file.rows += text.count("\n")
        self._file.write(text)


def _write_left_out(output: Output, rows: list[LeftOut]) -> None:
    with output.open(LEFT_OUT) as file:
        writer = csv.writer(file)
        writer.writerow(LeftOut._fields)
        writer.writerows(rows)
        file.rows = len(rows)

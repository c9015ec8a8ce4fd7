"""What the codebook of the dataset files says of each column."""

from collections.abc import Sequence

from coding.codebook.entries import CodebookEntry, value_lines
from coding.codebook.variables import Variable
from coding.datasets.columns import list_of
from coding.datasets.documents.files import DataFile


def entries(files: Sequence[DataFile]) -> list[CodebookEntry]:
    """Describe each column of some files once, in the order in which the columns first come.

    Columns of one name that mean different things (shareob of dy and of ddyr) are told apart. A
    list such as mem1, mem2 … is one entry, and has no values.
    """
    columns: dict[str | Variable, Variable] = {}
    for file in files:
        for column in file.columns:
            columns.setdefault(list_of(column) or column, column)
    return [_entry(column, files) for column in columns.values()]


def _entry(column: Variable, files: Sequence[DataFile]) -> CodebookEntry:
    having = [file for file in files if column in file.columns]
    levels = tuple(file.level.value for file in having)
    if stem := list_of(column):
        label = f"{column.label}, and so on: as many columns as the file needs"
        return CodebookEntry(f"{stem}1, {stem}2 …", label, column, levels, ())
    values = tuple(value_lines(column, [file.tallies[column.name] for file in having]))
    return CodebookEntry(column.name, column.label, column, levels, values)

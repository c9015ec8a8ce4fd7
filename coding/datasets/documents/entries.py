"""What the codebook of the dataset files says of each column."""

from collections.abc import Sequence

from coding.codebook.entries import CodebookEntry, value_lines
from coding.datasets.documents.declared import Declarations, list_of
from coding.datasets.documents.files import DataFile
from coding.datasets.variables import Column


def entries(files: Sequence[DataFile], declarations: Declarations) -> list[CodebookEntry]:
    """Describe each column of some files once, in the order in which the columns first come.

    Columns of one name that mean different things (shareob of dy and of ddyr) are told apart. A
    list such as mem1, mem2 … is one entry, and has no values.
    """
    columns: dict[str | Column, Column] = {}
    for file in files:
        for column in file.columns:
            columns.setdefault(list_of(column) or column, column)
    return [_entry(column, files, declarations) for column in columns.values()]


def _entry(column: Column, files: Sequence[DataFile], declarations: Declarations) -> CodebookEntry:
    having = [file for file in files if column in file.columns]
    variable, levels = declarations.of(column), tuple(file.level.value for file in having)
    if stem := list_of(column):
        label = f"{column.label}, and so on: as many columns as the file needs"
        return CodebookEntry(f"{stem}1, {stem}2 …", label, variable, levels, ())
    values = tuple(value_lines(variable, [file.tallies[column.name] for file in having]))
    return CodebookEntry(column.name, column.label, variable, levels, values)

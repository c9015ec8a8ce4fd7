"""What the codebook says of each column: its meaning, and which values occur how often."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coding.codebook.variables import Variable
from coding.datasets.documents.declared import Declarations, list_of
from coding.datasets.documents.files import DataFile
from coding.datasets.documents.summary import Summary
from coding.datasets.variables import Column


@dataclass(frozen=True)
class Value:
    """A value or a range of values, what it means, and the rows that have it in each file."""

    value: str
    meaning: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Entry:
    """One column in the files of these levels.

    A list such as mem1, mem2 … is one entry, and has no values.
    """

    name: str
    label: str
    variable: Variable
    levels: tuple[str, ...]
    values: tuple[Value, ...]


def entries(files: Sequence[DataFile], declarations: Declarations) -> list[Entry]:
    """Describe each column of some files once, in the order in which the columns first come.

    Columns of one name that mean different things (shareob of dy and of ddyr) are told apart.
    """
    columns: dict[str | Column, Column] = {}
    for file in files:
        for column in file.columns:
            columns.setdefault(list_of(column) or column, column)
    return [_entry(column, files, declarations) for column in columns.values()]


def _entry(column: Column, files: Sequence[DataFile], declarations: Declarations) -> Entry:
    having = [file for file in files if column in file.columns]
    variable, levels = declarations.of(column), tuple(file.level.value for file in having)
    if stem := list_of(column):
        label = f"{column.label}, and so on: as many columns as the file needs"
        return Entry(f"{stem}1, {stem}2 …", label, variable, levels, ())
    summaries = [file.summaries[column.name] for file in having]
    return Entry(column.name, column.label, variable, levels, tuple(_values(variable, summaries)))


def _values(variable: Variable, summaries: Sequence[Summary]) -> Iterator[Value]:
    if variable.codes:
        yield from _labelled(variable, summaries)
    elif any(summary.given for summary in summaries):
        rows = tuple(summary.given for summary in summaries)
        meaning = f"in {variable.unit}" if variable.unit else ""
        yield Value(_range(summaries), meaning, rows)
    if variable.missing or any(summary.missing for summary in summaries):
        rows = tuple(summary.missing for summary in summaries)
        yield Value("missing", variable.missing, rows)


def _labelled(variable: Variable, summaries: Sequence[Summary]) -> Iterator[Value]:
    found = {value for summary in summaries for value in summary.counts}
    for value in sorted({*variable.codes, *found}):
        rows = tuple(summary.counts.get(value, 0) for summary in summaries)
        yield Value(str(value), variable.codes.get(value, "has no label"), rows)


def _range(summaries: Sequence[Summary]) -> str:
    least = [summary.least for summary in summaries if summary.least is not None]
    most = [summary.most for summary in summaries if summary.most is not None]
    if not (least and most):
        return ", ".join(dict.fromkeys(str(value) for one in summaries for value in one.counts))
    return "–".join(dict.fromkeys((str(min(least)), str(max(most)))))

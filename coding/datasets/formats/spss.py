"""SPSS files (.sav, compressed row by row), written by pyreadstat.

pyreadstat writes the current time into the file's header. It is replaced afterwards, so that the
same table gives the same bytes.
"""

from collections.abc import Iterator
from pathlib import Path

from coding.codebook.variables import Kind
from coding.datasets.columns import is_quantity
from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import Columnar
from coding.datasets.formats.frame import data_frame

# The place of day and time in the header, as “21 Nov 26” and “14:59:00” (PSPP developer's guide,
# “File Header Record”).
_CREATED_AT = 92
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINE = 80  # bytes of a line of notes
_FORMATS = {Kind.NUMBER: "F8.0", Kind.DECIMAL: "F8.1"}


def write_spss(table: Columnar, path: Path, about: About) -> None:
    import pyreadstat

    labels = about.labels_of(table.columns)
    pyreadstat.write_sav(
        data_frame(table),
        path,
        file_label=about.title,
        column_labels={column.name: column.label for column in table.columns},
        row_compress=True,
        note=[line for note in about.notes for line in note_lines(note)],
        variable_value_labels=labels,
        variable_measure={
            column.name: "scale" if is_quantity(column) and column.name not in labels else "nominal"
            for column in table.columns
        },
        variable_format={
            column.name: _FORMATS[column.kind.stored]
            for column in table.columns
            if column.kind.stored in _FORMATS
        },
    )
    _date(path, about)


def note_lines(note: str) -> Iterator[str]:
    """Split a note into lines that SPSS can hold, between words if possible; keep its breaks."""
    for given in note.splitlines():
        yield from _short_lines(given)


def _short_lines(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        for piece in _pieces(word):
            longer = f"{line} {piece}" if line else piece
            if len(longer.encode()) > _LINE:
                yield line
                longer = piece
            line = longer
    if line:
        yield line


def _pieces(word: str) -> Iterator[str]:
    """Split a word that is longer than a line; a UTF-8 character has at most four bytes."""
    width = _LINE if word.isascii() else _LINE // 4
    return (word[start : start + width] for start in range(0, len(word), width))


def _date(path: Path, about: About) -> None:
    day = f"{about.day.day:02} {_MONTHS[about.day.month - 1]} {about.day.year % 100:02}"
    with path.open("r+b") as file:
        file.seek(_CREATED_AT)
        file.write(f"{day}00:00:00".encode("ascii"))

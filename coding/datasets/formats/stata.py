"""Stata files of format 118 (Stata 14 and later), written by pandas, with notes.

Whole numbers are byte, int or long. ATOPIDPHASE is double: as float, which the official files use,
1020.2 reads as 1020.2000122. version is text, since a label such as 6.0 is not a number. A missing
value is Stata's “.”. pandas writes no notes, which are inserted here, and all rows at once.
"""

import struct
from functools import cache
from pathlib import Path
from typing import Any

from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import Columnar
from coding.datasets.formats.frame import data_frame

_WHOLE_FILE = "_dta"
_NAME_BYTES = 129  # of a variable and of a characteristic
_ROWS_AT_ONCE = 20_000


def write_stata(table: Columnar, path: Path, about: About) -> None:
    """Write a table; the same table gives the same bytes on every machine."""
    writer = _writer()(
        path,
        data_frame(table),
        write_index=False,
        byteorder="<",
        time_stamp=about.moment,
        data_label=about.title,
        variable_labels={column.name: column.label for column in table.columns},
        value_labels=about.labels_of(table.columns),
        version=118,
    )
    writer.notes = about.notes
    writer.write_file()


@cache
def _writer() -> Any:
    from pandas.io.stata import StataWriterUTF8

    class WriterWithNotes(StataWriterUTF8):
        notes: tuple[str, ...] = ()

        def _write_characteristics(self) -> None:
            self._update_map("characteristics")
            self._write_bytes(self._tag(characteristics(self.notes), "characteristics"))

        def _write_data(self, records: Any) -> None:
            """Write some rows at a time: pandas would copy all of them at once."""
            self._update_map("data")
            self._write_bytes(b"<data>")
            for start in range(0, len(records), _ROWS_AT_ONCE):
                self._write_bytes(records[start : start + _ROWS_AT_ONCE].tobytes())
            self._write_bytes(b"</data>")

    return WriterWithNotes


def characteristics(notes: tuple[str, ...]) -> bytes:
    """Return notes as format 118 has them (help dta, section 5.8): note0 counts the others."""
    if not notes:
        return b""
    numbered = enumerate((str(len(notes)), *notes))
    return b"".join(_characteristic(f"note{n}", text) for n, text in numbered)


def _characteristic(name: str, text: str) -> bytes:
    names = b"".join(word.encode().ljust(_NAME_BYTES, b"\0") for word in (_WHOLE_FILE, name))
    content = names + text.encode() + b"\0"
    return b"<ch>" + struct.pack("<I", len(content)) + content + b"</ch>"

"""Word files in. A paragraph is a line; numbers that Word adds by itself are not in its text."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from coding.sheets.printable import ANSWER_STYLE

LARGEST_UNPACKED = 100 * 1024 * 1024


def read_docx(content: bytes) -> list[tuple[str, bool]]:
    """Return (text, whether it is verbatim) per paragraph; ValueError says what is wrong."""
    import docx

    _check_package(content)
    try:
        document = docx.Document(io.BytesIO(content))
        return list(_rows(document))
    except Exception as error:  # python-docx lets whatever its XML reader meets escape
        raise ValueError(f"The Word file is broken ({type(error).__name__}).") from error


def _check_package(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("This is an old Word file (.doc), or one that asks for a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(member.file_size for member in package.infolist())
            names = package.namelist()
    except zipfile.BadZipFile:
        raise ValueError("The file is named .docx but is not a Word file.") from None
    if "[Content_Types].xml" not in names or not any(n.startswith("word/") for n in names):
        raise ValueError("The file is named .docx but is not a Word file.")
    if size > LARGEST_UNPACKED:
        raise ValueError("The Word file unpacks to more than 100 MB.")


def _rows(container: Any) -> Iterator[tuple[str, bool]]:
    """Walk paragraphs and tables in printed order; a merged cell counts once."""
    from docx.table import Table

    for item in container.iter_inner_content():
        if isinstance(item, Table):
            seen: set[Any] = set()
            for row in item.rows:
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from _rows(cell)
        else:
            style = item.style.name if item.style is not None else ""
            for text in item.text.split("\n"):
                yield text, style == ANSWER_STYLE

"""Read Word files: one line per paragraph, without the numbers that Word adds by itself.

Tracked changes are read as accepted. python-docx alone skips text in insertions, smart tags,
content controls and simple fields.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from coding.sheets.printable import ANSWER_STYLE

LARGEST_UNPACKED = 100 * 1024 * 1024

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _CELL, _RUN = f"{_W}p", f"{_W}tc", f"{_W}r"
_PROMPT = f"{_W}sdtPr/{_W}showingPlcHdr"
_AROUND_PARAGRAPHS = {
    f"{_W}{name}" for name in ("tbl", "tr", "tc", "sdt", "sdtContent", "customXml")
}
_AROUND_RUNS = {  # without "del" and "moveFrom", whose text was deleted
    f"{_W}{name}"
    for name in (
        *("ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple"),
        *("hyperlink", "customXml", "dir", "bdo"),
    )
}


def read_docx(content: bytes) -> list[tuple[str, bool]]:
    """Return (text, is verbatim) for each paragraph. Raises ValueError with the reason."""
    import docx

    _check_package(content)
    try:
        document = docx.Document(io.BytesIO(content))
        return list(_rows(document))
    except Exception as error:  # python-docx passes on any error of its XML reader
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


def _rows(document: Any) -> Iterator[tuple[str, bool]]:
    from docx.text.paragraph import Paragraph

    before = ""
    for element in _paragraphs(document.element.body):
        text = before + _text(element)
        before = text if _runs_on(element) else ""
        if not before:
            style = Paragraph(element, document).style
            verbatim = style is not None and style.name == ANSWER_STYLE
            for line in text.split("\n"):
                yield line, verbatim


def _paragraphs(container: Any) -> Iterator[Any]:
    """Yield paragraphs in printed order, including those in tables and content controls."""
    for element in container:
        if element.tag == _PARAGRAPH:
            yield element
        elif element.tag in _AROUND_PARAGRAPHS and not _is_empty(element):
            yield from _paragraphs(element)


def _text(container: Any) -> str:
    """Return the visible text of a paragraph, however deep its runs are nested."""
    parts = []
    for element in container:
        if element.tag == _RUN:
            parts.append(element.text)
        elif element.tag in _AROUND_RUNS and not _is_empty(element):
            parts.append(_text(element))
    return "".join(parts)


def _is_empty(element: Any) -> bool:
    """Whether a content control shows its prompt, or a cell continues the one above."""
    if element.tag == _CELL:
        return bool(element.vMerge == "continue")
    return element.find(_PROMPT) is not None


def _runs_on(paragraph: Any) -> bool:
    """Whether the paragraph mark was deleted, so that the next paragraph continues this one."""
    following = paragraph.getnext()
    if following is None or following.tag != _PARAGRAPH:
        return False
    return bool(paragraph.xpath("w:pPr/w:rPr/w:del | w:pPr/w:rPr/w:moveFrom"))

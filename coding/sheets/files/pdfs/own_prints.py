"""PDFs that this site printed carry their text, so that they are read back word for word.

A page cannot show everything: words longer than a line, spaces at the end of a line, letters that
its fonts lack. So the text is attached (``pdf.py``). It is used if the pages still say the same,
letter by letter; otherwise somebody changed the pages, and the pages are read.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from coding.sheets.files.pdfs.extras import attached_to
from coding.sheets.files.pdfs.lines import PrintedLine
from coding.sheets.printing.blocks import IMPRINT
from coding.sheets.printing.pdf import ATTACHED, MISSING, printed_letters
from coding.sheets.printing.printable import CODES_HEADING, CODES_NOTE, FIRST_LINE
from coding.sheets.questions.wording import letters

CHANGED = "The text attached to the PDF says something else than its pages; the pages were read"
_LARGEST = 5 * 2**20


def text_of_own_print(pdf: Any) -> str | None:
    """Return the text that this site attached to its print, if it is one."""
    import pypdfium2.raw as pdfium

    for name, file in attached_to(pdf):
        size = ctypes.c_ulong()
        if name == ATTACHED and pdfium.FPDFAttachment_GetFile(file, None, 0, size):
            buffer = ctypes.create_string_buffer(min(size.value, _LARGEST))
            pdfium.FPDFAttachment_GetFile(file, buffer, len(buffer), size)
            text = buffer.raw.decode("utf-8", "replace")
            return text if text.startswith(FIRST_LINE) else None
    return None


def says_the_same(text: str, lines: Iterable[PrintedLine]) -> bool:
    """Whether the pages show the letters of the text, in its order."""
    attached = text.removeprefix(FIRST_LINE)
    shown = "\n".join(_without_page_numbers(lines)).replace(MISSING, "")
    seen = _without_codes(letters(shown)).replace(letters("".join(IMPRINT)), "", 1)
    wanted = _without_codes(letters(printed_letters(attached)))
    return _left_to_right(seen) == _left_to_right(wanted) and Counter(seen) == Counter(wanted)


def _without_page_numbers(lines: Iterable[PrintedLine]) -> Iterator[str]:
    return (line.text for line in lines if line.text.strip() != str(line.page))


def _without_codes(stream: str) -> str:
    """Leave out the codes, which are not read from a sheet anyway."""
    return stream.rpartition(letters(CODES_HEADING + CODES_NOTE))[0] or stream


def _left_to_right(stream: str) -> str:
    """Leave out right-to-left letters, whose order on a line differs from that in the text."""
    return "".join(c for c in stream if unicodedata.bidirectional(c) not in ("R", "AL", "AN"))

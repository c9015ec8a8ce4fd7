"""Read PDF files: text by PDFium, blank lines from the geometry, links from annotations.

PDFium joins a word hyphenated at a line end and marks the spot with U+FFFE. The line end is
restored, so that one rule decides about hyphens in all kinds of files. PDFium also omits blank
lines, which separate paragraphs; they are restored where lines are further apart than usual.
"""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from statistics import median_low
from typing import Any

from coding.sheets.document import Link

FEWEST_LETTERS = 200  # a sheet's wording alone has seven thousand


def read_pdf(content: bytes) -> tuple[list[tuple[int, str]], tuple[Link, ...]]:
    """Return (page, line) rows and link annotations. Raises ValueError with the reason."""
    import pypdfium2

    if b"%PDF-" not in content[:1024]:
        raise ValueError("The file is named .pdf but is not a PDF.")
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ValueError("The PDF asks for a password.") from None
        raise ValueError("The PDF is broken.") from None
    try:
        rows: list[tuple[int, str]] = []
        links: list[Link] = []
        for number, page in enumerate(pdf, start=1):
            rows += [(number, text) for text in _page_rows(page)]
            links += [Link(number, url) for url in _page_links(pdf, page)]
    except pypdfium2.PdfiumError:
        raise ValueError("The PDF is broken.") from None
    finally:
        pdf.close()
    if sum(len(text) for _, text in rows) < FEWEST_LETTERS:
        raise ValueError("The PDF is a scan: there is next to no text in it.")
    return rows, tuple(links)


def _page_rows(page: Any) -> list[str]:
    """Return the lines of a page, with blank ones where the gap is wider than usual."""
    textpage = page.get_textpage()
    text = textpage.get_text_range().replace("\r\n", "\n").replace("\r", "\n")
    heights = _baselines(textpage)
    lines = text.replace("\ufffe", "-\n").replace("\x02", "-\n").split("\n")
    if len(heights) != len(lines):  # gaps are unknown; the words are complete
        return lines
    gaps = [above - below for above, below in pairwise(heights)]
    usual = min((gap for gap in gaps if gap > 2), default=0.0)
    pitch = median_low([gap for gap in gaps if 2 < gap < 1.35 * usual]) if usual else 0.0
    rows = lines[:1]
    for gap, line in zip(gaps, lines[1:], strict=True):
        extra = round(gap / pitch) - 1 if pitch and gap > 1.35 * pitch else 0
        rows += [""] * min(max(extra, 0), 6) + [line]
    return rows


def _baselines(textpage: Any) -> list[float]:
    """Return the vertical position of each line's first letter, in points."""
    import pypdfium2.raw as pdfium

    heights: list[float] = []
    is_new = True
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code == 0x0D:
            continue
        if code in (0x0A, 0x02, 0xFFFE):
            is_new = True
        elif is_new:
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
            heights.append(y.value)
            is_new = False
    return heights


def _page_links(pdf: Any, page: Any) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        size = pdfium.FPDFAction_GetURIPath(pdf, action, None, 0) if action else 0
        if size:
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(pdf, action, buffer, size)
            yield buffer.value.decode("utf-8", "replace")

"""Pages of a PDF as pictures, to be looked at beside the answers.

To be called through ``read_in_sandbox``, as every reading of a file is.
"""

import io
from typing import Any

from coding.codebook.problems import FileRefused, UnreadableFile
from coding.sheets.files.pdfs.opening import opened

WIDEST = 1240  # pixels: a page of A4 or Letter at 150 dots to the inch


def page_count(name: str, content: bytes) -> int:
    """Return how many pages a PDF has. Raises FileRefused."""
    try:
        with opened(content) as pdf:
            return len(pdf)
    except UnreadableFile as error:
        raise FileRefused([error.problem(name)]) from None


def page_picture(name: str, content: bytes, number: int) -> bytes:
    """Return a page, counted from 1, as a PNG with the notes on it. Raises FileRefused."""
    try:
        with opened(content) as pdf:
            if not 1 <= number <= len(pdf):
                fix = f"Choose a page from 1 to {len(pdf)}."
                raise UnreadableFile(f"The PDF has no page {number}.", fix)
            return _png(pdf[number - 1])
    except UnreadableFile as error:
        raise FileRefused([error.problem(name)]) from None


def _png(page: Any) -> bytes:
    out = io.BytesIO()
    bitmap = page.render(scale=WIDEST / max(page.get_size()), may_draw_forms=True)
    bitmap.to_pil().save(out, "PNG", optimize=False)
    return out.getvalue()

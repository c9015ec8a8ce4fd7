"""Pages of a PDF as pictures, for people to look at; made apart, as all reading is."""

from io import BytesIO

import pypdfium2

WIDTH = 1100  # points of the picture
LARGEST_SCALE = 3.0


def page_count(name: str, content: bytes) -> int:
    """Return how many pages a PDF has."""
    with pypdfium2.PdfDocument(content) as pdf:
        return len(pdf)


def page_picture(name: str, content: bytes, number: int) -> bytes:
    """Return a page, counted from 1, as PNG. Raises IndexError where there is none."""
    with pypdfium2.PdfDocument(content) as pdf:
        if not 1 <= number <= len(pdf):
            raise IndexError(f"{name} has {len(pdf)} pages.")
        page = pdf[number - 1]
        scale = min(WIDTH / max(page.get_width(), 1), LARGEST_SCALE)
        png = BytesIO()
        page.render(scale=scale).to_pil().save(png, "PNG")
        return png.getvalue()

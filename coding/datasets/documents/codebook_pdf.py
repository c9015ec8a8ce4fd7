"""The codebook as PDF, with a bookmark for each part; the same codebook gives the same bytes."""

import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from coding.datasets.documents.blocks import DocumentBlock, Grid, Heading, Terms, Text

REGULAR, BOLD = "LiberationSerif-Regular", "LiberationSerif-Bold"
MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
MARGIN = 22 * MM
_WIDTH = PAGE[0] - 2 * MARGIN
_TERM, _NUMBER = 34 * MM, 18 * MM  # widths of columns
_SIZES = {1: 17, 2: 13, 3: 10.5}
_SIZE, _LEADING = 9.5, 12.5
_GREY = "#8c959f"


def codebook_pdf(blocks: Iterable[DocumentBlock], fonts: Path) -> bytes:
    """Return the document on A4; ``fonts`` is the folder of the Liberation fonts."""
    from reportlab.platypus import SimpleDocTemplate

    _register(fonts)
    blocks = list(blocks)
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=PAGE,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        invariant=1,  # no time stamp and no random ID in the file
        title=next((block.text for block in blocks if isinstance(block, Heading)), "Codebook"),
        author="Alliance Treaty Obligations and Provisions (ATOP)",
        lang="en",
    )
    story = [flowable for block in blocks for flowable in _flowables(block)]
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return out.getvalue()


@cache
def _register(fonts: Path) -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0  # binary streams, not encoded as text
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, fonts / f"{name}.ttf"))


@cache
def _style(name: str, **options: Any) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    given = {"fontName": REGULAR, "fontSize": _SIZE, "leading": _LEADING} | options
    return ParagraphStyle(name, **given)


def _flowables(block: DocumentBlock) -> Iterator[Any]:
    from reportlab.platypus import Paragraph

    match block:
        case Heading():
            yield _heading(block)
        case Text(text):
            yield Paragraph(_broken(text), _style("text", spaceAfter=6))
        case Terms(terms):
            yield _table(terms, (_TERM, _WIDTH - _TERM), has_head=False)
        case Grid():
            yield _grid(block)


def _broken(text: str) -> str:
    """Escape a text, keeping its line breaks."""
    return "<br/>".join(map(escape, text.splitlines()))


def _heading(heading: Heading) -> Any:
    from reportlab.platypus import Paragraph

    class Bookmarked(Paragraph):
        """A heading with a bookmark."""

        def draw(self) -> None:
            self.canv.bookmarkPage(heading.anchor)
            shown = heading.name or heading.text
            self.canv.addOutlineEntry(shown, heading.anchor, heading.depth - 1, closed=True)
            super().draw()

    size = _SIZES[heading.depth]
    style = _style(
        f"heading {heading.depth}",
        fontName=REGULAR if heading.name else BOLD,
        fontSize=size,
        leading=size * 1.25,
        spaceBefore=size,
        spaceAfter=3,
        keepWithNext=1,
    )
    named = f'<font name="{BOLD}">{escape(heading.name)}</font>  ' if heading.name else ""
    return Bookmarked(named + escape(heading.text), style)


def _grid(grid: Grid) -> Any:
    numbers = len(grid.head) - grid.numbers
    widths = (_TERM, _WIDTH - _TERM - numbers * _NUMBER, *[_NUMBER] * numbers)
    return _table([grid.head, *grid.rows], widths, has_head=True, numbers=grid.numbers)


def _table(
    rows: Iterable[Any], widths: tuple[float, ...], *, has_head: bool, numbers: int = 99
) -> Any:
    from reportlab.lib.enums import TA_RIGHT
    from reportlab.platypus import Paragraph, Table, TableStyle

    left, right = _style("cell"), _style("number", alignment=TA_RIGHT)
    cells = [
        [Paragraph(_broken(cell), right if n >= numbers else left) for n, cell in enumerate(row)]
        for row in rows
    ]
    lines = [("LINEBELOW", (0, 0), (-1, 0), 0.5, _GREY)] if has_head else []
    return Table(
        cells,
        colWidths=widths,
        repeatRows=int(has_head),
        hAlign="LEFT",
        spaceAfter=6,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                *lines,
            ]
        ),
    )


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont(REGULAR, _SIZE)
    canvas.drawCentredString(PAGE[0] / 2, MARGIN / 2, str(canvas.getPageNumber()))

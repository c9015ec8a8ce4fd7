"""Print a sheet as a PDF in a serif font, byte for byte the same for the same sheet.

Its text is attached, since a page cannot show everything (``pdfs/own_prints.py``).
"""

import io
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from coding.sheets.printing.blocks import Block, PrintedPart, blocks
from coding.sheets.printing.printable import CodeWords, PrintableSheet
from coding.sheets.printing.text import print_text

FONTS = Path(__file__).parent / "fonts"
SERIF, BOLD, FALLBACK = "LiberationSerif-Regular", "LiberationSerif-Bold", "DejaVuSans"
ATTACHED = "sheet.txt"
MISSING = "\ufffd"  # shown for a character that no font has
SIZE, LEADING = 11, 13
KEPT = 5_000  # words and paragraphs whose layout is cached: sheets share most of them
SMALL = {"fontSize": 10, "leading": 12.5}
_NUMBERED = {"leftIndent": 24, "bulletIndent": 15}  # a question's number ends before its codes
INCH = 72
WIDTH = 6.5 * INCH - 12  # of a line: reportlab leaves 6 points on either side


def print_pdf(sheet: PrintableSheet) -> bytes:
    from reportlab.platypus import SimpleDocTemplate

    _letters()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=(8.5 * INCH, 11 * INCH),
        leftMargin=INCH,
        rightMargin=INCH,
        topMargin=INCH,
        bottomMargin=INCH,
        invariant=1,  # no time and no random id in the file
        title=f"ATOP coding sheet {sheet.identity.removeprefix('Sheet of ')}",
        author="Alliance Treaty Obligations and Provisions (ATOP)",
        lang="en-US",
    )

    def on_first_page(canvas: Any, document: Any) -> None:
        _attach(canvas, print_text(sheet).encode())
        _page_number(canvas, document)

    document.build(
        _story(list(blocks(sheet))), onFirstPage=on_first_page, onLaterPages=_page_number
    )
    return out.getvalue()


def _story(printed: list[Block]) -> list[Any]:
    """Keep each question on the page of its answer.

    Other paragraphs are not kept with the next one: reportlab never ends if the last paragraph has
    ``keepWithNext`` and is longer than a page, as a question with its answer on its own line can
    be.
    """
    story = [_paragraph(block) for block in printed]
    for paragraph, block, following in zip(story, printed, printed[1:], strict=False):
        if block.part is PrintedPart.QUESTION:
            paragraph.keepWithNext = following.part is PrintedPart.ANSWER
    return story


@cache
def _letters() -> dict[str, frozenset[int]]:
    """Register the fonts, and return the code points that each has."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0  # streams as bytes, not encoded as text
    fonts = [TTFont(name, FONTS / f"{name}.ttf") for name in (SERIF, BOLD, FALLBACK)]
    for font in fonts:
        font.stringWidth = lru_cache(KEPT)(font.stringWidth)
        pdfmetrics.registerFont(font)
    return {font.fontName: frozenset(font.face.charToGlyph) for font in fonts}


@cache
def _styles() -> dict[PrintedPart, Any]:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle

    # By the gap between paragraphs of an answer, people and programs tell a new paragraph from a
    # wrapped line.
    gap = 0.6 * LEADING
    plain = {"fontName": SERIF, "fontSize": SIZE, "leading": LEADING, "spaceShrinkage": 0}
    bold = {"fontName": BOLD}
    styles: dict[PrintedPart, dict[str, Any]] = {
        PrintedPart.TITLE: bold | {"alignment": TA_CENTER, "spaceAfter": gap},
        PrintedPart.IMPRINT: {"alignment": TA_CENTER, "spaceAfter": gap},
        PrintedPart.HEADING: bold | {"spaceBefore": LEADING, "spaceAfter": gap, "keepWithNext": 1},
        PrintedPart.QUESTION: {"spaceBefore": LEADING, "spaceAfter": 2},
        PrintedPart.ANSWER: {"spaceAfter": gap},
        PrintedPart.NOTE: {"spaceBefore": gap},
        PrintedPart.CODES_HEADING: bold | {"spaceAfter": gap, "pageBreakBefore": 1},
        PrintedPart.CODES_NOTE: SMALL | {"spaceAfter": gap},
        PrintedPart.CODES: SMALL | _NUMBERED | {"spaceAfter": 2.5},
    }
    return {part: ParagraphStyle(part.value, **(plain | own)) for part, own in styles.items()}


def _paragraph(block: Block) -> Any:
    from coding.sheets.printing.pdf_paragraphs import SetParagraph

    style = _styles()[block.part]
    if block.part is PrintedPart.CODES:
        return SetParagraph(style, _lines(_line_of_codes(block.codes), block.part), block.text)
    return SetParagraph(style, _lines(_markup(block.text, style.fontName), block.part))


@lru_cache(KEPT)
def _lines(markup: str, part: PrintedPart) -> Any:
    from coding.sheets.printing.pdf_paragraphs import lines_of

    return tuple(lines_of(markup, _styles()[part], WIDTH))


def _line_of_codes(codes: tuple[CodeWords, ...]) -> str:
    return "; ".join(
        f'<font name="{BOLD}">{_markup(code.names, BOLD)}</font> {_markup(code.values, SERIF)}'
        for code in codes
    )


@lru_cache(KEPT)
def _markup(text: str, font: str) -> str:
    """Escape the text, and set characters that the font lacks in the fallback font."""
    has, fallback = _letters()[font], _letters()[FALLBACK]
    if all(ord(char) in has for char in text):
        return escape(text)
    kept = "".join(c if ord(c) in has or ord(c) in fallback else MISSING for c in text)
    foreign = "".join(re.escape(char) for char in set(kept) if ord(char) not in has)
    set_apart = rf'<font name="{FALLBACK}">\g<0></font>'
    return re.sub(f"[{foreign}]+", set_apart, escape(kept)) if foreign else escape(kept)


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont(SERIF, SIZE - 1)
    canvas.drawCentredString(4.25 * INCH, 0.6 * INCH, str(canvas.getPageNumber()))


def _attach(canvas: Any, content: bytes) -> None:
    from reportlab.pdfbase import pdfdoc

    document, name = canvas._doc, pdfdoc.PDFString(ATTACHED)
    kind = {"Type": pdfdoc.PDFName("EmbeddedFile"), "Subtype": pdfdoc.PDFName("text/plain")}
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(kind), content)
    held = pdfdoc.PDFDictionary({"F": document.Reference(stream)})
    file = {"Type": pdfdoc.PDFName("Filespec"), "F": name, "UF": name, "EF": held}
    named = pdfdoc.PDFArray([name, document.Reference(pdfdoc.PDFDictionary(file))])
    files = pdfdoc.PDFDictionary({"Names": named})
    document.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": files})


def printed_letters(text: str) -> str:
    """Return a text without the letters that no font has; the page shows MISSING for them."""
    has = _letters()
    return "".join(c for c in text if ord(c) in has[SERIF] or ord(c) in has[FALLBACK])

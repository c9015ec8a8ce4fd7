"""Print a sheet as a Word file, byte for byte the same for the same sheet.

python-docx makes the package (styles, page, footer) once, and it is compressed once. For each sheet
only a ``document.xml`` is added to it: this takes milliseconds, python-docx about half a second.
"""

import io
import re
import zipfile
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from coding.sheets.printing.blocks import OF_CODES, Block, PrintedPart, blocks
from coding.sheets.printing.printable import PrintableSheet

DOCUMENT = "word/document.xml"
_MARK = "<w:p/>"  # the empty paragraph that a sheet's text replaces
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FONT = "Times New Roman"
FIXED = datetime(2000, 8, 1)  # the printed questionnaire's date, in every file


def print_docx(sheet: PrintableSheet) -> bytes:
    package, before, after = _package(with_codes=bool(sheet.codes))
    body = "".join(_paragraph(block) for block in blocks(sheet))
    return _with_parts(package, {DOCUMENT: f"{before}{body}{after}".encode()})


def _paragraph(block: Block) -> str:
    style = block.part.value.replace(" ", "")
    runs = _line_of_codes(block) if block.part is PrintedPart.CODES else _run(block.text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, properties: str = "") -> str:
    text = escape(_NOT_XML.sub("", text))
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _line_of_codes(block: Block) -> str:
    codes = [
        f"{_run(code.names, '<w:rPr><w:b/></w:rPr>')}{_run(f' {code.values}')}"
        for code in block.codes
    ]
    return f"{_run(block.text)}<w:r><w:tab/></w:r>{_run('; ').join(codes)}"


def _with_parts(package: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a ZIP file with more parts added after its own."""
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as whole:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # the same on every machine
            whole.writestr(member, content)
    return out.getvalue()


@cache
def _package(*, with_codes: bool) -> tuple[bytes, str, str]:
    """Return a Word file with our styles, and the XML before and after a sheet's text."""
    import docx

    document = docx.Document()
    _set_properties(document.core_properties)
    _set_page(document.sections[0])
    _add_styles(document, [part for part in PrintedPart if with_codes or part not in OF_CODES])
    document.element.body.insert(0, document.element.body._new_p())
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    around = parts.pop(DOCUMENT).decode().split(_MARK)
    if len(around) != 2:
        raise AssertionError("The empty Word file is not as expected; see python-docx's release.")
    before, after = around
    return _with_parts(b"", parts), before, after


def _set_properties(properties: Any) -> None:
    properties.author = "Alliance Treaty Obligations and Provisions (ATOP)"
    properties.title = "ATOP coding sheet"
    properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = FIXED
    properties.revision = 1


def _set_page(section: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Inches

    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(1)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot._p.append(parse_xml(number))


def _add_styles(document: Any, parts: list[PrintedPart]) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    fonts = normal.element.rPr.rFonts
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for part in parts:
        style = document.styles.add_style(part.value, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.space_after = Pt(6)
        set_style = _set_style_of_codes if part in OF_CODES else _set_style
        set_style(part, style.font, style.paragraph_format)


def _set_style(part: PrintedPart, font: Any, paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    font.bold = part in (PrintedPart.TITLE, PrintedPart.HEADING)
    paragraph.keep_with_next = part in (PrintedPart.HEADING, PrintedPart.QUESTION)
    if part in (PrintedPart.TITLE, PrintedPart.IMPRINT):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_style_of_codes(part: PrintedPart, font: Any, paragraph: Any) -> None:
    """Begin the appendix on a new page, with hanging numbers."""
    from docx.shared import Pt

    if part is PrintedPart.CODES_HEADING:
        font.bold = paragraph.page_break_before = True
    else:
        font.size = Pt(10)
    if part is PrintedPart.CODES:
        paragraph.left_indent, paragraph.first_line_indent = Pt(24), Pt(-24)
        paragraph.space_after = Pt(3)

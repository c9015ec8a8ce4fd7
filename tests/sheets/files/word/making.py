"""Word files made by hand, part by part: a sheet whose answers are pieces of Word's own XML."""

import io
import zipfile
from xml.sax.saxutils import escape

from coding.models.questionnaire import SECTIONS
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers

OFFICE = "http://schemas.openxmlformats.org"
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": f"{OFFICE}/wordprocessingml/2006/main",
        "r": f"{OFFICE}/officeDocument/2006/relationships",
        "m": f"{OFFICE}/officeDocument/2006/math",
        "mc": f"{OFFICE}/markup-compatibility/2006",
        "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing",
        "a": f"{OFFICE}/drawingml/2006/main",
        "pic": f"{OFFICE}/drawingml/2006/picture",
        "c": f"{OFFICE}/drawingml/2006/chart",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
PROMPT = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
TRACKED = 'w:id="7" w:author="A. Coder" w:date="2019-03-01T00:00:00Z"'


def run(text, properties=""):
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content, properties=""):
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{properties}{''.join(content)}</w:p>"


def lines(text):
    return "".join(paragraph(run(line)) for line in text.split("\n"))


def cell(content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells, properties=""):
    cells = (each if each.startswith("<w:") else cell(lines(each)) for each in cells)
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def control(content, properties="<w:sdtPr/>"):
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def vml_box(content):
    return (
        '<w:r><w:pict><v:shape id="s1"><v:textbox><w:txbxContent>'
        f"{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def drawn_box(content):
    """A text box as Word writes it since 2010: drawn, and once more for older programs."""
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    position = "<wp:positionH><wp:posOffset>635</wp:posOffset></wp:positionH>"
    drawing = f'<w:drawing><wp:anchor>{position}<wp:docPr id="1" name="Text Box 2"/>'
    drawing += f"<a:graphic><a:graphicData>{shape}</a:graphicData></a:graphic></wp:anchor>"
    older = vml_box(content).removeprefix("<w:r>").removesuffix("</w:r>")
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code, result=None, form=""):
    """A field; one without a result if that is None."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    shown = "" if result is None else mark.format("separate") + run(result)
    text = f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    return f"{begin}{text}{shown}{mark.format('end')}"


def sheet_body(given=None, **blocks):
    """The XML of a sheet; ``q18=…`` is the XML of an answer, ``given`` answers as text."""
    given = given or answers(q18="")
    body = []
    for section in SECTIONS:
        body.append(lines(section.heading))
        for question in section.questions:
            body.append(lines(f"{question.number}. {question.wording}"))
            answer = blocks.get(f"q{question.number}")
            body.append(lines(given[question.number]) if answer is None else answer)
    return "".join(body)


def word_file(body, parts=None, prolog='<?xml version="1.0"?>'):
    """A Word file of a body, and further parts: ``{"footnotes": "<w:footnotes …>"}``."""
    parts = parts or {}
    relations = "".join(
        f'<Relationship Id="r{n}" Target="{n}.xml" '
        f'Type="{OFFICE}/officeDocument/2006/relationships/{kind.rstrip("0123456789")}"/>'
        for n, kind in enumerate(parts)
    )
    of_file = (
        '<Relationship Id="r1" Target="word/document.xml" '
        f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument"/>'
    )
    text = f"{prolog}<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relationships(of_file),
        "word/_rels/document.xml.rels": _relationships(relations),
        "word/document.xml": text,
    }
    for n, part in enumerate(parts.values()):
        members[f"word/{n}.xml"] = part.replace(">", f" {NAMES}>", 1)
    return zipped(members)


def _relationships(relations):
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{relations}</Relationships>'


def zipped(members):
    """A ZIP archive of some members by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def members_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(parts=None, given=None, **blocks):
    """The sheet whose answers are given as XML."""
    return read_sheet("a.docx", word_file(sheet_body(given, **blocks), parts))


def answer_18(*blocks, parts=None):
    """The answer to question 18, after checking that all other answers are as they were."""
    sheet = read(parts, q18="".join(blocks))
    assert sheet.answers == answers(q18=sheet.answers[18])
    return sheet.answers[18]


def told(*blocks, parts=None):
    """What is listed of an answer to question 18: not read, and read in doubt."""
    sheet = read(parts, q18="".join(blocks))
    return [str(remark) for remark in (*sheet.unread, *sheet.doubts)]

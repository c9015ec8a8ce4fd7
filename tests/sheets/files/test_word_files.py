"""What a Word file shows is read, wherever Word keeps it; what was struck out is not."""

import io
import re

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from coding.models.questionnaire import QUESTIONS
from coding.sheets.parser import read_sheet
from coding.sheets.printing.printable import ANSWER_STYLE
from tests.sheets.typeset import answers, typed

TRACKED = 'w:id="7" w:author="A. Coder" w:date="2019-03-01T00:00:00Z"'
STRUCK_MARK = f"<w:pPr><w:rPr><w:del {TRACKED}/></w:rPr></w:pPr>"
PROMPT = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content, properties="<w:sdtPr/>"):
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def paragraph(content):
    return f"<w:p>{content}</w:p>"


def cell(content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def word_file_with(*blocks, change=lambda document: None):
    """A sheet whose answer to question 18 is some blocks of a Word file's own XML."""
    document, out = docx.Document(), io.BytesIO()
    for row in typed(answers(q18="")).split("\n"):
        last = document.add_paragraph(row)
        if row.startswith("18. "):
            for block in blocks:
                element = parse_xml(block.replace(">", f" {nsdecls('w')}>", 1))
                last._p.getparent().insert(-1, element)
    change(document)
    document.save(out)
    return out.getvalue()


def answer_18(*blocks):
    sheet = read_sheet("a.docx", word_file_with(*blocks))
    assert sheet.answers == answers(q18=sheet.answers[18])
    assert sheet.repairs == ()
    return sheet.answers[18]


@pytest.mark.parametrize(
    "wrapped",
    [
        f"<w:ins {TRACKED}>{run('of 1955')}</w:ins>",
        f"<w:moveTo {TRACKED}>{run('of 1955')}</w:moveTo>",
        f'<w:smartTag w:uri="u" w:element="date">{run("of 1955")}</w:smartTag>',
        f'<w:customXml w:uri="u" w:element="date">{run("of 1955")}</w:customXml>',
        control(run("of 1955")),
        f'<w:fldSimple w:instr=" REF other ">{run("of 1955")}</w:fldSimple>',
        f'<w:hyperlink w:anchor="a">{run("of 1955")}</w:hyperlink>',
        control(f"<w:ins {TRACKED}>{control(run('of '))}{run('1955')}</w:ins>"),
    ],
)
def test_text_that_word_wraps_is_read_where_it_stands(wrapped):
    assert answer_18(paragraph(f"{run('Pact ')}{wrapped}{run(' only')}")) == "Pact of 1955 only"


@pytest.mark.parametrize(
    "unseen",
    [
        f"<w:del {TRACKED}><w:r><w:delText>never </w:delText></w:r></w:del>",
        f"<w:del {TRACKED}><w:r><w:br/></w:r></w:del>",
        f"<w:ins {TRACKED}><w:del {TRACKED}><w:r><w:delText>x</w:delText></w:r></w:del></w:ins>",
        f"<w:moveFrom {TRACKED}>{run('elsewhere ')}</w:moveFrom>",
        "<w:r><w:instrText> PAGEREF other </w:instrText></w:r>",
        control(run("Click here to enter text."), PROMPT),
    ],
)
def test_text_that_nobody_sees_as_written_is_not_read(unseen):
    assert answer_18(paragraph(f"{run('Pact ')}{unseen}{run('only')}")) == "Pact only"


def test_paragraphs_in_a_content_control_are_read_in_printed_order():
    inner = paragraph(run("second")) + control(paragraph(run("third")))
    blocks = (paragraph(run("first")), control(inner), paragraph(run("fourth")))
    assert answer_18(*blocks) == "first\nsecond\nthird\nfourth"


def test_a_content_control_left_at_its_prompt_is_a_blank_answer():
    assert answer_18(control(paragraph(run("Click here to enter text.")), PROMPT)) == ""


def test_rows_and_cells_in_content_controls_are_read_once():
    rows = [
        f"<w:tr>{control(cell(paragraph(run('a'))))}{cell(paragraph(run('b')))}</w:tr>",
        control(f"<w:tr>{cell(paragraph(run('c')))}{cell(paragraph(run('d')))}</w:tr>"),
    ]
    assert answer_18(table(*rows)) == "a\nb\nc\nd"


def test_a_cell_merged_over_two_rows_is_read_once():
    first = cell(paragraph(run("a")), '<w:vMerge w:val="restart"/>')
    second = cell(paragraph(run("hidden")), "<w:vMerge/>")
    assert answer_18(table(f"<w:tr>{first}</w:tr>", f"<w:tr>{second}</w:tr>")) == "a"


def test_paragraphs_are_one_where_the_mark_between_them_is_struck_out():
    blocks = (paragraph(f"{STRUCK_MARK}{run('The parties under')}"), paragraph(run("take to meet")))
    assert answer_18(*blocks) == "The parties undertake to meet"


def test_a_struck_mark_joins_no_paragraph_to_a_table():
    blocks = (
        paragraph(f"{STRUCK_MARK}{run('above')}"),
        table(f"<w:tr>{cell(paragraph(run('in it')))}</w:tr>"),
    )
    assert answer_18(*blocks) == "above\nin it"


def test_wrapped_text_in_the_answer_style_is_verbatim():
    trap = "19. " + QUESTIONS[18].wording

    def add_style(document):
        document.styles.add_style(ANSWER_STYLE, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)

    styled = '<w:pPr><w:pStyle w:val="ATOPAnswer"/></w:pPr>'
    content = control(paragraph(f"{styled}<w:ins {TRACKED}>{run(trap)}</w:ins>"))
    sheet = read_sheet("a.docx", word_file_with(content, change=add_style))
    assert sheet.answers == answers(q18=trap)


def numbered_by_word(text):
    return re.sub(r"(?m)^\d+\. ", "", text)


def whats(sheet):
    return [repair.what for repair in sheet.repairs]


@pytest.mark.parametrize("years", ["0", "2", "14", "2.", "(2)", "15 years\n0"])
def test_a_bare_number_above_a_question_that_word_numbers_is_an_answer(years):
    given = answers(q2="3", q13=years, q17="1")
    sheet = read_sheet("a.txt", numbered_by_word(typed(given)).encode())
    assert sheet.answers == given
    assert whats(sheet) == ["No question has its number; read by their wording"]


def test_a_bare_number_above_the_one_question_without_its_number_is_an_answer():
    given = answers(q13="2")
    sheet = read_sheet("a.txt", typed(given).replace("\n14. ", "\n").encode())
    assert sheet.answers == given
    assert whats(sheet) == ["Question without its number"]


@pytest.mark.parametrize("mark", ["", "."])
def test_a_wrong_number_on_its_own_line_is_listed_where_all_numbers_stand_so(mark):
    given = answers(q13="2")
    text = re.sub(r"(?m)^(\d+)\. ", rf"\1{mark}\n", typed(given))
    sheet = read_sheet("a.txt", text.replace(f"\n31{mark}\n", f"\n13{mark}\n").encode())
    assert sheet.answers == given
    assert "Question misnumbered" in whats(sheet)


def test_a_wrong_number_with_its_mark_may_stand_alone_among_numbers_that_do_not():
    sheet = read_sheet("a.txt", typed(answers()).replace("\n31. ", "\n13.\n").encode())
    assert sheet.answers == answers()
    assert whats(sheet) == ["Question misnumbered"]

"""What a Word file shows is read, wherever Word keeps it; what was struck out is not."""

import pytest

from coding.models.questionnaire import QUESTIONS
from coding.sheets.printing.printable import ANSWER_STYLE
from tests.sheets.typeset import answers

from .making import PROMPT, TRACKED, cell, control, paragraph, read, run, table

STRUCK_MARK = f"<w:rPr><w:del {TRACKED}/></w:rPr>"
OURS = f'<w:styles><w:style w:type="paragraph" w:styleId="ours"><w:name w:val="{ANSWER_STYLE}"/>'
OURS += "</w:style></w:styles>"


def answer_18(*blocks, parts=None):
    """The answer to question 18, in which nothing is to be repaired."""
    sheet = read(parts, q18="".join(blocks))
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
    assert answer_18(paragraph(run("Pact "), wrapped, run(" only"))) == "Pact of 1955 only"


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
    assert answer_18(paragraph(run("Pact "), unseen, run("only"))) == "Pact only"


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
    blocks = (
        paragraph(run("The parties under"), properties=STRUCK_MARK),
        paragraph(run("take to meet")),
    )
    assert answer_18(*blocks) == "The parties undertake to meet"


def test_a_struck_mark_joins_no_paragraph_to_a_table():
    blocks = (
        paragraph(run("above"), properties=STRUCK_MARK),
        table(f"<w:tr>{cell(paragraph(run('in it')))}</w:tr>"),
    )
    assert answer_18(*blocks) == "above\nin it"


def test_wrapped_text_in_the_answer_style_is_verbatim():
    trap = "19. " + QUESTIONS[18].wording

    inserted = f"<w:ins {TRACKED}>{run(trap)}</w:ins>"
    content = control(paragraph(inserted, properties='<w:pStyle w:val="ours"/>'))
    assert answer_18(content, parts={"styles": OURS}) == trap

"""What is struck out, hidden or deleted is not read, and is listed with its question."""

import pytest

from .making import TRACKED, answer_18, cell, paragraph, row, run, table, told, vml_box

STYLES = """<w:styles>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Remark"><w:name w:val="Remark"/>
  <w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Closer"><w:basedOn w:val="Remark"/></w:style>
<w:style w:type="paragraph" w:styleId="Old"><w:name w:val="Old"/>
  <w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Twice"><w:name w:val="Twice"/>
  <w:rPr><w:strike/></w:rPr></w:style>
</w:styles>"""
STYLED = {"styles": STYLES}


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ("<w:strike/>", "Struck out"),
        ('<w:strike w:val="1"/>', "Struck out"),
        ("<w:dstrike/>", "Struck out"),
        ("<w:vanish/>", "Hidden"),
        ('<w:rStyle w:val="Remark"/>', "Hidden"),
        ('<w:color w:val="FFFFFF"/>', "Written in white"),
        ('<w:color w:val="fefefe"/>', "Written in white"),
        ('<w:sz w:val="2"/>', "Too small to be seen"),
        ('<w:rStyle w:val="Closer"/>', "Hidden"),
    ],
)
def test_words_that_a_run_or_its_style_takes_away_are_listed(properties, why):
    block = paragraph(run("Yes. "), run("ask the office", properties), run("Article 3."))
    assert answer_18(block, parts=STYLED) == "Yes. Article 3."
    assert told(block, parts=STYLED) == [f"question 18: {why}: “ask the office”"]


@pytest.mark.parametrize(
    "properties", ['<w:strike w:val="0"/>', '<w:vanish w:val="false"/>', "<w:webHidden/>", "<w:b/>"]
)
def test_a_property_that_is_off_takes_nothing_away(properties):
    block = paragraph(run("Yes", properties))
    assert answer_18(block) == "Yes"
    assert told(block) == []


WHITE = run("Yes", '<w:color w:val="FFFFFF"/>')


@pytest.mark.parametrize(
    "block",
    [
        paragraph(run("Yes", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>')),
        paragraph(run("Yes", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>')),
        paragraph(WHITE, properties='<w:shd w:val="clear" w:fill="333333"/>'),
        paragraph(vml_box(paragraph(WHITE))),
        table(row(cell(paragraph(WHITE), '<w:shd w:fill="000000"/>'))),
        table(row(cell(paragraph(WHITE)))).replace(
            "<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="DarkList"/></w:tblPr>'
        ),
        paragraph(run("Yes", '<w:color w:val="auto"/>')),
        paragraph(run("Yes", '<w:color w:val="FF0000"/><w:sz w:val="16"/>')),
    ],
)
def test_white_on_a_colour_is_read_and_so_are_other_colours(block):
    assert answer_18(block) == "Yes"
    assert not any("white" in line for line in told(block))


def test_a_change_of_looks_that_was_tracked_says_nothing_of_now():
    change = f"<w:rPrChange {TRACKED}><w:rPr><w:strike/></w:rPr></w:rPrChange>"
    assert answer_18(paragraph(run("Yes", change))) == "Yes"


def test_a_paragraph_style_strikes_out_and_a_style_on_it_takes_that_back():
    old = paragraph(
        run("never"), run(" now", '<w:rStyle w:val="Twice"/>'), properties='<w:pStyle w:val="Old"/>'
    )
    assert answer_18(old, parts=STYLED) == "now"
    assert told(old, parts=STYLED) == ["question 18: Struck out: “never”"]


def test_a_word_struck_out_piece_by_piece_is_listed_whole():
    block = paragraph(run("obli", "<w:strike/>"), run("gation", "<w:strike/>"), run("duty"))
    assert told(block) == ["question 18: Struck out: “obligation”"]


def test_a_paragraph_whose_mark_is_hidden_goes_on_in_the_next():
    mark = "<w:rPr><w:vanish/></w:rPr>"
    blocks = (paragraph(run("The parties under"), properties=mark), paragraph(run("take to meet")))
    assert answer_18(*blocks) == "The parties undertake to meet"


def test_what_a_tracked_change_deleted_is_listed():
    block = paragraph(
        run("Yes"), f"<w:del {TRACKED}><w:r><w:delText>, never</w:delText></w:r></w:del>"
    )
    assert told(block) == ["question 18: Deleted, as a tracked change: “, never”"]


def test_what_was_moved_stands_once_and_is_not_listed():
    block = (
        paragraph(f"<w:moveTo {TRACKED}>{run('of 1955')}</w:moveTo>"),
        paragraph(run("The pact "), f"<w:moveFrom {TRACKED}>{run('of 1955')}</w:moveFrom>"),
    )
    assert answer_18(*block) == "of 1955\nThe pact"
    assert told(*block) == []


def test_what_was_moved_to_nowhere_is_listed():
    block = paragraph(run("The pact "), f"<w:moveFrom {TRACKED}>{run('of 1955')}</w:moveFrom>")
    assert told(block) == ["question 18: Deleted, as a tracked change: “of 1955”"]


@pytest.mark.parametrize(
    ("properties", "why"),
    [("<w:hidden/>", "Hidden"), (f"<w:del {TRACKED}/>", "Deleted, as a tracked change")],
)
def test_a_row_that_nobody_sees_is_listed(properties, why):
    block = table(row("a"), row("b", properties=f"<w:trPr>{properties}</w:trPr>"))
    assert answer_18(block) == "a"
    assert told(block) == [f"question 18: {why}: “b”"]

"""What stands beside the text – boxes, notes, page heads, pictures – is read or listed."""

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet

from .making import (
    answer_18,
    cell,
    drawn_box,
    field,
    lines,
    members_of,
    paragraph,
    read,
    run,
    sheet_body,
    table,
    told,
    vml_box,
    word_file,
    zipped,
)
from .making import row as row_of

NOTE = '<w:r><w:footnoteReference w:id="2"{}/>{}</w:r>'
FOOTNOTES = {
    "footnotes": '<w:footnotes><w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/>'
    f'</w:r></w:p></w:footnote><w:footnote w:id="2">{lines("Ratified in 2004.")}</w:footnote>'
    "</w:footnotes>"
}
PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1"{}/><a:graphic><a:graphicData>'
    '<pic:pic><pic:blipFill><a:blip r:embed="r9"/></pic:blipFill></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)


@pytest.mark.parametrize("box", [vml_box, drawn_box])
def test_a_text_box_is_read_once_where_it_is_anchored(box):
    block = paragraph(run("first"), box(lines("second\nthird"))) + lines("fourth")
    assert answer_18(block) == "first\nsecond\nthird\nfourth"
    (doubt,) = told(block)
    assert doubt == (
        "question 18: A text box, read after the paragraph that it belongs to: “second third”"
    )


@pytest.mark.parametrize("box", [vml_box, drawn_box])
def test_the_box_of_an_answer_may_hang_on_its_question(box):
    body = read(q18=paragraph(box(paragraph(run("Yes")) + table(row_of("a", "b")))))
    assert body.answers[18] == "Yes\na\nb"


def test_a_box_in_a_box_is_read():
    assert answer_18(paragraph(vml_box(paragraph(run("a"), vml_box(lines("b")))))) == "a\nb"


def test_what_only_older_programs_would_show_is_listed():
    block = paragraph(drawn_box(lines("Yes")).replace("</w:pict>", f"{lines('or no')}</w:pict>"))
    assert answer_18(block) == "Yes"
    assert any("or no" in line for line in told(block))


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_is_listed_with_its_question(kind):
    parts = {f"{kind}s": FOOTNOTES["footnotes"].replace("footnote", kind)}
    block = paragraph(run("May 1992"), NOTE.replace("footnote", kind).format("", ""))
    assert answer_18(block, parts=parts) == "May 1992"
    assert told(block, parts=parts) == [f"question 18: {kind.capitalize()}: “Ratified in 2004.”"]


def test_a_note_s_own_sign_is_no_part_of_the_answer():
    block = paragraph(run("1992"), NOTE.format(' w:customMarkFollows="1"', "<w:t>*</w:t>"))
    assert answer_18(block, parts=FOOTNOTES) == "1992"


def test_a_sign_set_above_the_line_by_hand_does_not_become_a_digit_of_the_year():
    raised = '<w:vertAlign w:val="superscript"/>'
    assert answer_18(paragraph(run("1992"), run("1", raised))) == "1992¹"
    assert answer_18(paragraph(run("27"), run("th", raised), run(" May"))) == "27th May"


def test_a_note_that_nothing_refers_to_is_listed():
    assert told(lines("Yes"), parts=FOOTNOTES) == ["Footnote: “Ratified in 2004.”"]


def test_a_comment_is_listed_with_its_author():
    comments = (
        f'<w:comments><w:comment w:id="4" w:author="Ann">{lines("Sure?")}</w:comment></w:comments>'
    )
    block = paragraph(run("Yes"), '<w:r><w:commentReference w:id="4"/></w:r>')
    assert told(block, parts={"comments": comments}) == ["question 18: Comment by Ann: “Sure?”"]


def test_heads_and_feet_are_listed_once_and_page_numbers_are_not():
    parts = {
        "header1": f"<w:hdr>{lines('DRAFT 4765')}</w:hdr>",
        "header2": f"<w:hdr>{lines('DRAFT 4765')}</w:hdr>",
        "footer": f"<w:ftr>{lines('– 3 –')}</w:ftr>",
    }
    assert told(lines("Yes"), parts=parts) == ["Head of the pages: “DRAFT 4765”"]


def test_a_watermark_is_listed():
    mark = '<w:r><w:pict><v:shape><v:textpath string="DO NOT CITE"/></v:shape></w:pict></w:r>'
    parts = {"header": f"<w:hdr>{paragraph(mark)}</w:hdr>"}
    assert told(lines("Yes"), parts=parts) == ["Head of the pages: “DO NOT CITE”"]
    assert told(paragraph(mark)) == ["question 18: WordArt or watermark: “DO NOT CITE”"]


@pytest.mark.parametrize(
    ("described", "words"),
    [("", "Picture 1"), (' descr="Article 3 of the treaty"', "Article 3 of the treaty")],
)
def test_a_picture_is_listed(described, words):
    block = paragraph(run("Yes"), PICTURE.format(described))
    assert answer_18(block) == "Yes"
    assert told(block) == [f"question 18: A picture: “{words}”"]


def test_an_embedded_file_and_a_chart_are_listed():
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    assert told(paragraph(sheet)) == ["question 18: An embedded file: “Excel.Sheet.12”"]
    chart = "<w:r><w:drawing><wp:inline><c:chart r:id='r0'/></wp:inline></w:drawing></w:r>"
    parts = {"chart": "<c:chartSpace><a:t>Troops by year</a:t></c:chartSpace>"}
    assert told(paragraph(chart), parts=parts) == ["question 18: A chart: “Troops by year”"]


def test_the_address_behind_a_link_is_listed_unless_it_is_the_text():
    link = "<w:hyperlink r:id='r0'>{}</w:hyperlink>"
    sheet = word_file_with_link("http://un.org/a", link.format(run("the treaty")))
    assert sheet == ("the treaty", ["question 18: Address behind a link: “http://un.org/a”"])
    assert word_file_with_link("http://un.org/a", link.format(run("un.org/a"))) == ("un.org/a", [])


def test_so_is_the_address_of_a_link_that_is_a_field():
    code = 'HYPERLINK "http://un.org/a"'
    simple = f"<w:fldSimple w:instr='{code}'>{run('the treaty')}</w:fldSimple>"
    for link in (field(code, "the treaty"), simple):
        assert told(paragraph(link)) == ["question 18: Address behind a link: “http://un.org/a”"]
    assert told(paragraph(field(code, "http://un.org/a"))) == []
    assert told(paragraph(field('HYPERLINK \\l "place"', "below"))) == []


def word_file_with_link(address, link):
    content = word_file(sheet_body(q18=paragraph(link)), {"hyperlink": "<w:none/>"})
    sheet = read_sheet("a.docx", _outside(content, address))
    return sheet.answers[18], [str(unread) for unread in sheet.unread]


def _outside(content, address):
    members, outside = members_of(content), f'"{address}" TargetMode="External"'.encode()
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].replace(b'"0.xml"', outside)
    return zipped(members)


def test_an_equation_is_read_letter_by_letter_and_named():
    block = paragraph(run("At "), "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>")
    assert answer_18(block) == "At x+1"
    assert told(block) == ["question 18: An equation, read letter by letter: “x+1”"]


def test_what_nobody_here_knows_is_listed():
    assert told(lines("Yes") + "<w:novelty><w:t>lost words</w:t></w:novelty>") == [
        "question 18: In a part of the page that is not known (novelty): “lost words”"
    ]
    parts = {"novelties": "<w:new>more words</w:new>"}
    assert told(lines("Yes"), parts=parts) == ["Words in the part word/0.xml: “more words”"]


@pytest.mark.parametrize(
    ("xml", "named"),
    [
        ("<w:r><w:t>In </w:t><w:yearLong/></w:r>", "yearLong"),
        ('<w:subDoc r:id="r0"/>', "subDoc word/0.xml"),
        ('<w:r><w:t>In </w:t><w:unheardOf r:id="r0"/></w:r>', "unheardOf word/0.xml"),
    ],
)
def test_what_has_no_words_of_its_own_and_shows_some_is_listed(xml, named):
    parts = {"subDocument": "<w:document></w:document>"}
    said = told(paragraph(run("Yes "), xml), parts=parts)
    assert any(f"Something that Word puts in here: “{named}”" in what for what in said)


@pytest.mark.parametrize(
    ("words", "is_listed"),
    [("4766 / 12", True), ("1/12/2004", True), ("3 / 12", False), ("7", False)],
)
def test_a_head_of_the_pages_without_letters_is_no_page_number_for_that(words, is_listed):
    parts = {"header1": f"<w:hdr>{lines(words)}</w:hdr>"}
    assert bool(told(lines("Yes"), parts=parts)) == is_listed


def test_words_under_a_reading_aid_are_read_and_the_aid_is_listed():
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('tō')}</w:rt><w:rubyBase>{run('東')}</w:rubyBase></w:ruby></w:r>"
    )
    assert answer_18(paragraph(ruby)) == "東"
    assert told(paragraph(ruby)) == ["question 18: Small words above others: “tō”"]


def test_a_large_first_letter_belongs_to_its_word():
    drop = paragraph(run("T"), properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert answer_18(drop, lines("he parties meet.")) == "The parties meet."


@pytest.mark.parametrize(
    ("chunk", "words"),
    [("<html><body>1. ATOP ID: 4765</body></html>", "4765"), ("{\\rtf1 x}", "rich text")],
)
def test_a_document_that_is_embedded_as_a_whole_is_named(chunk, words):
    body = "<w:altChunk r:id='r0'/>"
    assert words in told(lines("Yes") + body, parts={"aFChunk": chunk})[0]
    content = word_file(body, {"aFChunk": chunk})
    with pytest.raises(FileRefused, match=r"no text of its own\. It holds something else"):
        read_sheet("a.docx", content)


def test_a_cell_that_goes_on_from_the_one_above_is_listed_if_it_has_words():
    first = cell(lines("a"), '<w:vMerge w:val="restart"/>')
    block = table(row_of(first), row_of(cell(lines("unseen"), "<w:vMerge/>")))
    assert told(block) == ["question 18: In a cell merged with the one above: “unseen”"]


def test_a_question_that_stands_on_the_page_s_edge_is_said_to_stand_there():
    body = sheet_body().replace(lines("1. ATOP ID:") + lines("4999"), "")
    content = word_file(body, {"header": f"<w:hdr>{lines('1. ATOP ID: 4999')}</w:hdr>"})
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.docx", content)
    assert str(refused.value) == (
        "a.docx: Question 1 (ATOP ID) stands in words not read. "
        "Found: “Head of the pages: 1. ATOP ID: 4999”. Put it into the text of the sheet."
    )


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ('<w:pict><v:oval id="o"/></w:pict>', "a line, a shape or handwriting"),
        ('<w:drawing><wp:anchor><wp:docPr name="Oval 3"/></wp:anchor></w:drawing>', "Oval 3"),
        ('<w14:contentPart r:id="r7"/>', "a line, a shape or handwriting"),
    ],
)
def test_what_somebody_drew_is_listed(shape, words):
    assert told(paragraph(run("Yes"), f"<w:r>{shape}</w:r>")) == [
        f"question 18: A drawing: “{words}”"
    ]


def test_a_rule_across_the_page_is_not_listed():
    rule = '<w:r><w:pict><v:rect o:hr="t" o:hrstd="t"/></w:pict></w:r>'
    assert told(paragraph(run("Yes"), rule)) == []


def test_a_sheet_whose_questions_are_hidden_is_refused_for_that():
    body = sheet_body().replace("<w:r><w:t ", "<w:r><w:rPr><w:vanish/></w:rPr><w:t ")
    content = word_file(lines("Coding sheet") + body)
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.docx", content)
    assert len(refused.value.problems) == 61
    assert "Question 1 (ATOP ID) stands in words not read. Found: “Hidden" in str(refused.value)

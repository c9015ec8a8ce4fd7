"""Inserted signs, capitals set by the font and numbers written by Word are read as shown."""

import pytest

from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.files.raised_signs import RAISED
from coding.sheets.parser import read_sheet
from coding.sheets.printing.printable import ANSWER_STYLE
from tests.sheets.typeset import answers

from .making import answer_18, lines, paragraph, read, run, sheet_body, told, word_file


def sign(code, font):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


@pytest.mark.parametrize(
    ("code", "font", "letter"),
    [
        ("F093", "Times New Roman", "“"),
        ("F092", "Garamond", "’"),
        ("2014", "Arial", "—"),
        ("F0B7", "Symbol", "•"),
        ("F061", "Symbol", "α"),
        ("F0B3", "Symbol", "≥"),
        ("F0D3", "Symbol", "©"),
        ("F0E0", "Wingdings", "→"),
        ("F0FC", "Wingdings", "✓"),
        ("F0A8", "Wingdings", "☐"),
        ("F0FE", "Wingdings", "☑"),
        ("F052", "Wingdings 2", "☑"),
        ("F070", "Wingdings 3", "▲"),
        ("F061", "Webdings", "✔"),
        ("F034", "Monotype Sorts", "✔"),
        ("2612", "MS Gothic", "☒"),
    ],
)
def test_an_inserted_sign_is_the_letter_that_its_font_shows(code, font, letter):
    block = paragraph(run("a "), sign(code, font), run(" b"))
    assert answer_18(block) == f"a {letter} b"
    assert told(block) == []


@pytest.mark.parametrize(("code", "font"), [("F0C7", "Wingdings"), ("E001", "Foo"), ("x", "")])
def test_a_sign_that_is_not_known_is_marked_and_listed(code, font):
    block = paragraph(run("a "), sign(code, font))
    assert answer_18(block) == "a �"
    (line,) = told(block)
    assert "A sign that is not known" in line


def test_letters_in_a_symbol_font_are_signs_too():
    font = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert answer_18(paragraph(run("abc \uf0b7", font))) == "αβχ •"


def test_signs_that_lost_their_font_are_read_as_windows_letters_and_named():
    block = paragraph(run("\uf093No\uf094 \uf0b7"))
    assert answer_18(block) == "“No” •"
    assert told(block) == [
        "question 18: Signs that lost their font, read as letters of Windows: ““No” •”"
    ]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:noBreakHyphen/>", "non-binding"),
        ("<w:softHyphen/>", "nonbinding"),
        ("<w:tab/>", "non binding"),
        ("<w:ptab/>", "non binding"),
        ("<w:br/>", "non\nbinding"),
        ("<w:cr/>", "non\nbinding"),
        ('<w:br w:type="page"/>', "non\nbinding"),
        ("<w:lastRenderedPageBreak/>", "nonbinding"),
    ],
)
def test_hyphens_tabs_and_breaks_are_read(xml, text):
    assert answer_18(paragraph(f"<w:r><w:t>non</w:t>{xml}<w:t>binding</w:t></w:r>")) == text


def test_line_ends_that_lay_out_the_xml_are_no_line_ends():
    block = "<w:p>\n  <w:r>\n    <w:t>\n      Yes,\n      Article 3\n    </w:t>\n  </w:r>\n</w:p>"
    assert answer_18(block) == "Yes, Article 3"


LEVEL = (
    '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
)


def numbering(*levels, override=""):
    """Lists 1 and 2 of one form, list 2 with an override."""
    levels = "".join(LEVEL.format(depth, *level) for depth, level in enumerate(levels))
    form = '<w:num w:numId="{}"><w:abstractNumId w:val="7"/>{}</w:num>'
    return {
        "numbering": f'<w:numbering><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f"{form.format(1, '')}{form.format(2, override)}</w:numbering>"
    }


def numbered(text, depth=0, number=1):
    place = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
    return paragraph(run(text), properties=f"<w:numPr>{place}</w:numPr>")


def test_headings_whose_number_and_capitals_word_sets_are_headings():
    parts = numbering((1, "upperRoman", "SECTION %1:"))
    body = []
    for section in SECTIONS:
        heading = numbered(section.title.capitalize())
        body.append(heading.replace("<w:t ", "<w:rPr><w:caps/></w:rPr><w:t ", 1))
        for question in section.questions:
            body.append(lines(f"{question.number}. {question.wording}"))
            body.append(lines(answers()[question.number]))
    sheet = read_sheet("a.docx", word_file("".join(body), parts))
    assert (sheet.answers, sheet.repairs, sheet.unread) == (answers(), (), ())


@pytest.mark.parametrize("form", ["%1.", "Q%1.", "Question %1:", "%1)"])
def test_questions_that_word_numbers_have_their_numbers(form):
    body = "".join(
        numbered(question.wording) + lines(answers()[question.number]) for question in QUESTIONS
    )
    parts = numbering((1, "decimal", form))
    sheet = read_sheet("a.docx", word_file(body, parts))
    assert sheet.answers == answers()
    assert not any("number" in repair.what.lower() for repair in sheet.doubts)


@pytest.mark.parametrize(
    ("form", "first", "third"),
    [
        ("decimal", "1.", "3."),
        ("decimalZero", "01.", "03."),
        ("lowerLetter", "a.", "c."),
        ("upperRoman", "I.", "III."),
        ("lowerRoman", "i.", "iii."),
        ("ordinal", "1st.", "3rd."),
        ("cardinalText", "One.", "Three."),
        ("ordinalText", "First.", "Third."),
    ],
)
def test_the_numbers_of_a_list_in_an_answer_are_read_and_named(form, first, third):
    parts = numbering((1, form, "%1."))
    blocks = (numbered("mediation"), numbered("good offices"), numbered("arbitration"))
    text = answer_18(*blocks, parts=parts).split("\n")
    assert (text[0], text[2]) == (f"{first} mediation", f"{third} arbitration")


def test_numbers_in_answers_are_named_once():
    sheet = read(
        numbering((1, "decimal", "%1.")), q18=numbered("mediation") + numbered("arbitration")
    )
    assert [str(repair) for repair in sheet.repairs] == [
        "question 18: Numbers that Word writes by itself, read with their paragraphs: “1., 2.”"
    ]


def test_deeper_numbers_begin_anew_under_each_higher_one():
    parts = numbering((1, "decimal", "%1."), (1, "lowerLetter", "%1.%2)"))
    blocks = (numbered("x"), *(numbered("y", 1) for _ in "ab"), numbered("x"), numbered("y", 1))
    assert answer_18(*blocks, parts=parts) == "1. x\n1.a) y\n1.b) y\n2. x\n2.a) y"


def test_a_list_goes_on_in_another_of_its_form_unless_that_starts_anew():
    blocks = (numbered("x"), numbered("y", number=2))
    assert answer_18(*blocks, parts=numbering((3, "decimal", "%1."))) == "3. x\n4. y"
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert answer_18(*blocks, parts=numbering((3, "decimal", "%1."), override=anew)) == "3. x\n1. y"


def test_bullets_and_numbers_of_empty_paragraphs_are_no_words():
    parts = numbering((1, "bullet", "\uf0b7"))
    assert answer_18(numbered("mediation"), parts=parts) == "mediation"
    assert answer_18(numbered(""), parts=numbering((1, "decimal", "%1."))) == ""


def test_capitals_that_the_font_sets_are_read_as_typed_and_named_in_answers():
    block = paragraph(run("Article 3", "<w:caps/>"))
    assert answer_18(block) == "Article 3"
    assert told(block) == [
        "question 18: Capitals that the font sets, read as they were typed: “Article 3”"
    ]


@pytest.mark.parametrize(
    "look", ["<w:b/>", '<w:u w:val="single"/>', '<w:highlight w:val="yellow"/>', "<w:bdr/>"]
)
def test_a_choice_that_is_marked_in_its_question_is_named(look):
    question = QUESTIONS[28]
    before, after = f"29. {question.wording}".split("Yes", 1)
    marked = paragraph(run(before), run("Yes", look), run(after))
    asked = lines(f"29. {question.wording}") + lines("No")
    sheet = read_sheet("a.docx", word_file(sheet_body().replace(asked, marked)))
    assert sheet.answers[29] == ""
    assert [str(doubt) for doubt in sheet.doubts] == [
        "question 29: Marked within the question, perhaps as its answer: “Yes”"
    ]


@pytest.mark.parametrize("look", ["<w:b/>", "<w:i/>", '<w:u w:val="none"/>'])
def test_looks_of_a_whole_question_or_of_an_answer_mark_nothing(look):
    asked = lines(f"29. {QUESTIONS[28].wording}")
    body = sheet_body().replace(asked, paragraph(run(f"29. {QUESTIONS[28].wording}", look)))
    body = body.replace(lines("No"), paragraph(run("No", look)))
    assert read_sheet("a.docx", word_file(body)).doubts == ()


def test_an_answer_in_bold_on_the_line_of_its_question_is_no_marked_choice():
    question = f"29. {QUESTIONS[28].wording}"
    beside = paragraph(run(f"{question} "), run("Yes", "<w:b/>"))
    body = sheet_body().replace(lines(question) + lines("No"), beside)
    sheet = read_sheet("a.docx", word_file(body))
    assert (sheet.answers[29], sheet.doubts) == ("Yes", ())


@pytest.mark.parametrize(
    ("looks", "digits", "text"),
    [
        ('<w:vertAlign w:val="subscript"/>', "1", "Article 5₁"),
        ('<w:position w:val="6"/>', "1", "Article 5¹"),
        ('<w:position w:val="-6"/>', "1", "Article 5₁"),
        ('<w:position w:val="1"/>', "1", "Article 51"),
        ('<w:vertAlign w:val="baseline"/><w:position w:val="6"/>', "1", "Article 51"),
    ],
)
def test_digits_above_or_below_the_line_are_written_as_such(looks, digits, text):
    sheet = read(q18=paragraph(run("Article 5"), run(digits, looks)))
    assert (sheet.answers[18], sheet.doubts) == (text, ())


@pytest.mark.parametrize("looks", ['<w:vertAlign w:val="superscript"/>', '<w:position w:val="6"/>'])
def test_letters_above_the_line_are_named(looks):
    sheet = read(q18=paragraph(run("Article 5"), run("a", looks)))
    assert sheet.answers[18] == "Article 5a"
    assert RAISED in [doubt.what for doubt in sheet.doubts]


def test_spaces_at_the_ends_of_words_count_where_the_xml_says_so():
    said = "".join(
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        for text in ("Article 6 \n", "of the treaty \n  ", "applies")
    )
    assert answer_18(paragraph(said)) == "Article 6 of the treaty applies"


ANSWER = '<w:pStyle w:val="ours"/>'
OURS = f'<w:styles><w:style w:type="paragraph" w:styleId="ours"><w:name w:val="{ANSWER_STYLE}"/>'
OURS += '<w:rPr><w:rFonts w:ascii="Liberation Serif"/></w:rPr></w:style></w:styles>'


@pytest.mark.parametrize(
    ("looks", "letters", "text"),
    [
        ('<w:vertAlign w:val="superscript"/>', "6", "10⁶ men"),
        ('<w:rFonts w:ascii="Symbol"/>', "a", "10α men"),
        ('<w:rFonts w:ascii="Liberation Serif"/>', "a", "10a men"),
    ],
)
def test_a_print_of_this_site_that_was_edited_in_word_is_read_as_it_looks(looks, letters, text):
    block = paragraph(run("10"), run(letters, looks), run(" men"), properties=ANSWER)
    assert answer_18(block, parts={"styles": OURS}) == text


def test_a_paragraph_in_the_style_of_our_prints_leaves_the_rest_to_be_cleared():
    block = paragraph(run("Yes"), properties=ANSWER) + paragraph(run("the obli\u200bgation"))
    assert answer_18(block, parts={"styles": OURS}) == "Yes\nthe obligation"
    signs = paragraph(run("\uf0b7 Yes"), properties=ANSWER)
    assert any("lost their font" in line for line in told(signs, parts={"styles": OURS}))

"""Fields and forms: what they show is read, their codes and prompts are not."""

import pytest

from .making import (
    PROMPT,
    answer_18,
    cell,
    control,
    field,
    lines,
    paragraph,
    read,
    row,
    run,
    table,
    told,
)

ENTRIES = '<w:listEntry w:val="Yes"/><w:listEntry w:val="No"/>'
LIST = f"<w:ffData><w:ddList>{{}}{ENTRIES}</w:ddList></w:ffData>"
BOX = "<w:ffData><w:checkBox>{}</w:checkBox></w:ffData>"


def test_the_result_of_a_field_is_read_and_its_code_is_not():
    block = paragraph(run("See "), field("REF treaty \\h", "Article 3"), run("."))
    assert answer_18(block) == "See Article 3."
    assert told(block) == []


def test_a_field_within_a_field_s_code_shows_nothing():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = mark.format("begin") + field("DOCPROPERTY x", "inner") + mark.format("separate")
    block = paragraph(run("a"), code, run("b"), mark.format("end"), run("c"))
    assert answer_18(block) == "abc"
    assert told(block) == ["question 18: In the code of a field: “inner”"]


def test_a_field_that_never_ends_takes_no_further_paragraph():
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert answer_18(paragraph(run("a"), broken), lines("b")) == "a\nb"


@pytest.mark.parametrize(
    ("code", "letter"),
    [
        ('SYMBOL 183 \\f "Symbol" \\s 10', "•"),
        ("SYMBOL 147", "�"),
        ('SYMBOL 0x93 \\f "Times New Roman"', "“"),
        ('symbol 252 \\f "Wingdings"', "✓"),
    ],
)
def test_a_sign_that_word_95_kept_as_a_field_is_read(code, letter):
    assert answer_18(paragraph(run("a "), field(code), run(" b"))) == f"a {letter} b"


@pytest.mark.parametrize("code", ["PAGE", "XE treaty", "FORMTEXT", 'TC "x"', ""])
def test_a_field_that_shows_nothing_is_not_listed(code):
    assert told(paragraph(run("a"), field(code))) == []


@pytest.mark.parametrize("code", ["EQ \\f(1,2)", "AUTONUM", "MACROBUTTON NoMacro type here"])
def test_a_field_whose_result_is_not_in_the_file_is_listed(code):
    line = f"question 18: A field that has no result: “{code}”"
    assert told(paragraph(run("a"), field(code))) == [line]
    assert told(paragraph(run("a"), f'<w:fldSimple w:instr=" {code} "/>')) == [line]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (BOX.format("<w:checked/>"), "☒ Yes"),
        (BOX.format('<w:default w:val="0"/>'), "☐ Yes"),
        (BOX.format('<w:default w:val="1"/><w:checked w:val="0"/>'), "☐ Yes"),
    ],
)
def test_a_box_of_a_form_is_read_as_it_is_ticked(form, text):
    assert answer_18(paragraph(field("FORMCHECKBOX", form=form), run(" Yes"))) == text


@pytest.mark.parametrize(
    ("chosen", "text"),
    [('<w:result w:val="1"/>', "No"), ("", "Yes"), ('<w:default w:val="1"/>', "No")],
)
def test_the_choice_in_a_list_of_a_form_is_read(chosen, text):
    assert answer_18(paragraph(field("FORMDROPDOWN", form=LIST.format(chosen)))) == text


def test_controls_show_what_was_chosen():
    box = "<w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
    choice = "<w:sdtPr><w:dropDownList><w:listItem w:value='3'/></w:dropDownList></w:sdtPr>"
    date = "<w:sdtPr><w:date w:fullDate='1996-01-17T00:00:00Z'/></w:sdtPr>"
    block = paragraph(
        *(control(run("☒"), box), run(" "), control(run("Treaty"), choice), run(", ")),
        control(run("January 17, 1996"), date),
    )
    assert answer_18(block) == "☒ Treaty, January 17, 1996"


def test_prompts_are_blank_answers_and_listed_once():
    prompt = control(paragraph(run("Click here to enter text.")), PROMPT)
    sheet = read(q16=prompt, q18=prompt, q20=prompt)
    assert [sheet.answers[number] for number in (16, 18, 20)] == ["", "", ""]
    assert [str(unread) for unread in sheet.unread] == [
        "question 16: Prompt of a place that was left empty, 3 times: “Click here to enter text.”"
    ]


def test_a_cell_that_shows_its_prompt_is_blank():
    assert answer_18(table(row(control(cell(lines("Choose an item.")), PROMPT)))) == ""


def test_a_prompt_that_was_overwritten_is_an_answer():
    properties = '<w:sdtPr><w:showingPlcHdr w:val="0"/></w:sdtPr>'
    assert answer_18(control(lines("Yes"), properties)) == "Yes"

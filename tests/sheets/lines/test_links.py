"""Addresses of link annotations: dumped ones go, visible ones stay and are put right."""

import io

import pytest
from reportlab.pdfgen import canvas

from coding.sheets.document import AnswerPiece, Cut, Document, PageLine, PdfLink
from coding.sheets.lines import links
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import Setting, answers, expected, read, sample, typed

URL = "http://www.mid.ru/ru/foreign_policy/international_contracts/"
SHOWN = "http://www.mid.ru/ru/foreign policy/international contracts/"


def test_a_dumped_address_in_the_middle_of_a_list_is_dropped_and_the_list_goes_on():
    text = typed(answers(q14=f"In effect ({URL})", q17=f"1. one\n2. two\n\n\n{URL}\n\n3. three"))
    sheet = read(text)
    assert sheet.answers[17] == "1. one\n2. two\n3. three"
    assert sheet.answers[14] == f"In effect ({URL})"
    assert [r.found for r in sheet.repairs] == [URL]


def test_it_is_dropped_without_blank_lines_around_it_too():
    sheet = read(typed(answers(q14=f"In effect ({URL})", q17=f"one\n{URL}\ntwo")))
    assert sheet.answers[17] == "one\ntwo"


@pytest.mark.parametrize("shown", [SHOWN, SHOWN.replace(" ", ""), SHOWN.replace(" ", "\n")])
def test_lost_underscores_are_put_back_from_the_address(shown):
    sheet = read(typed(answers(q14=f"In effect ({shown})", q16=f"Defense Pact\n\n\n{URL}\n")))
    assert sheet.answers[14] == f"In effect ({URL})"
    assert sheet.answers[16] == "Defense Pact"


def test_an_address_broken_over_two_lines_is_whole_again():
    setting = Setting(columns=70)
    wrapped = f"In effect as of October 15, 2017 according to the Ministry ({URL})"
    text = setting.sheet(answers(q14=wrapped, q16="Defense Pact"))
    text = text.replace("foreign_policy/inter", "foreign_policy/\ninter")
    text = text.replace("Defense Pact", f"Defense Pact\n\n\n{URL}\n")
    assert read(text).answers[14] == wrapped


def test_an_address_that_is_the_answer_stays():
    sheet = read(typed(answers(q14=f"In effect: {URL}", q16=f"x\n\n\n{URL}\n", q59=f"\n{URL}")))
    assert sheet.answers[59] == URL
    assert sheet.answers[16] == "x"


def test_an_address_of_which_nothing_else_is_known_stays_and_is_listed():
    sheet = read(typed(answers(q14=f"In effect, see\n{URL}")))
    assert sheet.answers[14] == f"In effect, see\n{URL}"
    assert [r.what for r in sheet.repairs] == [
        "A line with only an address, kept as part of the answer"
    ]


def test_one_link_over_two_lines_dumps_its_address_twice():
    sheet = read(typed(answers(q14=f"In effect ({SHOWN})", q16=f"x\n\n\n{URL}\n\n{URL}\n")))
    assert (sheet.answers[14], sheet.answers[16]) == (f"In effect ({URL})", "x")


def test_a_dumped_address_inside_a_wording_is_dropped():
    text = Setting().sheet(answers(q14=f"In effect ({SHOWN})", q18="None"))
    text = text.replace(
        "specific ongoing conflict,\n", f"specific ongoing conflict,\n\n\n{URL}\n\n"
    )
    sheet = read(text)
    assert sheet.answers[14] == f"In effect ({URL})"
    assert sheet.answers[18] == "None"
    assert sheet.answers[19] == "No"


def test_an_address_dumped_under_a_blank_answer_is_dropped():
    sheet = read(typed(answers(q14=f"In effect ({URL})", q15=f"\n\n\n{URL}\n")))
    assert sheet.answers[15] == ""


def test_a_longer_address_is_not_taken_for_a_shorter_one():
    sheet = read(typed(answers(q14=f"See {URL}page_2", q16=f"x\n{URL}\ny")))
    assert sheet.answers[16] == f"x\n{URL}\ny"


def test_samples_survive_a_second_address_in_another_list():
    text = sample(4765).replace("Transit operations", f"\n\n{URL}\n\nTransit operations")
    text = text.replace("Economic relations", f"See {URL} Economic relations")
    wanted = expected(4765)[50].replace("Economic relations", f"See {URL} Economic relations")
    assert read(text).answers[50] == wanted


def test_in_a_pdf_the_annotation_repairs_the_visible_text():
    page, out = None, io.BytesIO()
    page = canvas.Canvas(out)
    y = 800
    for row in typed(answers(q14=f"In effect ({SHOWN})")).split("\n"):
        page.setFont("Times-Roman", 5)
        page.drawString(20, y, row)
        if "In effect" in row:
            page.linkURL(URL, (20, y, 200, y + 5))
        y -= 6
        if y < 40:
            page.showPage()
            y = 800
    page.save()
    sheet = read_sheet("a.pdf", out.getvalue())
    assert sheet.answers == answers(q14=f"In effect ({URL})")


def test_thousands_of_links_on_a_page_of_thousands_of_lines_cost_no_more_than_they_may(monkeypatch):
    lines = tuple(PageLine(n, f"words of a line, number {n}") for n in range(1, 5000))
    links_there = tuple(PdfLink(1, f"http://number{n}") for n in range(5000))
    sought = []
    monkeypatch.setattr(links, "_find", lambda pieces, numbers, *_: sought.append(len(numbers)))
    cut = Cut({18: [AnswerPiece(line, line.text, line.text) for line in lines]})
    links.settle_links(Document("a.pdf", lines, links_there), cut)
    assert len(sought) <= links.MOST
    assert max(sought) <= links.MOST_ON_PAGE

"""What is read is what can be seen on the pages; the rest is listed with its page and question."""

import io
import math
import re

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from coding.codebook.problems import FileRefused
from coding.sheets.files.pdfs.struck_words import CROSSED, PARTED
from coding.sheets.parser import read_sheet
from tests.costly import on_the_gate, sampled
from tests.given_files import reference
from tests.sheets.typeset import Setting, expected

ANSWERS = expected(4765)
ROWS = Setting(measure=540).sheet(ANSWERS).split("\n")
PER_PAGE = 50
LEFT, TOP, PITCH = 30, 750, 13


def drawn(draw_page, size=(612, 792)):
    """The sheet with its lines drawn by a function that gets canvas, rows and page number."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=size)
    for number, at in enumerate(range(0, len(ROWS), PER_PAGE), start=1):
        page.setFont("Times-Roman", 10)
        draw_page(page, ROWS[at : at + PER_PAGE], number)
        page.showPage()
    page.save()
    return out.getvalue()


def plain(page, rows, number=0, aside=0.0):
    for n, row in enumerate(rows):
        page.drawString(LEFT + aside, TOP - PITCH * n, row)


def read(draw_page, **options):
    sheet = read_sheet("a.pdf", drawn(draw_page, **options))
    assert sheet.answers == ANSWERS
    return [str(each) for each in sheet.unread], [str(repair) for repair in sheet.repairs]


def on_second_page(draw):
    def draw_page(page, rows, number):
        plain(page, rows)
        if number == 2:
            page.saveState()
            draw(page)
            page.restoreState()

    return draw_page


def white(page):
    page.setFillGray(1)
    page.drawString(300, 400, "ask the office")


def off_the_page(page):
    page.drawString(300, 900, "ask the office")


def tiny(page):
    page.setFont("Times-Roman", 0.5)
    page.drawString(300, 300, "ask the office")


def not_drawn(page):
    text = page.beginText(300, 300)
    text.setTextRenderMode(3)
    text.textLine("ask the office")
    page.drawText(text)


def covered(page):
    page.drawString(300, 300, "ask the office")
    page.setFillGray(1)
    page.rect(290, 290, 120, 20, stroke=0, fill=1)


@pytest.mark.parametrize("hide", sampled([white, off_the_page, tiny, not_drawn, covered]))
def test_words_that_nobody_can_see_are_listed_and_not_read(hide):
    (listed,), _ = read(on_second_page(hide))
    assert re.fullmatch(r"question \d+: On page 2, words that cannot be seen: “.*office”", listed)


def level(page, start, end, place):
    page.line(start, place + 3, end, place + 3)


def thick(page, start, end, place):
    page.setLineWidth(2.5)
    page.line(start, place + 3, end, place + 3)


def bar(page, start, end, place):
    page.rect(start, place + 2, end - start, 2.5, stroke=0, fill=1)


def wavy(page, start, end, place):
    path = page.beginPath()
    path.moveTo(start, place + 3)
    for n in range(1, 21):
        path.lineTo(start + n * (end - start) / 20, place + 3 + n % 2)
    page.drawPath(path)


def in_a_drawing(page, start, end, place):
    page.beginForm("strike")
    page.line(0, 0, end - start, 0)
    page.endForm()
    page.translate(start, place + 3)
    page.doForm("strike")


def striking(stroke, words="Yes, Article 3."):
    """What draws words beside an answer, and a stroke through them."""

    def strike(page, rows, number):
        plain(page, rows)
        if number == 1:
            place = TOP - PITCH * rows.index("No")
            page.drawString(60, place, words)
            page.saveState()
            stroke(page, 60, 60 + page.stringWidth(words), place)
            page.restoreState()

    return strike


@pytest.mark.parametrize("stroke", sampled([level, thick, bar, wavy, in_a_drawing]))
def test_words_struck_out_are_listed_and_not_read(stroke):
    (listed,), _ = read(striking(stroke))
    assert "On page 1, words struck out: “Yes, Article 3.”" in listed


def test_letters_struck_out_of_a_word_are_listed_and_the_others_read_and_doubted():
    def part(page, start, end, place):
        level(page, start, start + page.stringWidth("Yes"), place)

    sheet = read_sheet("a.pdf", drawn(striking(part, words="YesPerhaps, says Article 3.")))
    assert "words struck out: “Yes”" in str(sheet.unread[0])
    assert sheet.answers[5] == "No\nPerhaps, says Article 3."
    assert (5, PARTED) in [(doubt.question, doubt.what) for doubt in sheet.doubts]


def test_words_struck_out_on_a_turned_page_are_not_read_either():
    def sideways(page, rows, number):
        page.translate(792, 0)
        page.rotate(90)
        striking(level)(page, rows, number)
        page.setPageRotation(90)

    (listed,), _ = read(sideways, size=(792, 792))
    assert "On page 1, words struck out: “Yes, Article 3.”" in listed


@pytest.mark.parametrize("rise", sampled([(9, -3), (-6, 12)]))
def test_words_that_a_slanting_line_crosses_are_read_and_named(rise):
    def slanting(page, start, end, place):
        page.line(start, place + rise[0], end, place + rise[1])

    sheet = read_sheet("a.pdf", drawn(striking(slanting)))
    assert "Article" in [doubt.found for doubt in sheet.doubts if doubt.what == CROSSED]


def test_words_underlined_are_read():
    def underline(page, rows, number):
        plain(page, rows)
        for n, row in enumerate(rows):
            place = TOP - PITCH * n - 1
            page.line(LEFT, place, LEFT + page.stringWidth(row), place)

    assert read(underline)[0] == []


@on_the_gate
def test_words_across_all_pages_are_listed_once():
    def watermark(page, rows, number):
        page.saveState()
        page.setFillGray(0.85)
        page.translate(150, 250)
        page.rotate(45)
        page.setFont("Helvetica-Bold", 80)
        page.drawString(0, 0, "DRAFT")
        page.restoreState()
        plain(page, rows)

    (listed,), _ = read(watermark)
    assert "On pages 1, 2" in listed
    assert "words across the page or along its edge: “DRAFT”" in listed


@pytest.mark.parametrize("aside", sampled([0.3, 0.0]))
def test_words_drawn_twice_to_make_them_bold_are_read_once(aside):
    def twice(page, rows, number):
        plain(page, rows)
        plain(page, rows, aside=aside)

    assert "read once" in str(read(twice)[1])


def handwriting(page):
    stroke = page.beginPath()
    stroke.moveTo(300, 300)
    for n in range(60):
        stroke.lineTo(300 + 2 * n, 300 + 8 * math.sin(1.3 * n) + 4 * math.cos(2.9 * n))
    page.drawPath(stroke)


def pasted(page):
    image = Image.new("L", (200, 40), 255)
    ImageDraw.Draw(image).text((5, 5), "AN ANSWER AS A PICTURE", fill=0)
    page.drawImage(ImageReader(image), 300, 300, 200, 40)


@pytest.mark.parametrize("draw", [handwriting, pasted])
def test_what_can_be_seen_and_is_no_word_is_listed(draw):
    (listed,), _ = read(on_second_page(draw))
    assert "On page 2, a picture, a drawing or writing by hand" in listed


def test_rules_and_coloured_fields_are_no_words():
    def ruled(page, rows, number):
        page.setFillGray(0.6)
        page.rect(LEFT, TOP - 5, 400, 15, fill=1)
        page.setFillGray(0)
        plain(page, rows)
        page.line(LEFT, 760, 580, 760)
        page.line(LEFT - 5, 40, LEFT - 5, 760)

    assert read(ruled)[0] == []


def test_answers_drawn_after_all_questions_of_a_page_stand_where_they_are_seen():
    def questions_first(page, rows, number):
        for is_answer in (False, True):
            for n, row in enumerate(rows):
                if (row == "No") == is_answer:
                    page.drawString(LEFT, TOP - PITCH * n, row)

    assert read(questions_first)[0] == []


def test_head_and_foot_that_a_browser_prints_are_no_words_of_an_odd_font():
    def by_a_browser(page, rows, number):
        page.setFont("Helvetica", 8)
        page.drawString(LEFT, 770, "12/1/26, 1:48 AM")
        page.drawString(LEFT, 20, f"https://sheets.example.org/atop/folder/published {number}/5")
        page.setFont("Times-Roman", 10)
        plain(page, rows)

    sheet = read_sheet("a.pdf", drawn(by_a_browser))
    assert (sheet.answers, sheet.doubts) == (ANSWERS, ())


def test_words_put_beside_an_answer_after_all_others_stand_where_they_are_seen():
    def beside(page, rows, number):
        plain(page, rows)
        if number == 1:
            page.drawString(120, TOP - PITCH * rows.index("No"), "Article 3.")

    sheet = read_sheet("a.pdf", drawn(beside))
    assert {n: a for n, a in sheet.answers.items() if a != ANSWERS[n]} == {5: "No\nArticle 3."}


@on_the_gate
def test_pages_that_are_turned_are_read():
    def sideways(page, rows, number):
        page.translate(792, 0)
        page.rotate(90)
        plain(page, rows)
        page.setPageRotation(90)

    def upside_down(page, rows, number):
        page.setPageRotation(180)
        plain(page, rows)

    assert read(sideways, size=(792, 792))[0] == []
    assert read(upside_down)[0] == []


def test_a_line_that_runs_over_the_pages_edge_is_read_to_its_end():
    def far_right(page, rows, number):
        page.translate(150, 0)
        plain(page, rows)

    listed, _ = read(far_right)
    assert all("words beyond the page's edge, read all the same" in what for what in listed)
    assert listed


def test_letters_that_the_file_does_not_tell_refuse_it():
    content = reference("cases/sheets/ATOP1350.1.pdf").read_bytes()
    with pytest.raises(FileRefused, match="does not say which letters its signs are"):
        read_sheet("a.pdf", content.replace(b"/ToUnicode", b"/ToUnicodX"))

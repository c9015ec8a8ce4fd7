"""Tables that were printed as PDF: every answer is right, or the sheet is refused."""

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet
from tests.costly import combined
from tests.sheets.typeset import IDS_FOR_PDFS, SAMPLE_IDS, answers, expected

from .setting import APART, TEXT, pdf, story, tables


def words(text):
    """Without spaces and hyphens, which a line end can hide."""
    return "".join(text.replace("-", "").split())


def read(content):
    return read_sheet("table.pdf", content)


@pytest.mark.parametrize(
    ("shape", "atop_id"),
    combined([(False, False), (True, True), (True, False), (False, True)], SAMPLE_IDS),
)
def test_a_table_gives_the_answers_of_the_sheet(shape, atop_id):
    heads, numbers = shape
    sheet = read(pdf(tables(expected(atop_id), heads=heads, numbers=numbers)))
    assert {n: words(a) for n, a in sheet.answers.items()} == {
        n: words(a) for n, a in expected(atop_id).items()
    }
    assert sheet.atop_id == atop_id
    assert any("Head of a table" in str(repair) for repair in sheet.repairs) == heads


@pytest.mark.parametrize("atop_id", IDS_FOR_PDFS)
def test_a_paragraph_that_may_end_where_its_line_is_full_is_named(atop_id):
    sheet = read(pdf(tables(expected(atop_id))))
    told = [repair.found.partition(" | ") for repair in sheet.repairs]
    for number, answer in expected(atop_id).items():
        if sheet.answers[number] != answer:
            assert any(above in sheet.answers[number] for above, mark, _ in told if mark)


def test_short_answers_beside_long_questions_stay_answers():
    given = answers(q3="", q58="Treaty", q49="No", q14="If Yes, describe", q16="Neutrality")
    assert read(pdf(tables(given))).answers == given


def test_an_answer_goes_on_in_the_row_that_a_page_end_parted():
    long = "\n".join(f"Article {n} obliges each of the parties to consult." for n in range(1, 90))
    given = answers(q18=long, q19="None")
    numbered = pdf(
        tables(given), lambda page, _: page.drawString(300, 30, f"{page.getPageNumber()}")
    )
    assert read(numbered).answers == given


def test_a_word_longer_than_its_cell_stays_one_word():
    address = "http://www.example.org/" + "treaties/alliances/" * 6 + "1.html"
    said = f"See {address} there"
    assert read(pdf(tables(answers(q14=said)))).answers[14] == said


def test_a_full_line_before_an_address_is_no_part_of_it():
    said = "See the Ministry of Foreign Affairs (http://www.mid.ru/ru/foreign_policy/contracts/12/)"
    assert read(pdf(tables(answers(q14=said)))).answers[14] == said


@pytest.mark.parametrize("valign", ["MIDDLE", "BOTTOM"])
def test_answers_that_do_not_begin_beside_their_questions_refuse_the_table(valign):
    with pytest.raises(FileRefused, match="is a table") as refused:
        read(pdf(tables(expected(4765), valign=valign)))
    assert "Import the file from which the PDF was printed" in str(refused.value)


def test_a_table_with_a_further_column_of_words_is_refused():
    with pytest.raises(FileRefused, match="another column"):
        read(pdf(tables(answers(), aside=["checked by the office"])))


def test_a_list_in_two_columns_inside_an_answer_is_no_table_of_questions():
    from reportlab.platypus import Paragraph, Table

    flowables = list(story(answers(q18="They are bound as follows:")))
    at = next(n for n, flowable in enumerate(flowables) if "bound as follows" in flowable.text) + 1
    rows = [[f"Member number {n}", f"joined in {1900 + n}"] for n in range(10)]
    flowables[at:at] = [Table(rows, [150, 150], hAlign="LEFT"), Paragraph("Ends here.", TEXT)]
    answer = read(pdf(flowables)).answers[18]
    assert "Member number 3 joined in 1903" in answer.replace("\n", " ")
    assert answer.endswith("Ends here.")


@pytest.mark.parametrize("atop_id", IDS_FOR_PDFS)
def test_a_sheet_in_two_columns_of_running_text_is_read_column_by_column(atop_id):
    from reportlab.platypus import BalancedColumns

    content = pdf([BalancedColumns(list(story(expected(atop_id))), 2)])
    sheet = read(content)
    assert {n: words(a) for n, a in sheet.answers.items()} == {
        n: words(a) for n, a in expected(atop_id).items()
    }
    assert APART.spaceBefore > 0

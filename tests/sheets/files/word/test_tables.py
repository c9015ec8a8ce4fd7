"""Sheets in tables, however their columns stand and whatever their heads say."""

import pytest

from coding.models.questionnaire import SECTIONS
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers

from .making import answer_18, cell, lines, row, table, told, word_file

GIVEN = answers(q4="365 Russia\n705 Kazakhstan", q13="2", q28="")
HEAD = "<w:trPr><w:tblHeader/></w:trPr>"


def tables(row_of, head=None, given=GIVEN, heading=lines):
    """A table per section: ``row_of(number, wording, answer)`` gives the cells of a question."""
    body = []
    for section in SECTIONS:
        rows = [row(*head)] if head else []
        for question in section.questions:
            number = question.number
            rows.append(row(*row_of(f"{number}.", question.wording, given[number])))
        body += [heading(section.heading), table(*rows)]
    return "".join(body)


def sheet_of(body):
    return read_sheet("a.docx", word_file(body))


def asked(number, wording, answer):
    return f"{number} {wording}", answer


@pytest.mark.parametrize(
    ("row_of", "head"),
    [
        (asked, None),
        (asked, ("Question", "Answer")),
        (asked, ("QUESTIONS", "Responses")),
        (lambda *cells: cells, None),
        (lambda *cells: cells, ("No.", "Question", "Answer")),
        (lambda *cells: cells, ("#", "Item", "Coding")),
        (lambda number, wording, answer: (number, answer, wording), ("No.", "Answer", "Question")),
        (lambda number, wording, answer: (answer, f"{number} {wording}"), ("Answer", "Question")),
        (lambda number, wording, answer: (wording, answer, number), None),
        (lambda number, wording, answer: (wording, answer), ("Question", "Answer")),
        (lambda number, wording, answer: (f"{number} {wording}\n{answer}",), None),
    ],
)
def test_a_sheet_in_tables_is_read_and_their_heads_are_listed_once(row_of, head):
    sheet = sheet_of(tables(row_of, head))
    assert sheet.answers == GIVEN
    assert [str(unread) for unread in sheet.unread] == (
        [f"Head of a table: “{' | '.join(head)}”"] if head else []
    )
    assert sheet.doubts == ()


def test_a_column_of_remarks_is_listed_and_does_not_enter_the_answer():
    body = tables(
        lambda number, wording, answer: (
            number,
            wording,
            answer,
            "look up" if number == "9." else "",
        ),
        ("No.", "Question", "Answer", "Comments"),
    )
    sheet = sheet_of(body)
    assert sheet.answers == GIVEN
    assert "question 9: In the column “Comments” of a table: “look up”" in map(str, sheet.unread)


def test_two_columns_that_may_be_answers_are_both_read_and_named():
    body = tables(
        lambda number, wording, answer: (
            f"{number} {wording}",
            answer,
            "B" if number == "5." else "",
        ),
        ("Question", "Coder 1", "Coder 2"),
    )
    sheet = sheet_of(body)
    assert sheet.answers[5] == "No\nB"
    assert any("Several columns stand beside the questions" in str(doubt) for doubt in sheet.doubts)


def test_headings_in_rows_of_the_table_are_headings():
    rows = []
    for section in SECTIONS:
        rows.append(row(cell(lines(section.heading), '<w:gridSpan w:val="2"/>')))
        rows += [row(f"{q.number}. {q.wording}", GIVEN[q.number]) for q in section.questions]
    assert sheet_of(table(row("Question", "Answer"), *rows)).answers == GIVEN


def test_a_head_that_word_repeats_on_each_page_is_left_out_whatever_it_says():
    body = tables(asked).replace(
        "<w:tblGrid/>", "<w:tblGrid/>" + row("Treaty", "Belarus 1996", properties=HEAD)
    )
    sheet = sheet_of(body)
    assert sheet.answers == GIVEN
    assert [str(unread) for unread in sheet.unread] == ["Head of a table: “Treaty | Belarus 1996”"]


def test_two_questions_side_by_side_are_read_in_their_order():
    rows = []
    questions = [q for section in SECTIONS for q in section.questions]
    for first, second in zip(questions[::2], [*questions[1::2], None], strict=True):
        cells = [f"{first.number}. {first.wording}", GIVEN[first.number]]
        cells += [f"{second.number}. {second.wording}", GIVEN[second.number]] if second else []
        rows.append(row(*cells))
    assert sheet_of(table(*rows)).answers == GIVEN


def test_a_table_in_an_answer_is_read_row_by_row():
    inner = table(row("State", "From"), row("Russia", "1992"))
    assert answer_18(inner) == "State\nFrom\nRussia\n1992"
    assert told(inner) == []


def test_a_table_in_a_cell_is_read_where_it_stands():
    inner = cell(lines("before") + table(row("a", "b")) + lines("after"))
    assert answer_18(table(row(inner))) == "before\na\nb\nafter"

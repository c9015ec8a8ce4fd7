"""Running heads, feet and page numbers are no part of any answer; what may be an answer stays."""

import pytest

from coding.sheets.lines.furniture import DROPPED
from tests.sheets.typeset import Setting, answers, read, typed

ARTICLE = (
    "“The parties shall consult with each other on all matters that touch their common security, "
    "and shall in case of an armed attack come to the aid of the party attacked at once.”"
)
GIVEN = answers(
    q13="2", q17="1", q18="\n".join([ARTICLE] * 12), q30="None", q32="\n".join([ARTICLE] * 12)
)
URL = "http://www.example.org/treaties/consultation_pact/"


def dropped(sheet):
    return [repair.found for repair in sheet.repairs if repair.what == DROPPED]


def paged(foot="", head="", mark="\f", per_page=40):
    """A wrapped sheet on pages; ``{0}`` is the page in a head or foot, ``{1}`` the last one."""
    rows = Setting(columns=90).sheet(GIVEN).split("\n")
    parts = [rows[at : at + per_page] for at in range(0, len(rows), per_page)]
    pages = []
    for number, part in enumerate(parts, start=1):
        edges = [edge.format(number, len(parts)) for edge in (head, foot)]
        pages.append("\n".join(["", edges[0], "", *part, "", edges[1], ""]))
    return mark.join(pages)


COUNTING = ["{0} of {1}", "{0}/{1}", "p. {0}", "{0}", "- {0} -", "ATOP 4999 – Ruritania, p. {0}"]


@pytest.mark.parametrize("foot", [*COUNTING, "ATOP Coding Sheet 4999", "about:blank {0}/{1}"])
def test_feet_of_known_pages_are_dropped_and_listed(foot):
    text = paged(foot)
    sheet = read(text)
    assert sheet.answers == GIVEN
    count = text.count("\f") + 1
    assert dropped(sheet) == [foot.format(page, count) for page in range(1, count + 1)]


@pytest.mark.parametrize("foot", COUNTING)
def test_feet_that_count_through_a_text_without_page_breaks_are_dropped(foot):
    sheet = read(paged(foot, mark="\n"))
    assert sheet.answers == GIVEN
    assert dropped(sheet)


def test_heads_and_feet_of_several_lines_are_dropped():
    sheet = read(paged("Printed 5/1/2017\nabout:blank\n{0}/{1}", "ATOP\nCoding Sheet, page {0}"))
    assert sheet.answers == GIVEN


def test_a_title_page_and_a_blank_page_may_lack_the_foot():
    text = paged("Sheet, page {0}").replace("\nSheet, page 1\n", "\n", 1) + "\f"
    sheet = read(text)
    assert sheet.answers == GIVEN
    assert len(dropped(sheet)) == text.count("\f") - 1


@pytest.mark.parametrize("end", ["{url}\n\n2 of 9", "2 of 9\n\n{url}"])
def test_a_foot_is_dropped_on_whichever_side_of_it_an_address_was_dumped(end):
    text = paged("{0} of 9").replace("2 of 9", end.format(url=URL))
    assert "2 of 9" in dropped(read(text))


def test_an_answer_that_ends_most_pages_stays():
    text = typed(answers()).replace("\n\n10. ", "\n\n\f10. ").replace("\n\n20. ", "\n\n\f20. ")
    text = text.replace("\n\n30. ", "\n\n\f30. ").replace("\n\n40. ", "\n\n\f40. ")
    sheet = read(text)
    assert sheet.answers == answers()
    assert not dropped(sheet)


def test_articles_that_count_up_on_lines_of_their_own_stay():
    articles = "\n\n".join(f"Article {number}\n\nThe parties consult." for number in range(1, 9))
    sheet = read(typed(answers(q18=articles)))
    assert sheet.answers[18] == articles.replace("\n\n", "\n")
    assert not dropped(sheet)


def test_answers_that_count_up_in_a_double_spaced_text_stay():
    given = answers(q13="1", q17="2", q18="3", q30="1992", q31="1993", q32="1994")
    sheet = read(typed(given).replace("\n", "\n\n"))
    assert sheet.answers == given
    assert not dropped(sheet)


@pytest.mark.parametrize(
    "feet", [("Page 1 of 2", "Page 2 of 2"), ("1/2", "2/2"), ("- 1 -", "- 2 -")]
)
def test_two_pages_lose_what_is_plainly_a_page_number(feet):
    text = typed(answers()).replace("\n\n14. ", f"\n\n{feet[0]}\n\f14. ") + f"\n{feet[1]}\n"
    sheet = read(text)
    assert sheet.answers == answers()
    assert dropped(sheet) == list(feet)


@pytest.mark.parametrize("answer", ["1", "No", "1992", "2 of 3", "1/3"])
def test_two_pages_keep_what_may_be_an_answer(answer):
    given = answers(q13=answer)
    sheet = read(typed(given).replace("\n\n14. ", "\n\n\f14. "))
    assert sheet.answers == given
    assert not dropped(sheet)


def test_a_bare_number_that_two_pages_keep_is_listed():
    sheet = read(typed(answers(q13="1")).replace("\n\n14. ", "\n\n\f14. "))
    assert "A bare number at a page's edge, kept" in [repair.what for repair in sheet.repairs]


def test_a_number_in_the_middle_of_a_text_without_pages_stays():
    assert read(typed(answers(q13="1/2", q18="- 1 -"))).answers[13] == "1/2"


@pytest.mark.parametrize("edge", ["{heading}\n\n\n{url}\n", "{heading}\n{url}", "{url}\n{heading}"])
def test_a_heading_is_no_answer_where_an_address_was_dumped_beside_it(edge):
    heading = "SECTION II: OBLIGATIONS"
    text = typed(answers(q14=f"In effect ({URL})", q15="N/A"))
    sheet = read(text.replace(heading, edge.format(heading=heading, url=URL)))
    assert sheet.answers == answers(q14=f"In effect ({URL})", q15="N/A")
    assert [repair.found for repair in sheet.repairs] == [URL]


def test_an_address_dumped_after_a_heading_is_no_answer_to_the_blank_question_before():
    text = typed(answers(q15="")).replace("OBLIGATIONS\n", f"OBLIGATIONS\n{URL}\n", 1)
    assert read(text).answers[15] == ""


def test_a_page_that_an_answer_cites_stays_and_is_told():
    sheet = read(typed(answers(q9="Treaty text,\nPage 12")))
    assert sheet.answers[9] == "Treaty text,\nPage 12"
    assert [doubt.question for doubt in sheet.doubts] == [9]
    feet = paged("Page {0}", mark="\n").replace("\nNone\n", "\nNone\nPage 31\n")
    sheet = read(feet)
    assert sheet.answers == GIVEN | {30: "None\nPage 31"}


def test_a_line_that_may_be_an_answer_again_and_again_is_doubted_where_it_is_dropped():
    said = dict.fromkeys((f"q{n}" for n in range(10, 60, 10)), "Not coded in ATOP 3.0")
    sheet = read(typed(answers(**said)).replace("\n", "\n\n"))
    doubted = [doubt.found for doubt in sheet.doubts if doubt.what == DROPPED]
    assert doubted == ["Not coded in ATOP 3.0"] * 5

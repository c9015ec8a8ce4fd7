"""What is still to do: on the sheet, in My work, in the list of sheets; each leads to its place."""

from coding.models import Assignment
from coding.models.questionnaire import QUESTIONS
from tests.coded_sheets import code, owes, with_members
from tests.factories import keep, make_sheet
from tests.views.plain_browser import open_page


def places(page):
    return [link.get("href") for link in page.tree.xpath("//main//ul//a")]


def test_a_sheet_says_how_far_it_is_and_what_is_still_to_do(coder, cast):
    sheet = with_members(cast, "370", "705", q28="")
    code(cast, sheet, 16, {**owes("370", "defense"), **owes("705")})
    assert f"58 of {len(QUESTIONS)} answers" in open_page(coder, "/sheets/4765/").words
    page = open_page(coder, "/sheets/4765/to-do/")
    assert "/sheets/4765/questions/28/#text" in places(page)
    assert "/sheets/4765/questions/6/#code:estmode" in places(page)
    assert "/sheets/4765/questions/14/#code:370/yrexit" in places(page)
    assert "means of establishment (estmode)" in page.words
    assert "defense only in a particular location (defcoloc, 370 Belarus)" in page.words
    assert "neutrality only if the ally is attacked" not in page.words  # nobody owes it


def test_a_reason_for_a_blank_answer_leaves_nothing_to_do_there(coder, cast):
    make_sheet(4765, q28="[Not applicable]", q57="")
    at = places(open_page(coder, "/sheets/4765/to-do/"))
    assert "/sheets/4765/questions/28/#text" not in at
    assert "/sheets/4765/questions/57/#text" in at


def test_a_finding_leads_to_its_code_and_says_what_it_is_called(coder, cast):
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 35, {"organ1": 2, "orgpurp1": 3, "organ2": 0})
    row = sheet.institutionalization
    row.refresh_from_db()
    row.orgpurp2 = 1
    keep(row)
    page = open_page(coder, "/sheets/4765/to-do/")
    assert "/sheets/4765/questions/35/#code:organ2" in places(page)
    assert "organ2: second organization; orgpurp2: purpose of the second organization" in page.words
    checks = open_page(coder, "/checks/")
    assert "/sheets/4765/questions/35/#code:organ2" in places(checks)
    assert "organ2: second organization" in checks.words
    there = open_page(coder, "/sheets/4765/questions/35/")
    assert "organ2: second organization" in there.words
    assert there.tree.xpath('//select[@data-cell="organ2"]')


def test_my_work_says_how_far_each_sheet_is(coder, cast):
    sheet = with_members(cast, "370", "705")
    Assignment.objects.create(sheet=sheet, coder=cast.coder)
    assert "59 of 61 answers, 6 of 135 codes" in open_page(coder, "/work/").words
    assert "/sheets/4765/to-do/" in places(open_page(coder, "/work/"))


def test_the_list_of_sheets_shows_those_with_something_still_to_do(coder, cast):
    with_members(cast, "370", "705")
    page = open_page(coder, "/sheets/?show=codes")
    assert "59 of 61" in page.words
    assert "4765" in open_page(coder, "/sheets/?show=to-do").words

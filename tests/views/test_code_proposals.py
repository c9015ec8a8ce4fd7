"""What a question's page proposes and objects to: suggestions, reference data, checks."""

import pytest

from coding.models import Revision
from coding.models.revision import Status
from tests.coded_sheets import code, joins, leaves, owes, with_members
from tests.factories import approve, draft, make_sheet, pending
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

NOTHING_OWED = dict.fromkeys(("defense", "offense", "neutral", "nonagg", "consul"), 0)
REASON = "The list is wrong here."


@shared
def two(cast):
    """Belarus and Kazakhstan, signed on 17 January 1996, in a nonaggression pact."""
    return with_members(cast, "370", "705", q16="Nonaggression pact", q24="Yes.")


def question(client, number, key="4765"):
    return open_page(client, f"/sheets/{key}/questions/{number}/")


def own(cast, number):
    return Revision.objects.filter(question=number, author=cast.coder).last()


def suggested(page):
    return page.part('//section[@aria-label="Suggested by the answers"]')


def keys(page):
    """What the buttons that accept suggestions send."""
    return page.tree.xpath('//section[@class="proposals"]//li/button/@value')


def all_of(page, variable):
    return {value for cell, value in page.boxes.items() if cell.endswith(f"/{variable}")}


# Suggestions


def test_a_plain_answer_suggests_codes_with_the_words_they_rest_on(coder, two):
    page = question(coder, 16)
    assert "defense, offense, neutral, consul 0 no; nonagg 1 yes" in suggested(page)
    assert "“Nonaggression pact”" in suggested(page)
    assert all_of(page, "nonagg") == {""}  # nothing is coded before somebody accepts it


def test_an_accepted_suggestion_is_part_of_the_draft_like_anything_typed(coder, cast, two):
    page = question(coder, 16)
    (key,) = keys(page)
    page = page.press(f"use={key}", {"text": "Nonaggression pact (Article 1)"})
    for member in ("370", "705"):
        said = {name: own(cast, 16).codes[f"{member}/{name}"] for name in NOTHING_OWED}
        assert said == NOTHING_OWED | {"nonagg": 1}
    assert own(cast, 16).text == "Nonaggression pact (Article 1)"
    assert own(cast, 16).status == Status.DRAFT
    assert all_of(page, "nonagg") == {"1"}
    assert suggested(page) == ""


def test_words_that_are_only_drafted_suggest_as_well(coder, cast, two):
    draft(two, 16, "Defense pact, consultation pact", by=cast.coder)
    assert "defense, consul 1 yes" in suggested(question(coder, 16))


def test_what_is_coded_already_is_not_suggested(coder, cast, two):
    code(cast, two, 16, owes("370", "nonagg") | owes("705", "nonagg"))
    assert suggested(question(coder, 16)) == ""


def test_only_the_gaps_are_suggested(coder, cast, two):
    code(cast, two, 16, {"370/nonagg": 1, "705/nonagg": 1})
    page = question(coder, 16).press(f"use={keys(question(coder, 16))[0]}")
    assert own(cast, 16).codes == {
        f"{member}/{name}": 0
        for member in ("370", "705")
        for name in ("defense", "offense", "neutral", "consul")
    }
    assert all_of(page, "nonagg") == {"1"}


def test_a_suggestion_says_which_question_tells_it(coder, cast):
    make_sheet(4765, q3="January 17, 1996", q4="370 Belarus\n705 Kazakhstan")
    question(coder, 4).press(typed={"add-members": "370, 705"})
    page = question(coder, 4)
    assert "yrent 1996; moent 1; dayent 17" in suggested(page)
    assert "../3/" in page.tree.xpath('//section[@class="proposals"]//a/@href')


def test_the_roster_itself_is_suggested_from_the_answer(coder, cast):
    make_sheet(4765, q3="", q4="370 Belarus\n705 Kazakhstan")
    page = question(coder, 4)
    assert "370 Belarus" in suggested(page)
    page.press("use=all")
    assert own(cast, 4).codes == {"370/member": 370, "705/member": 705, "bilat": 1}


def test_a_button_accepts_what_stood_beside_it_though_the_list_changed_meanwhile(coder, cast):
    make_sheet(4765, q3="", q4="370 Belarus\n705 Kazakhstan")
    page = question(coder, 4)
    first, second = keys(page)[:2]
    question(coder, 4).press(f"use={first}")
    page.press(f"use={second}", {"edits": "1"})
    assert set(own(cast, 4).codes) >= {"370/member", "705/member"}


def test_all_suggestions_are_taken_with_one_button(coder, cast):
    make_sheet(4765, q3="January 17, 1996", q4="370 Belarus\n705 Kazakhstan")
    page = question(coder, 4)
    assert len(keys(page)) > 1
    page.press("use=all")
    expected = joins("370", "705")
    assert {cell: own(cast, 4).codes.get(cell) for cell in expected} == expected


def test_suggestions_are_for_those_who_may_code(reviewer, two):
    assert suggested(question(reviewer, 16)) == ""


# Reference data


def test_the_lists_of_states_say_who_was_in_the_system_and_why(coder, cast, two):
    page = question(coder, 4)
    part = page.part('//details[@class="proposals"]')
    assert "2 of 2 differ from the boxes" in part
    assert "cowsys 1 Belarus" in part
    page.press("use=reference")
    assert own(cast, 4).codes == {"370/cowsys": 1, "705/cowsys": 1}
    assert "– the same as the boxes" in question(coder, 4).part('//details[@class="proposals"]')


def test_a_member_at_war_is_told_with_the_war_and_its_dates(coder, cast):
    with_members(cast, "200", "365", atop_id=2500, year=1942)
    part = question(coder, 5, "2500").part('//details[@class="proposals"]')
    assert "cowwar 139" in part
    assert "World War II" in part


def test_a_code_that_was_overruled_stays_and_the_difference_is_shown(coder, cast, two):
    code(cast, two, 4, {"370/cowsys": 0, "705/cowsys": 1})
    page = question(coder, 4)
    assert "1 of 2 differ" in page.part('//details[@class="proposals"]/summary')
    assert page.boxes["370/cowsys"] == "0"


# Checks


def test_an_error_blocks_the_submission_and_says_how_to_mend_it(coder, cast, two):
    page = question(coder, 7).press("action=submit", {"code:pubsecr": "0", "code:secrart": "5"})
    assert page.status == 400
    assert "secrart" in page.part('//*[@role="alert"]')
    assert "This blocks submission:" in page.part('//section[@id="checks"]')
    assert own(cast, 7).status == Status.DRAFT


def test_a_warning_is_asked_a_reason_which_the_reviewer_reads(coder, client, cast, two):
    page = question(coder, 4).press("action=submit", {"code:370/cowsys": "0"})
    assert page.status == 400
    assert "A warning needs a reason" in page.part('//*[@role="alert"]')
    assert page.tree.xpath('//*[@role="alert"]//a/@href') == ["#checks"]
    (name,) = page.tree.xpath('//section[@id="checks"]//input/@name')

    page = page.press("action=submit", {name: REASON})
    assert page.status == 200
    assert own(cast, 4).status == Status.PENDING
    assert own(cast, 4).warnings[0]["reason"] == REASON
    client.force_login(cast.reviewer)
    for address in (f"/review/{own(cast, 4).pk}/", f"/revisions/{own(cast, 4).pk}/"):
        assert REASON in open_page(client, address).words


def test_the_page_of_a_draft_says_what_the_checks_will_ask(coder, cast, two):
    draft(two, 4, None, by=cast.coder, codes={"370/cowsys": 0})
    assert "Please check:" in question(coder, 4).part('//section[@id="checks"]')


def test_what_stands_in_the_record_is_shown_and_asked_of_nobody(coder, cast, two):
    code(cast, two, 4, {"370/cowsys": 0, "705/cowsys": 1})
    page = question(coder, 4)
    assert "1 finding of the checks in what is approved" in page.part('//section[@id="checks"]')
    assert not page.tree.xpath('//section[@id="checks"]//input')


def test_what_the_checks_find_in_a_section_is_said_and_answered_there(coder, cast, two):
    page = open_page(coder, "/sheets/4765/sections/formation/")
    page = page.press("action=submit", {"q7-code:pubsecr": "0", "q7-code:secrart": "5"})
    assert page.status == 400
    (link,) = page.tree.xpath('//*[@role="alert"]//a/@href')
    assert link == "#checks-7"
    assert "This blocks submission:" in page.part('//section[@id="checks-7"]')
    page = page.press("action=submit", {"q7-code:secrart": "0", "q6-code:estmode": "0"})
    assert own(cast, 7).status == Status.PENDING
    reasons = page.tree.xpath('//section[@id="checks-6"]//input/@name')
    assert reasons or own(cast, 6).status == Status.PENDING


def test_a_warning_in_a_section_is_passed_with_a_reason_there(coder, cast, two):
    page = open_page(coder, "/sheets/4765/sections/formation/")
    page = page.press("action=submit", {"q4-code:370/cowsys": "0"})
    (name,) = page.tree.xpath('//section[@id="checks-4"]//input/@name')
    page = page.press("action=submit", {name: REASON})
    assert "Submitted for review: 1 answer." in page.words
    assert own(cast, 4).status == Status.PENDING
    assert [warning["reason"] for warning in own(cast, 4).warnings] == [REASON]


def test_a_draft_that_another_one_explains_is_submitted_with_it_by_one_button(coder, cast, two):
    """Q14 has a year of exit and Q15 its cause: alone, the first asks for a reason."""
    both = ("370", "705")
    code(cast, two, 16, owes("370", "nonagg") | owes("705", "nonagg"))
    cause = {f"{key}/{name}": 0 for key in both for name in ("termmode", "termcaus")}
    code(cast, two, 15, cause)
    left = leaves("370", year=2006) | leaves("705", year=2006)
    cause = {f"{key}/termmode": 1 for key in both} | {f"{key}/termcaus": 7 for key in both}
    draft(two, 14, None, by=cast.coder, codes=left)
    draft(two, 15, None, by=cast.coder, codes=cause)
    page = question(coder, 14)
    (button,) = {*page.tree.xpath("//button[@name='together']/@value")}
    assert "Submit together with Q15" in page.words
    page = page.press(f"together={button}")
    assert "Q14 is submitted for review." in page.words
    assert {own(cast, number).status for number in (14, 15)} == {Status.PENDING}


def test_of_drafts_that_are_submitted_together_it_is_said_why_one_is_not(coder, cast, two):
    other = draft(two, 20, "Elsewhere.", by=cast.coder, note="")
    draft(two, 21, "Here.", by=cast.coder)
    sent = dict(question(coder, 21).form.form_values()) | {"together": str(other.pk)}
    answer = coder.post("/sheets/4765/questions/21/", sent, follow=True).text
    assert "Q21 is submitted for review." in answer
    assert "Not submitted with it: Q20: " in answer
    assert own(cast, 20).status == Status.DRAFT


# A whole section


def test_a_section_has_the_codes_of_the_alliance_and_of_its_members(coder, cast, two):
    page = open_page(coder, "/sheets/4765/sections/formation/")
    expected = {"q2-cowid", "q6-estmode", "q10-length", "q4-370/cowsys", "q14-705/yrexit"}
    assert expected <= set(page.boxes)
    page = page.press(
        typed={"q5-code:370/cowwar": "0", "q14-all:yrexit": "0", "q2-code:cowid": "3001"}
    )
    assert own(cast, 5).codes == {"370/cowwar": 0}
    assert own(cast, 14).codes == {"370/yrexit": 0, "705/yrexit": 0}
    assert own(cast, 2).codes == {"cowid": 3001}


def test_members_join_in_a_section_and_have_their_codes_there(coder, cast):
    make_sheet(4765, q3="January 17, 1996", q4="370 Belarus\n705 Kazakhstan")
    page = open_page(coder, "/sheets/4765/sections/formation/")
    assert "Enter the members at question 4" in page.words
    page = page.press(typed={"q4-add-members": "370, 705"})
    assert page.boxes["q4-370/yrent"] == ""
    (dates,) = {
        *page.tree.xpath('//button[@name="q4-use"][contains(@data-boxes, "yrent")]/@value')
    } - {"all"}
    page = page.press(f"q4-use={dates}")
    assert page.boxes["q4-370/yrent"] == "1996"
    assert page.boxes["q5-705/cowwar"] == ""
    page = page.press(typed={"q4-remove:705": "1"})
    assert "q5-705/cowwar" not in page.boxes
    obligations = open_page(coder, "/sheets/4765/sections/obligations/")
    assert "q16-370/defense" in obligations.boxes


def test_a_section_says_what_is_missing_and_where(coder, cast, two):
    draft(two, 5, None, by=cast.coder, codes={"370/cowwar": 0})
    page = open_page(coder, "/sheets/4765/sections/formation/")
    bar = page.part("//*[@data-missing]")
    assert "Missing: " in bar
    assert "5 Signed during war 1 code" in bar
    assert "#code:705/cowwar" in page.tree.xpath("//*[@data-missing]//a/@href")
    page = page.press(typed={"q5-code:705/cowwar": "0"})
    assert "5 Signed during war" not in page.part("//*[@data-missing]")


def test_a_sheet_is_written_section_by_section_and_submitted_as_a_whole(coder, cast, two):
    page = open_page(coder, "/sheets/4765/sections/formation/")
    page = page.press("action=save", {"q10-text": "10 years", "common": "So it says."})
    page = open_page(coder, "/sheets/4765/sections/context/")
    page = page.press("action=next", {"q44-text": "None.", "common": "So it says."})
    assert page.part("//h1").startswith("Section V")
    assert own(cast, 44).status == Status.PENDING
    page = open_page(coder, "/sheets/4765/sections/documentation/")
    page = page.press("action=everything", {"q57-text": "No.", "common": "So it says."})
    assert "Submitted for review: 2 answers." in page.words
    assert "as it would read" in page.part("//h1")
    assert {own(cast, number).status for number in (10, 57)} == {Status.PENDING}


def test_what_an_answer_suggests_can_be_asked_for_once_it_is_saved(coder, cast, two):
    draft(two, 31, "No.", by=cast.coder)
    found = coder.get("/sheets/4765/questions/31/codes/").text
    assert 'name="q31-use"' in found
    assert "{&#34;milcon&#34;: &#34;0&#34;}" in found


def test_codes_of_a_section_are_submitted_together(coder, cast, two):
    page = open_page(coder, "/sheets/4765/sections/formation/")
    page = page.press("action=submit", {"q6-code:estmode": "1", "q2-code:cowid": "3001"})
    assert "Submitted for review: 2 answers." in page.words
    assert own(cast, 6).codes == {"estmode": 1}
    assert own(cast, 2).codes == {"cowid": 3001}


def test_a_common_reason_makes_no_draft_of_a_question_left_alone(coder, cast, two):
    code(cast, two, 6, {"estmode": 1})
    page = open_page(coder, "/sheets/4765/sections/formation/")
    page.press(typed={"common": "Read again.", "q6-code:estmode": "0"})
    assert [revision.question for revision in Revision.objects.open()] == [6]


def test_members_codes_in_a_draft_survive_the_section_page(coder, cast, two):
    draft(two, 4, None, by=cast.coder, codes=joins("704"))
    page = open_page(coder, "/sheets/4765/sections/formation/")
    page.press(typed={"q4-code:bilat": "0"})
    assert own(cast, 4).codes == joins("704") | {"bilat": 0}


@pytest.mark.parametrize("address", ["questions/10/", "sections/formation/"])
def test_enter_in_a_box_saves_and_does_nothing_else(coder, two, address):
    buttons = open_page(coder, f"/sheets/4765/{address}").form.xpath(".//button")
    first = buttons[0]  # the one that Enter presses
    assert (first.get("name"), first.get("value")) == ("action", "save")


def test_codes_of_somebody_else_are_shown_beside_the_page(client, cast, two):
    pending(two, 6, None, by=cast.coder, codes={"estmode": 1})
    client.force_login(cast.second_coder)
    other = question(client, 6).part('//details[@class="other"]')
    assert "Clara Coder proposed another answer" in other
    assert "estmode means of establishment not coded yet → 1 treaty" in other


def test_codes_that_changed_since_the_draft_was_begun_are_told(coder, cast, two):
    draft(two, 6, None, by=cast.coder, codes={"estmode": 0})
    approve(pending(two, 6, None, by=cast.second_coder, codes={"estmode": 1}), by=cast.reviewer)
    warning = question(coder, 6).part('//div[@class="warning"]')
    assert "Approved codes changed after you began this draft" in warning
    assert "estmode means of establishment not coded yet → 1 treaty" in warning


def test_a_suggestion_for_all_of_many_members_names_none_of_them(coder, cast):
    many = [str(code) for code in (2, 20, 40, 41, 42, 70, 90, 91)]
    with_members(cast, *many, q16="Nonaggression pact", q24="Yes.")
    page = question(coder, 16)
    assert "Use defense, offense, neutral, consul 0 no; nonagg 1 yes “Nona" in suggested(page)


def test_the_same_for_all_but_some_is_a_plain_form(coder, cast):
    many = [str(code) for code in (2, 20, 40, 41, 42, 70, 90, 91)]
    with_members(cast, *many)
    page = question(coder, 25)
    page = page.press(typed={"all:seppeace": "1", "but": "2, Cuba"})
    drafted = own(cast, 25).codes
    assert drafted == {f"{key}/seppeace": 1 for key in many if key not in ("2", "40")}
    page = page.press(typed={"all:seppeace": "0", "but": "Atlantis"})
    assert "“Atlantis” is no state of the reference data" in page.words
    assert own(cast, 25).codes == drafted

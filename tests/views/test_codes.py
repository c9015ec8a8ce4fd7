"""Codes on a question's page, by its form alone: boxes, members, and what the author is told."""

import pytest

from coding.codebook.cells import MISSING
from coding.models import Membership, Revision, State
from coding.models.approved_values import member_coding
from coding.models.revision import Status
from tests.coded_sheets import code, joins, leaves, owes, with_members
from tests.factories import draft, keep, make_sheet
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

SEVEN = ("365", "369", "370", "371", "701", "703", "705")


@shared
def two(cast):
    """Belarus and Kazakhstan, signed on 17 January 1996."""
    return with_members(cast, "370", "705")


def question(client, number, key="4765"):
    return open_page(client, f"/sheets/{key}/questions/{number}/")


def own(cast, number):
    return Revision.objects.open().get(question=number, author=cast.coder)


# Boxes


def test_a_labelled_code_is_a_list_that_begins_with_not_coded_yet(coder, sheet):
    page = question(coder, 7)
    assert page.boxes == {"pubsecr": "", "secrart": ""}
    assert page.options("pubsecr") == {
        "": "not coded yet",
        "0": "0 public",
        "1": "1 public with secret article(s)",
        "2": "2 secret",
        ".": "missing – no text of the agreement was found",
    }


def test_a_code_that_is_never_missing_does_not_offer_it(coder, sheet):
    assert "." not in question(coder, 58).options("source")


def test_a_number_says_when_it_may_be_missing(coder, sheet):
    assert ". = not in COW 3.0" in question(coder, 2).part('//fieldset[@class="codes"]')


def test_codes_are_saved_as_a_draft_and_change_nothing_approved(coder, cast, sheet):
    page = question(coder, 7).press(typed={"code:pubsecr": "0", "code:secrart": "0"})
    assert page.boxes == {"pubsecr": "0", "secrart": "0"}
    assert (own(cast, 7).codes, own(cast, 7).changes_text) == ({"pubsecr": 0, "secrart": 0}, False)
    sheet.refresh_from_db()
    assert sheet.formation.pubsecr is None


def test_codes_that_are_saved_stay_in_their_boxes_where_submitting_them_is_refused(
    coder, cast, sheet
):
    code(cast, sheet, 6, {"estmode": 1})
    page = question(coder, 6).press("action=submit", typed={"code:estmode": "0"})
    assert page.status == 400
    assert (page.boxes["estmode"], own(cast, 6).codes) == ("0", {"estmode": 0})


def test_pressing_save_on_an_untouched_page_writes_nothing(coder, cast, two):
    for number in (2, 4, 7, 14, 16, 24):
        assert "nothing was changed" in question(coder, number).press().words
    assert not Revision.objects.open().exists()


def test_missing_is_written_as_a_full_stop(coder, cast, sheet):
    page = question(coder, 2).press(typed={"code:cowid": "."})
    assert own(cast, 2).codes == {"cowid": MISSING}
    assert page.boxes["cowid"] == "."


def test_a_box_that_differs_from_the_approved_code_says_what_is_approved(coder, cast, sheet):
    code(cast, sheet, 6, {"estmode": 1})
    page = question(coder, 6)
    assert not page.tree.xpath('//*[@data-cell="estmode"]/@data-was')
    page = page.press(typed={"code:estmode": "0"})
    (box,) = page.tree.xpath('//*[@data-cell="estmode"]')
    assert (box.get("data-was"), box.get("title")) == ("1", "approved: 1 treaty")
    assert "changed" in box.get("class")


@pytest.mark.parametrize(
    ("number", "cell", "typed", "said"),
    [
        (10, "length", "ten", "length (first term, in months): “ten” is not possible."),
        (10, "length", "-5", "length (first term, in months): -5 is not possible."),
        (2, "cowid", "20050", "(number in the COW alliance data 3.0): 20050 is not possible."),
    ],
)
def test_what_cannot_be_a_code_is_refused_and_stays_in_its_box(
    coder, cast, sheet, number, cell, typed, said
):
    page = question(coder, number).press("action=submit", {f"code:{cell}": typed})
    assert page.status == 400
    assert said in page.part('//*[@role="alert"]')
    assert page.tree.xpath('//*[@role="alert"]//a/@href') == ["#codes"]
    assert said in page.part('//fieldset[@id="codes"]/p[@id="codes-error"]')
    assert page.boxes[cell] == typed
    assert not Revision.objects.open().exists()


def test_a_value_that_was_published_without_a_label_is_shown_and_kept(coder, cast, sheet):
    sheet.context.refothio = 2
    keep(sheet.context)
    page = question(coder, 47)
    assert page.options("refothio")["2"] == "2 (no label)"
    page.press(typed={"code:reflnun": "1"})
    assert own(cast, 47).codes == {"reflnun": 1}


def test_a_code_that_one_member_has_alone_stands_in_a_box_of_its_own(coder, cast, two):
    alone = Membership.objects.get(sheet=two, member_id=370)
    alone.own = {"cowid": 3617}
    keep(alone)
    page = question(coder, 2)
    assert page.boxes == {"cowid": "", "cow4id": "", "370/cowid": "3617"}
    assert "of 370 Belarus alone" in page.part('//fieldset[@class="codes"]')
    assert "nothing was changed" in page.press().words
    question(coder, 2).press(typed={"code:370/cowid": ""})
    assert own(cast, 2).codes == {"370/cowid": None}


def test_prose_alone_proposes_no_codes(coder, cast, two):
    code(cast, two, 16, owes("370", "nonagg") | owes("705", "nonagg"))
    question(coder, 16).press(typed={"text": "A nonaggression pact."})
    assert (own(cast, 16).codes, own(cast, 16).text) == ({}, "A nonaggression pact.")


def test_a_reader_who_does_not_code_sees_the_codes_without_boxes(reviewer, two):
    page = question(reviewer, 4)
    assert "member 370 Belarus, 705 Kazakhstan" in page.words
    assert not page.tree.xpath("//*[@data-cell]")


def test_a_question_without_codes_has_no_boxes(coder, sheet):
    page = question(coder, 17)
    assert not page.boxes
    assert not page.tree.xpath("//fieldset")


# Members in a table


def test_a_few_members_stand_side_by_side_with_the_codes_spelled_out(coder, cast, two):
    page = question(coder, 16)
    heads = page.part('//table[contains(@class, "beside")]/thead//th')
    assert heads == "Code Same for all 370 Belarus 17 Jan 1996 705 Kazakhstan 17 Jan 1996"
    assert page.options("370/defense") == {"": "not coded yet", "0": "0 no", "1": "1 yes"}


def test_many_members_stand_below_one_another_with_narrow_boxes_and_a_legend(coder, cast):
    with_members(cast, *SEVEN)
    page = question(coder, 21)
    rows = page.tree.xpath('//table[contains(@class, "rows")]/tbody/tr')
    assert len(rows) == len(SEVEN)
    assert not page.options("370/notaiden")
    legend = page.part('//dl[@class="legend"]')
    assert "notaiden 0 none · 1 general reference" in legend
    assert "dipaid, terrres 0 no · 1 yes · . missing: no text of the agreement was found" in legend


def test_each_box_tells_a_screen_reader_its_code_and_its_member(coder, cast, two):
    page = question(coder, 16)
    labels = page.tree.xpath("//*[@data-cell]/@aria-label")
    assert "nonagg of 370 Belarus" in labels
    assert len(labels) == len(set(labels)) == 10


def test_same_for_all_gives_every_member_the_code(coder, cast, two):
    question(coder, 16).press(typed={"all:nonagg": "1", "all:defense": "0"})
    assert own(cast, 16).codes == {
        "370/nonagg": 1,
        "705/nonagg": 1,
        "370/defense": 0,
        "705/defense": 0,
    }


def test_same_for_all_ends_every_membership_on_one_day(coder, cast):
    sheet = with_members(cast, *SEVEN)
    exits = {"all:yrexit": "2001", "all:moexit": "1", "all:dayexit": "."}
    question(coder, 14).press(typed=exits)
    expected = {
        cell: MISSING if cell.endswith("dayexit") else value
        for key in SEVEN
        for cell, value in leaves(key, year=2001).items()
    }
    assert own(cast, 14).codes == expected
    assert member_coding(sheet).members["370"].get("yrexit") is None


def test_members_that_are_only_proposed_can_be_coded_at_other_questions(coder, cast, sheet):
    draft(sheet, 4, None, by=cast.coder, codes=joins("370", "705"))
    page = question(coder, 16)
    assert "370 Belarus new" in page.words
    page.press(typed={"code:370/nonagg": "1"})
    assert own(cast, 16).codes == {"370/nonagg": 1}


def test_where_there_is_no_member_yet_the_page_leads_to_the_roster(coder, sheet):
    page = question(coder, 16)
    assert "No members yet." in page.words
    assert "../4/" in page.tree.xpath('//fieldset[@class="codes"]//a/@href')


# The roster


def test_states_join_by_code_abbreviation_and_name(coder, cast, sheet):
    page = question(coder, 4).press(typed={"add-members": "370, RUS; Kazakhstan"})
    assert own(cast, 4).codes == {"370/member": 370, "365/member": 365, "705/member": 705}
    assert page.part("//tbody/tr/th") == "365 Russia new 370 Belarus new 705 Kazakhstan new"


def test_who_joins_later_enters_with_the_date_of_the_first(coder, cast, two):
    page = question(coder, 4).press(typed={"add-members": "Uzbekistan"})
    assert own(cast, 4).codes == joins("704")
    assert page.boxes["704/yrent"] == "1996"


def test_a_state_that_comes_back_is_a_row_of_its_own(coder, cast, two):
    page = question(coder, 4).press(typed={"add-members": "370"})
    assert "370 Belarus (2nd time) new" in page.part("//tbody/tr/th")
    assert own(cast, 4).codes["370.2/member"] == 370


def test_an_unknown_state_is_refused_and_stays_in_the_field(coder, cast, two):
    page = question(coder, 4).press(typed={"add-members": "Atlantis", "code:bilat": "1"})
    assert page.status == 400
    assert "“Atlantis” is no state of the reference data." in page.part('//*[@role="alert"]')
    assert page.form.inputs["add-members"].value == "Atlantis"
    assert page.boxes["bilat"] == "1"
    assert not Revision.objects.open().exists()


def test_an_approved_member_that_is_taken_off_stays_in_sight_and_can_be_put_back(coder, cast, two):
    page = question(coder, 4).press(ticked=["remove:370"])
    assert own(cast, 4).codes == {"370/member": None}
    leaving = page.part('//tr[@class="leaving"]')
    assert leaving == "370 Belarus is taken off once this is approved put back"
    assert question(coder, 4).boxes["370/member"] == ""
    assert "nothing was changed" in question(coder, 4).press().words

    page = question(coder, 4).press(ticked=["code:370/member"])
    assert not Revision.objects.open().exists()  # it proposes nothing any more
    assert page.boxes["370/member"] == "370"
    assert page.boxes["370/yrent"] == "1996"


def test_what_was_typed_about_a_member_that_is_taken_off_is_no_proposal(coder, cast, two):
    typed = {"code:370/yrent": "1997", "code:705/yrent": "1997"}
    question(coder, 4).press(typed=typed, ticked=["remove:370"])
    assert own(cast, 4).codes == {"370/member": None, "705/yrent": 1997}


def test_a_new_member_that_is_taken_off_is_gone(coder, cast, two):
    question(coder, 4).press(typed={"add-members": "704, 365"})
    page = question(coder, 4).press(ticked=["remove:704"])
    assert own(cast, 4).codes == joins("365")
    assert "Uzbekistan" not in page.part("//tbody")


def test_a_member_that_goes_is_not_asked_for_codes_elsewhere(coder, cast):
    with_members(cast, "365", "370", "705")
    question(coder, 4).press(ticked=["remove:365"])
    assert {cell.split("/")[0] for cell in question(coder, 16).boxes} == {"370", "705"}


def test_states_that_existed_when_the_alliance_began_are_offered_first(coder, cast, two):
    page = question(coder, 4)
    listed = page.tree.xpath('//datalist[@id="states"]/option')
    then = [option.text_content() for option in listed]
    assert then == sorted(then)  # "in the system then" before "not in the system then"
    assert set(then) == {"in the system then", "not in the system then"}
    names = {option.get("value"): option.text_content() for option in listed}
    assert names["365 Russia"] == "in the system then"
    assert names["300 Austria-Hungary"] == "not in the system then"


# What a member owes each other one


def test_who_owes_different_things_is_asked_what_it_owes_to_whom(coder, cast):
    sheet = with_members(cast, "365", "370", "705")
    assert not question(coder, 24).tree.xpath('//details[@class="pairs"]')
    code(cast, sheet, 24, {"asymm": 1, "365/obvary": 1, "370/obvary": 0, "705/obvary": 0})
    page = question(coder, 24)
    assert page.part('//details[@class="pairs"]/summary').startswith("What 365 Russia owes")
    assert page.part('//details[@class="pairs"]//tbody//th') == "370 Belarus 705 Kazakhstan"
    page.press(typed={"code:365>370/defense": "1"})
    assert own(cast, 24).codes == {"365>370/defense": 1}


def test_the_tables_of_partners_come_with_the_code_that_asks_for_them(coder, cast):
    with_members(cast, "365", "370", "705")
    page = question(coder, 24).press(typed={"code:370/obvary": "1"})
    assert page.part('//details[@class="pairs"]/summary').startswith("What 370 Belarus owes")


# Many boxes


def test_a_form_of_more_than_a_thousand_boxes_is_taken_whole(coder, cast):
    states = [str(code) for code in State.objects.values_list("code", flat=True)[:59]]
    with_members(cast, *states)
    page = question(coder, 19)
    assert len(page.boxes) == 59 * 22
    page = page.press(typed={"all:defcoadv": "1"})
    assert page.status == 200
    assert len(own(cast, 19).codes) == 59


# The sheet itself


def test_a_coded_question_without_prose_does_not_say_that_it_is_not_answered(coder, cast):
    sheet = make_sheet(4765, q6="", q17="")
    code(cast, sheet, 6, {"estmode": 1})
    page = open_page(coder, "/sheets/4765/")
    assert page.part('//article[@id="q6"]').endswith("estmode 1 treaty")
    assert page.part('//article[@id="q17"]').endswith("Not answered.")


def test_own_drafts_are_left_alone_by_a_page_that_shows_them(coder, cast, two):
    question(coder, 4).press(typed={"add-members": "704"})
    before = own(cast, 4)
    assert "nothing was changed" in question(coder, 4).press().words
    assert (own(cast, 4).edits, own(cast, 4).status) == (before.edits, Status.DRAFT)


def test_a_reason_is_said_to_be_needed_where_a_code_is_approved_without_prose(coder, cast):
    sheet = make_sheet(4765, q6="")
    label = '//label[@for="note"]'
    assert "may stay empty" in question(coder, 6).part(label)
    code(cast, sheet, 6, {"estmode": 1})
    assert "the reviewer reads it" in question(coder, 6).part(label)
    refused = question(coder, 6).press("action=submit", {"code:estmode": "0"})
    assert "Say why the approved answer should change" in refused.part('//*[@role="alert"]')


def test_what_a_dot_means_is_said_where_it_is_typed(coder, sheet):
    said = "A dot ( . ) means missing"
    assert said in question(coder, 2).words
    assert said not in question(coder, 7).words


# Of many members, on the page of a section


@pytest.fixture
def many(cast):
    """Eight members at question 25, of whom one has another code than the others."""
    keys = ["365", "366", "367", "368", "369", "370", "701", "705"]
    sheet = with_members(cast, *keys, atop_id=4765)
    code(cast, sheet, 25, {f"{key}/seppeace": int(key == "705") for key in keys})
    return sheet


def test_members_with_the_same_codes_stand_in_one_line_of_a_section(coder, many):
    page = open_page(coder, "/sheets/4765/sections/obligations/")
    (table,) = page.tree.xpath('//section[@id="q25"]//div[@data-compact]')
    line, differs = table.xpath(".//tbody/tr")
    assert "7 of 8 members alike" in " ".join(line.text_content().split())
    assert line.xpath(".//input/@value") == ["0"]
    assert differs.xpath("./th")[0].text_content().startswith("705 ")
    assert differs.xpath(".//input/@data-cell") == ["705/seppeace"]


def test_what_is_typed_in_the_line_is_proposed_for_its_members_alone(coder, cast, many):
    page = open_page(coder, "/sheets/4765/sections/obligations/").press()
    assert not many.revisions.drafts().exists()  # nothing was typed
    page.press(typed={"q25-others:seppeace": "2", "q25-note": "Article 3."})
    (draft,) = many.revisions.drafts()
    assert {cell.split("/")[0] for cell in draft.codes} == {
        *("365", "366", "367", "368", "369", "370", "701")
    }
    assert set(draft.codes.values()) == {2}

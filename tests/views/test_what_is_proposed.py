"""Each change is described by what it proposes, and only by that."""

import pytest

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.models import Revision, Sheet
from coding.workflow import drafts, phases
from coding.workflow.transitions import DISCARD
from tests.coded_sheets import code, joins, leaves, owes, submit, with_members
from tests.factories import approved_change, draft, make_person, make_sheet, pending
from tests.published_phases import member, publish
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

FACTS = '//article[@class="change"]//p[@class="facts"]'


@shared
def two(cast):
    """Belarus and Kazakhstan, with what they owe and how their alliance came about."""
    sheet = with_members(cast, "370", "705", q16="Both promise neutrality.")
    code(cast, sheet, 16, owes("370", "neutral") | owes("705", "neutral"))
    return sheet


def review(client, revision):
    return open_page(client, f"/review/{revision.pk}/")


def said(client, revision):
    """What the change is, in the page's words."""
    return review(client, revision).part(FACTS).partition(" · by ")[0]


def codes(sheet, cast, number, cells, text=None):
    return submit(draft(sheet, number, text, by=cast.coder, codes=cells))


# Prose


@pytest.mark.parametrize(
    ("approved", "proposed", "expected"),
    [
        ("", "Ended.", "First answer"),
        ("Ended.", "Ended in 2001.", "Answer changed"),
        ("Ended.", "", "Answer emptied"),
    ],
)
def test_a_change_of_prose(reviewer, cast, approved, proposed, expected):
    sheet = make_sheet(4765, q14=approved)
    assert said(reviewer, pending(sheet, 14, proposed, by=cast.coder)) == expected


def test_an_answer_that_somebody_else_had_approved_meanwhile(reviewer, cast, sheet):
    slow = pending(sheet, 14, "Ended.", by=cast.coder)
    approved_change(sheet, 14, "Ended.", by=cast.second_coder, reviewer=cast.reviewer)
    assert said(reviewer, slow) == "The answer as it is approved already"


def test_the_first_answer_of_a_new_sheet(reviewer, cast):
    sheet = make_sheet(4765, **{f"q{number}": "" for number in range(2, 62)})
    first = pending(sheet, 14, "Ended.", by=cast.coder)
    assert said(reviewer, first) == "First answer"
    assert "phase" not in review(reviewer, first).words


# Codes


def test_first_codes_under_an_answer_that_stays(reviewer, cast, sheet):
    first = codes(sheet, cast, 6, {"estmode": 1})
    assert said(reviewer, first) == "First codes"
    assert "The answer, which stays Answer 6." in review(reviewer, first).words


def test_codes_that_change_are_told_from_those_that_are_added_and_taken_back(reviewer, cast, two):
    assert said(reviewer, codes(two, cast, 16, {"370/consul": 1})) == "Codes changed"
    added = codes(two, cast, 14, leaves("370", year=2001) | leaves("705", year=2001))
    assert "Codes" not in said(reviewer, added)
    code(cast, two, 6, {"estmode": 1})
    assert said(reviewer, codes(two, cast, 6, {"estmode": None})) == "Codes cleared"


def test_prose_and_codes_together(reviewer, cast, two):
    both = codes(two, cast, 16, {"370/consul": 1}, text="Also consultation.")
    assert said(reviewer, both) == "Answer changed · Codes changed"


def test_the_roster(reviewer, cast, two):
    assert said(reviewer, codes(two, cast, 4, joins("365", year=2001))) == "Joins: 365 Russia"


def test_a_member_that_is_taken_off(reviewer, cast):
    three = with_members(cast, "365", "370", "705")
    off = codes(three, cast, 4, {"365/member": None})
    assert said(reviewer, off) == "Taken off the roster: 365 Russia"


def test_a_member_that_leaves(reviewer, cast, two):
    gone = codes(two, cast, 14, leaves("370", year=2001))
    assert said(reviewer, gone) == "Leaves: 370 Belarus (17 Jan 2001)"


def test_codes_of_a_member_that_is_not_approved_yet(reviewer, cast, two):
    draft(two, 4, None, by=cast.coder, codes=joins("365", year=2001))
    early = codes(two, cast, 16, owes("365", "neutral"))
    assert said(reviewer, early) == "Codes of members that are not approved yet: 365 Russia"


# Beside what changes


@pytest.mark.acceptance(25)
def test_codes_alone_come_with_prose_rule_unchanged_codes_and_passed_warnings(reviewer, cast, two):
    change = codes(two, cast, 16, {"370/neutral": 0, "370/nonagg": 1})
    page = review(reviewer, change).words
    assert "The answer, which stays Both promise neutrality." in page
    stays = page.partition("Codes that stay ")[2]
    assert "neutral 1 yes 705 Kazakhstan" in stays
    assert "nonagg" not in stays.partition("370 Belarus")[0].partition("705")[0]
    assert "Coding rule" in page
    assert "nonagg owes nonaggression. Its codes are 0 no, 1 yes." in page


def test_the_reasons_for_warnings_stand_beside_codes(reviewer, cast, sheet):
    warned = codes(sheet, cast, 4, joins("370", "705", year=1990))
    assert warned.warnings
    page = review(reviewer, warned).words
    assert warned.warnings[0]["found"] in page
    assert "Clara Coder: “Told so.”" in page


def test_codes_that_follow_from_others_are_not_said_to_stay(reviewer, cast, two):
    change = codes(two, cast, 16, {"370/defense": 1, "705/defense": 1})
    stays = review(reviewer, change).part('//ul[@class="code-lines"]')
    assert "neutral" in stays
    assert "active" not in stays


@pytest.mark.acceptance(25)
def test_what_else_waits_on_the_sheet_is_named_with_links(reviewer, cast, two):
    change = codes(two, cast, 16, {"370/consul": 1})
    other = pending(two, 17, "Type II.", by=cast.second_coder)
    pending(two, 19, "Mine too.", by=cast.coder)
    pending(two, 21, "None.", by=make_person("clara2", "Clara Coder", "coder"))
    pending(make_sheet(4770), 18, "New.", by=cast.coder)
    draft(two, 20, "New.", by=cast.second_coder)
    page = review(reviewer, change)
    assert "Also waiting on 4765: Q17" in page.words
    assert "by Colin Second," in page.words
    assert "Q19 Contingencies , Q21 Assistance in war by Clara Coder (clara2)." in page.words
    assert page.tree.xpath(f'//article//a[@href="/review/{other.pk}/"]')
    assert "Q18" not in page.part("//article")
    assert "Q20" not in page.part("//article")


def test_of_very_much_that_waits_beside_it_some_is_named(reviewer, cast, sheet):
    waiting = [pending(sheet, number, "New.", by=cast.coder) for number in range(14, 30)]
    assert "and more." in review(reviewer, waiting[0]).words


# A later phase

FRANCE, CAMBODIA = "220", "811"


def published(phase, year, **codes_):
    """A phase of two as a release published it; there is no prose."""
    members = {key: member(int(key), yrent=year, **codes_) for key in (FRANCE, CAMBODIA)}
    return CodedPhase(3424, phase, Coding({"estmode": 1}, members))


@pytest.fixture
def later():
    """The second phase of an alliance, coded as its first one but for consultation."""
    publish(published(1, 1953, neutral=1), published(2, 1956, neutral=1, consul=1))
    return Sheet.objects.get(atop_id=3424, phase=2)


def test_a_member_that_joins_a_later_phase_is_all_that_is_told(reviewer, cast, later):
    joining = codes(later, cast, 4, joins("2", year=1962))
    page = review(reviewer, joining).part('//article[@class="change"]')
    assert said(reviewer, joining) == "Joins: 2 United States of America"
    assert "Nothing is approved here" not in page
    assert "not in this phase" not in page
    assert "phase 1" not in page


def test_codes_of_a_later_phase_are_told_against_those_approved(reviewer, cast, later):
    change = codes(later, cast, 16, {"220/nonagg": 1})
    page = review(reviewer, change)
    assert said(reviewer, change) == "Codes changed"
    assert "phase 1" not in page.part('//article[@class="change"]')
    changed = page.part('//div[@aria-label="Codes that change"]')
    assert changed == "nonagg owes nonaggression 0 no → 1 yes 220 France"


@shared
def first(cast):
    """An alliance that says whom it is organized by, in prose and in two codes."""
    sheet = with_members(cast, "370", "705", q35="A council.")
    code(cast, sheet, 35, {"organ1": 1, "orgpurp1": 2})
    return sheet


@shared
def second(cast, first):
    """Its second phase, of which nothing is approved; what was taken over is discarded."""
    sheet = phases.start_phase(first, by=cast.coder)
    for taken_over in Revision.objects.filter(sheet=sheet):
        drafts.take_step(DISCARD, taken_over, by=cast.coder)
    return sheet


def test_a_first_code_of_a_later_phase_tells_of_no_other_code_and_of_no_prose(
    reviewer, cast, second
):
    change = codes(second, cast, 35, {"organ1": 2})
    page = review(reviewer, change)
    assert said(reviewer, change) == "First codes"
    assert "changed from phase 1" in page.words
    compared = page.part('//div[@aria-label="Codes that differ from phase 1"]')
    assert compared.startswith("organ1 first organization 1 ")
    assert "orgpurp1" not in compared
    assert "A council." not in page.part('//article[@class="change"]')


def test_a_first_answer_of_a_later_phase_tells_of_no_code(reviewer, cast, second):
    change = pending(second, 35, "A council.", by=cast.coder)
    page = review(reviewer, change)
    assert said(reviewer, change) == "First answer"
    assert "as in phase 1" in page.words
    assert not page.tree.xpath('//article//ul[@class="code-changes"]')


def test_what_the_phase_before_says_nothing_of_is_not_compared_with_it(reviewer, cast, second):
    change = codes(second, cast, 36, {"base": 1})
    page = review(reviewer, change).part('//article[@class="change"]')
    assert "phase 1" not in page
    assert "not coded yet → 1" in page


def test_the_first_roster_of_a_later_phase_tells_who_went(reviewer, cast, second):
    change = codes(second, cast, 4, joins("370", "365", year=2001))
    page = review(reviewer, change).part('//article[@class="change"]')
    assert said(reviewer, change) == "Joins: 370 Belarus, 365 Russia"
    assert "not in this phase" in page

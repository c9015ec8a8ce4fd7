"""Phases: a later one starts from the one before, and counts once something of it is approved."""

import csv
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from coding.codebook.cells import MISSING, Coding
from coding.codebook.coded_dates import DateInParts
from coding.codebook.sheet import CodedPhase
from coding.export.record import approved_sheets
from coding.models import Formation, Membership, Revision, Sheet
from coding.models.approved_values import approved_coding
from coding.models.revision import Status
from coding.workflow import drafts, phase_numbers, phases, review, starting_sheets
from coding.workflow.refusals import NotAllowed, Refused, StaleReview
from coding.workflow.release_import import PublishedRelease, import_release
from coding.workflow.sheet_import import compare, import_sheet
from coding.workflow.transitions import APPROVE
from coding.workflow.verdicts import Verdict
from tests.factories import (
    approve,
    approved_change,
    coded,
    content,
    draft,
    make_cast,
    make_sheet,
    pending,
    send_back,
    verdicts,
    withdraw,
)
from tests.factories import seen as on_screen
from tests.given_files import reference
from tests.shared_rows import shared

BELARUS, KAZAKHSTAN, RUSSIA, EGYPT = 370, 705, 365, 651
SIGNED = {"yrent": 1996, "moent": 1, "dayent": 17}
IN_EFFECT = {"yrexit": 0, "moexit": 0, "dayexit": 0}


def cells_of(key, **codes):
    return {f"{key}/{name}": value for name, value in codes.items()}


def release_of(*published_phases, label="5.1"):
    return PublishedRelease(label, date(2018, 12, 31), "small.csv", published_phases)


@shared
def alliance(cast):
    """An alliance of one phase with answers and some codes, approved."""
    return with_codes(make_sheet(4765))


def with_codes(sheet, *, exits=None, pairs=None):
    """The same sheet with codes, as a release brings them."""
    left = exits or {BELARUS: IN_EFFECT, KAZAKHSTAN: IN_EFFECT}
    owed = {"cowsys": 1, "termmode": 0, "defense": 1, "nonagg": 0}
    members = {str(state): {"member": state, **SIGNED, **left[state], **owed} for state in left}
    for giver, _ in pairs or {}:
        members[giver]["obvary"] = 1
    coding = Coding({"estmode": 1, "term": 0}, members, pairs or {})
    import_release(release_of(CodedPhase(sheet.atop_id, sheet.phase, coding)))
    return sheet


def of(sheet, number, author=None):
    own = Revision.objects.open().filter(sheet=sheet, question=number)
    return own.get(author=author) if author else own.get()


def approve_all(revisions, reviewer):
    """Approve as the page of many does: all that are on the screen, in the queue's order."""
    return review.decide_many(verdicts(APPROVE, revisions), by=reviewer)


# Starting


def test_a_new_phase_is_empty_and_its_author_gets_what_the_one_before_says_as_drafts(
    cast, alliance
):
    started = phases.start_phase(alliance, by=cast.coder)
    assert (started.key, started.follows, started.entered_at) == ("4765.2", alliance, None)
    assert started.formation.members == ""
    assert approved_coding(started).cells == {}
    members = of(started, 4)
    assert members.status == Status.DRAFT
    assert (members.text, members.base) == ("370 Belarus\n705 Kazakhstan", "")
    assert (members.author, members.note) == (cast.coder, "")


def test_codes_come_with_the_question_where_they_are_entered(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    kept = of(started, 16)
    assert kept.codes == {
        **{f"{key}/defense": 1 for key in (BELARUS, KAZAKHSTAN)},
        **{f"{key}/nonagg": 0 for key in (BELARUS, KAZAKHSTAN)},
    }
    assert kept.base_codes == dict.fromkeys(kept.codes)
    assert of(started, 6).codes == {"estmode": 1}


def test_how_a_phase_began_and_ended_is_its_own_and_left_to_the_coder(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    assert of(started, 4).codes == cells_of(BELARUS, member=BELARUS, cowsys=1) | cells_of(
        KAZAKHSTAN, member=KAZAKHSTAN, cowsys=1
    )
    asked = set(Revision.objects.open().filter(sheet=started).values_list("question", flat=True))
    assert asked.isdisjoint({3, 14, 15})
    assert phases.own_questions() == (3, 4, 14, 15)


def test_the_sheets_own_number_is_the_new_phases(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    assert started.formation.atop_identifier == "4765.2"
    assert not Revision.objects.filter(sheet=started, question=1).exists()


def test_a_member_that_left_before_the_end_does_not_continue(cast):
    ended = {"yrexit": 2001, "moexit": 5, "dayexit": 3}
    exits = {BELARUS: ended, KAZAKHSTAN: ended, RUSSIA: {**ended, "yrexit": 1999}}
    sheet = with_codes(make_sheet(4765), exits=exits)
    started = phases.start_phase(sheet, by=cast.coder)
    assert "365/member" not in of(started, 4).codes
    assert "365/defense" not in of(started, 16).codes
    assert "370/defense" in of(started, 16).codes


@pytest.mark.parametrize(
    ("exits", "goes_on"),
    [
        ({"365": (0, 0, 0), "370": (1999, 1, 1)}, ["365"]),
        ({"365": (1999, 1, 1), "370": (1999, 1, 1)}, ["365", "370"]),
        ({"365": (1999, 1, MISSING), "370": (1999, 1, MISSING)}, ["365", "370"]),
        ({"365": (1998, 1, 1), "370": (1999, 1, 1)}, ["370"]),
        ({"365": None, "370": (1999, 1, 1)}, ["365"]),
        ({"365": None, "370": (0, 0, 0)}, ["365", "370"]),
    ],
)
def test_those_continue_that_were_in_to_the_end(exits, goes_on):
    coding = Coding(members={key: {"member": int(key)} for key in exits})
    for key, left in exits.items():
        coding.members[key] |= dict(zip(IN_EFFECT, left or (), strict=False))
    assert list(phases.continuing_members(coding)) == goes_on


def test_a_state_that_came_back_goes_on_as_one_member():
    gone = {"member": EGYPT, "yrexit": 1979, "moexit": 3, "dayexit": 26}
    back = {"member": EGYPT, **IN_EFFECT}
    coding = Coding(members={"651": gone, "651.2": back, "652": {"member": 652, **IN_EFFECT}})
    assert phases.continuing_members(coding) == {"651.2": "651", "652": "652"}


def test_what_one_member_owes_another_goes_on_where_both_do(cast):
    left = {"yrexit": 1999, "moexit": 5, "dayexit": 3}
    exits = {BELARUS: IN_EFFECT, KAZAKHSTAN: IN_EFFECT, RUSSIA: left}
    owed = {("370", "705"): {"defense": 0}, ("370", "365"): {"defense": 0}}
    sheet = with_codes(make_sheet(4765), exits=exits, pairs=owed)
    started = phases.start_phase(sheet, by=cast.coder)
    assert of(started, 24).codes == {"370/obvary": 1, "370>705/defense": 0}


def test_questions_that_say_nothing_in_the_one_before_get_no_draft(cast):
    sheet = make_sheet(4765, q28="")
    started = phases.start_phase(sheet, by=cast.coder)
    assert not Revision.objects.filter(sheet=started, question=28).exists()
    assert of(started, 27).text == "Answer 27."


def test_a_phase_follows_one_that_is_in_the_record(cast):
    empty = starting_sheets.start_sheet(4765, 0, by=cast.coder)
    with pytest.raises(Refused, match="has no approved answer yet"):
        phases.start_phase(empty, by=cast.coder)


@pytest.mark.parametrize("stranger", ["reviewer", "outsider"])
def test_coders_and_admins_start_phases(cast, alliance, stranger):
    with pytest.raises(NotAllowed):
        phases.start_phase(alliance, by=getattr(cast, stranger))
    assert Sheet.objects.count() == 1


def test_an_admin_starts_a_phase_and_a_coder_takes_the_answers_over(cast, alliance):
    started = phases.start_phase(alliance, by=cast.admin)
    assert not Revision.objects.filter(sheet=started).exists()
    with pytest.raises(NotAllowed):
        phases.carry_over(started, by=cast.admin)
    assert len(phases.carry_over(started, by=cast.second_coder)) == 57
    assert of(started, 16).author == cast.second_coder


def test_answers_are_taken_over_beside_what_is_written_and_approved_already(cast, alliance):
    started = phases.start_phase(alliance, by=cast.admin)
    mine = draft(started, 20, "My own words.", by=cast.coder)
    send_back(pending(started, 21, "No.", by=cast.coder), by=cast.reviewer)
    approved_change(started, 22, "Decided.", by=cast.second_coder, reviewer=cast.reviewer)
    coded(started, 6, {"estmode": 0}, by=cast.second_coder, reviewer=cast.reviewer)
    taken = {change.question for change in phases.carry_over(started, by=cast.coder)}
    assert taken.isdisjoint({6, 20, 21, 22})
    assert {19, 23} < taken
    mine.refresh_from_db()
    assert mine.text == "My own words."
    assert phases.carry_over(started, by=cast.coder) == []


def test_a_sheet_that_follows_none_has_nothing_to_take_over(cast):
    sheet = starting_sheets.start_sheet(4765, 0, by=cast.coder)
    with pytest.raises(Refused, match="follows no other phase"):
        phases.carry_over(sheet, by=cast.coder)


# One after the other, and side by side


def test_a_third_phase_follows_the_second(cast, alliance):
    second = phases.start_phase(alliance, by=cast.coder)
    approve(drafts.submit(of(second, 5), by=cast.coder), by=cast.reviewer)
    second.refresh_from_db()
    third = phases.start_phase(second, by=cast.coder)
    assert (third.key, third.follows) == ("4765.3", second)


def test_the_next_phase_is_started_once(cast, alliance):
    phases.start_phase(alliance, by=cast.coder)
    with pytest.raises(Refused, match=r"4765\.2 follows 4765 already"):
        phases.start_phase(alliance, by=cast.second_coder)


def test_a_parallel_phase_is_asked_for(cast, alliance):
    phases.start_phase(alliance, by=cast.coder)
    other = phases.start_phase(alliance, by=cast.coder, parallel=True)
    assert (other.key, other.follows) == ("4765.3", alliance)


def test_a_page_that_missed_a_start_does_not_start_another(cast, alliance):
    phases.start_phase(alliance, by=cast.coder, number=2)
    with pytest.raises(Refused, match="meanwhile"):
        phases.start_phase(alliance, by=cast.coder, number=2, parallel=True)
    assert Sheet.objects.count() == 2


def test_an_alliance_has_at_most_nine_phases(cast):
    for phase in range(1, 10):
        last = make_sheet(4765, phase)
    with pytest.raises(Refused, match="at most 9"):
        phases.start_phase(last, by=cast.coder)


# Entering the record


def keys():
    return [sheet.key for sheet in Sheet.objects.order_by("atop_id", "phase")]


def exported():
    return [(sheet.atop_id, sheet.phase) for sheet in approved_sheets()]


def test_until_something_of_it_is_approved_the_one_before_stays_as_it_is(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    pending_one = drafts.submit(of(started, 16), by=cast.coder)
    assert exported() == [(4765, 0)]
    withdraw(pending_one, by=cast.coder)
    send_back(drafts.submit(of(started, 5), by=cast.coder), by=cast.reviewer)
    assert exported() == [(4765, 0)]
    assert keys() == ["4765", "4765.2"]


def test_with_its_first_approval_the_one_before_becomes_phase_one(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    approve(drafts.submit(of(started, 5), by=cast.coder), by=cast.reviewer)
    assert exported() == [(4765, 1), (4765, 2)]
    first = Sheet.objects.get(pk=alliance.pk)
    row = first.history.first()
    assert (first.key, first.formation.atop_identifier) == ("4765.1", "4765.1")
    assert (row.phase, row.history_user) == (1, cast.reviewer)
    assert row.history_change_reason == "4765.2 entered the record, so this is the first phase"
    assert row.history_date == Sheet.objects.get(pk=started.pk).entered_at
    assert [past.phase for past in first.history.order_by("history_id")] == [0, 1]


def test_a_number_that_the_printed_sheet_writes_otherwise_stays(cast):
    sheet = make_sheet(4765, q1="ATOP 4765")
    started = phases.start_phase(sheet, by=cast.coder)
    approve(drafts.submit(of(started, 5), by=cast.coder), by=cast.reviewer)
    assert Formation.objects.get(sheet=sheet).atop_identifier == "ATOP 4765"


def test_later_approvals_and_later_phases_number_nothing_again(cast, alliance):
    second = phases.start_phase(alliance, by=cast.coder)
    for number in (5, 16):
        with_members = drafts.submit(of(second, 4), by=cast.coder) if number == 16 else None
        if with_members:
            approve(with_members, by=cast.reviewer)
        approve(drafts.submit(of(second, number), by=cast.coder), by=cast.reviewer)
    second.refresh_from_db()
    third = phases.start_phase(second, by=cast.coder)
    approve(drafts.submit(of(third, 5), by=cast.coder), by=cast.reviewer)
    assert keys() == ["4765.1", "4765.2", "4765.3"]
    assert Sheet.objects.get(pk=alliance.pk).history.count() == 2


def test_a_refused_approval_numbers_nothing(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    revision = drafts.submit(of(started, 5), by=cast.coder)
    with pytest.raises(StaleReview):
        review.decide(Verdict(APPROVE, revision, "another screen"), by=cast.reviewer)
    assert keys() == ["4765", "4765.2"]


def test_a_whole_phase_is_submitted_and_approved_at_once(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    draft(started, 3, "June 1, 2001", by=cast.coder)
    begun = {f"{key}/yrent": 2001 for key in (BELARUS, KAZAKHSTAN)}
    draft(started, 4, "370 Belarus\n705 Kazakhstan", by=cast.coder, codes=begun)
    done, skipped = drafts.submit_many(Revision.objects.open(), by=cast.coder)
    assert (len(done), skipped) == (58, [])
    outcome = approve_all(Revision.objects.pending(), cast.reviewer)
    assert (len(outcome.done), outcome.skipped) == (58, [])
    assert Formation.objects.get(sheet=started).signature_dates == "June 1, 2001"
    member = Membership.objects.get(sheet=started, member_id=BELARUS)
    assert (member.yrent, member.moent, member.yrexit, member.defense) == (2001, None, None, 1)
    assert keys() == ["4765.1", "4765.2"]


def take_off(sheet, key, by):
    """Take a member off the drafted roster, as its page does."""
    kept = of(sheet, 4).codes
    return draft(
        sheet, 4, "370 Belarus", by=by, codes={cell: None for cell in kept if cell.startswith(key)}
    )


def test_a_member_taken_off_the_drafted_roster_takes_its_codes_along_at_submission(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    take_off(started, "705/", cast.coder)
    assert "705/defense" in of(started, 16).codes  # it may be put back
    submitted = drafts.submit(of(started, 16), by=cast.coder)
    assert submitted.codes == {"370/defense": 1, "370/nonagg": 0}
    assert submitted.base_codes == {"370/defense": None, "370/nonagg": None}
    assert submitted.events.get().codes == submitted.codes


def test_codes_of_members_wait_for_a_roster_that_came_back(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    drafted = of(started, 4)
    withdraw(drafted, by=cast.coder)
    assert "705/defense" in drafts.submit(of(started, 16), by=cast.coder).codes


def test_a_roster_that_was_submitted_last_is_decided_on_first(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    last = drafts.submit(of(started, 16), by=cast.coder)
    first = drafts.submit(of(started, 4), by=cast.coder)
    outcome = approve_all([last, first], cast.reviewer)
    assert ([its.revision.question for its in outcome.done], outcome.skipped) == ([4, 16], [])


def test_a_first_answer_of_a_later_phase_leaves_no_revision_note(cast, alliance):
    started = phases.start_phase(alliance, by=cast.coder)
    done = approve(drafts.submit(of(started, 5), by=cast.coder), by=cast.reviewer)
    assert done.note_lines == []


# Sheets that are started by their number


def test_a_sheet_without_phases_is_not_started_beside_phases(cast):
    make_sheet(4765, 1)
    with pytest.raises(Refused, match="has phases already"):
        starting_sheets.start_sheet(4765, 0, by=cast.coder)


def test_the_first_phase_is_not_started_beside_the_sheet_that_is_it(cast, alliance):
    with pytest.raises(Refused, match="is its first phase"):
        starting_sheets.start_sheet(4765, 1, by=cast.coder)


def test_a_phase_started_by_its_number_follows_the_one_before(cast, alliance):
    started = starting_sheets.start_sheet(4765, 2, by=cast.coder)
    assert started.follows == alliance
    assert not Revision.objects.filter(sheet=started).exists()
    approved_change(started, 5, "No.", by=cast.coder, reviewer=cast.reviewer)
    assert keys() == ["4765.1", "4765.2"]


# Printed sheets


def test_a_printed_sheet_that_names_no_phase_belongs_to_the_first(cast):
    make_sheet(4765, 1)
    make_sheet(4765, 2)
    outcome = import_sheet(content(4765, q14="Ended in 2001."), by=cast.admin)
    assert (outcome.is_new, [change.question for change in outcome.changes]) == (False, [14])
    assert outcome.filed[0].sheet.key == "4765.1"
    assert compare(content(4765, q14="Ended in 2001.")).changes == outcome.changes
    assert keys() == ["4765.1", "4765.2"]


def test_a_printed_first_phase_belongs_to_the_only_sheet(cast):
    make_sheet(4765)
    outcome = import_sheet(content(4765, 1, q14="Ended."), by=cast.admin)
    assert [change.question for change in outcome.changes] == [14]
    assert keys() == ["4765"]


def test_a_printed_second_phase_makes_the_only_sheet_the_first(cast):
    first = make_sheet(4765)
    second = make_sheet(4765, 2)
    assert (keys(), second.follows) == (["4765.1", "4765.2"], first)
    assert Sheet.objects.get(pk=first.pk).history.first().history_change_reason == (
        "4765.2 entered the record, so this is the first phase"
    )
    assert import_sheet(content(4765)).changes == []


def test_a_printed_sheet_that_names_no_phase_enters_as_the_first_of_several(cast):
    make_sheet(4765, 2)
    assert import_sheet(content(4765)).is_new
    assert keys() == ["4765.1", "4765.2"]
    assert import_sheet(content(4765)).changes == []


# Published releases


def published(phase, year, *, atop_id=4765, until=0, **codes):
    """A phase of two members that signed on New Year's Day and left on the last day of a year."""
    exits = {"yrexit": until, "moexit": 12 if until else 0, "dayexit": 31 if until else 0}
    signed = {"yrent": year, "moent": 1, "dayent": 1}
    members = {str(code): {"member": code, **signed, **exits} for code in (BELARUS, KAZAKHSTAN)}
    return CodedPhase(atop_id, phase, Coding(alliance=codes, members=members))


def test_published_phases_follow_each_other_and_parallel_ones_the_same(cast):
    import_release(
        release_of(
            published(1, 1968, until=1992),
            published(2, 1993, until=1995),
            published(3, 1993),
            published(4, 1996),
        )
    )
    follows = dict(Sheet.objects.values_list("phase", "follows__phase"))
    assert follows == {1: None, 2: 1, 3: 1, 4: 3}


def test_a_release_with_phases_makes_the_only_sheet_the_first_of_them(cast):
    sheet = make_sheet(4765)
    import_release(release_of(published(1, 1968, until=1992), published(2, 1993)))
    first = Sheet.objects.get(pk=sheet.pk)
    assert (first.key, first.formation.atop_identifier) == ("4765.1", "4765.1")
    assert keys() == ["4765.1", "4765.2"]


def test_a_release_that_knows_one_phase_is_compared_with_the_first_of_the_record(cast):
    import_release(release_of(published(0, 1968, estmode=1)))
    sheet = Sheet.objects.get()
    started = phases.start_phase(sheet, by=cast.coder)
    approve(drafts.submit(of(started, 6), by=cast.coder), by=cast.reviewer)
    outcome = import_release(release_of(published(0, 1968, estmode=1)))
    assert (outcome.new, outcome.unchanged, outcome.filed) == (0, 1, [])
    assert keys() == ["4765.1", "4765.2"]


def test_importing_the_same_phases_again_writes_nothing(cast):
    release = release_of(published(1, 1968, until=1992), published(2, 1993))
    import_release(release)
    rows = Sheet.history.count()
    assert import_release(release).unchanged == 2
    assert Sheet.history.count() == rows


def day(year, month=1, number=1):
    return DateInParts(year, month, number)


@pytest.mark.parametrize(
    ("begins", "follows"),
    [
        ({1: day(1815), 2: day(1820)}, 1),
        ({1: day(1815), 2: day(1820), 3: day(1850)}, 2),
        ({1: day(1968), 2: day(1993), 3: day(1993)}, 1),
        ({1: day(1968), 2: None}, None),
        ({2: day(1968)}, None),
        ({1: DateInParts(1968, 5, None), 2: day(1968, 5, 3)}, 1),
    ],
)
def test_a_published_phase_follows_the_last_that_began_before_it(begins, follows):
    assert phase_numbers.phase_followed(max(begins), begins) == follows


def test_the_phases_of_the_release_begin_when_those_they_follow_have_ended():
    begins, ends = _lives(reference("data/atop-5.1/atop5_1m.csv"))
    later = [(alliance, phase) for alliance in begins for phase in begins[alliance] if phase > 1]
    before = {key: phase_numbers.phase_followed(key[1], begins[key[0]]) for key in later}
    gaps = {
        f"{alliance}.{phase}"
        for (alliance, phase), first in before.items()
        if _days(ends[alliance][first], begins[alliance][phase]) > 1
    }
    assert len(later) == 60
    assert all(
        _days(ends[key[0]][first], begins[key[0]][key[1]]) >= 0 for key, first in before.items()
    )
    assert gaps == {"1020.3", "2340.2", "6030.2", "6045.2"}
    parallel = {key[0] for key in later if key[1] == 3 and before[key] == 1}
    assert parallel == {3424, 3433, 3610, 3625, 4070, 4075, 4100, 4185, 4195}


def _lives(path):
    """The begin of each phase of a member file, and its last exit, by alliance and phase."""
    begins, ends = defaultdict(dict), defaultdict(dict)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            alliance, phase = int(row["atopid"]), int(row["phase"])
            entry, left = (_date_of(row, ending) for ending in ("ent", "exit"))
            begins[alliance][phase] = min(entry, begins[alliance].get(phase, entry))
            if left:
                ends[alliance][phase] = max(left, ends[alliance].get(phase, left))
    return begins, ends


def _date_of(row, ending):
    year, month, number = (int(row[f"{part}{ending}"] or 1) for part in ("yr", "mo", "day"))
    return DateInParts(year, month, number) if year else None


def _days(since, until):
    return (date(*until) - date(*since)).days


# At once


def at_once(work, count=4):
    """Run the work in threads of their own; return results and exceptions."""

    def run(argument):
        try:
            return work(argument)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_a_phase_started_by_four_at_once_is_started_once(seeded):
    cast = make_cast()
    sheet = make_sheet(4765)
    results = at_once(lambda _: phases.start_phase(sheet, by=cast.coder))
    assert sum(isinstance(result, Sheet) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert keys() == ["4765", "4765.2"]


@pytest.mark.django_db(transaction=True)
def test_first_approvals_at_once_number_the_one_before_once(seeded):
    cast = make_cast()
    sheet = make_sheet(4765)
    started = phases.start_phase(sheet, by=cast.coder)
    waiting = [drafts.submit(of(started, number), by=cast.coder) for number in (5, 6, 7)]
    waiting.append(pending(sheet, 14, "Ended in 2001.", by=cast.coder))
    seen = {change.pk: on_screen(change) for change in waiting}

    def decide(number):
        revision = Revision.objects.select_related("sheet").get(pk=waiting[number].pk)
        return review.decide(Verdict(APPROVE, revision, seen[revision.pk]), by=cast.reviewer)

    results = at_once(decide)
    assert all(isinstance(result, Revision) for result in results), results
    assert keys() == ["4765.1", "4765.2"]
    first = Formation.objects.get(sheet=sheet)
    assert (first.atop_identifier, first.termination_dates) == ("4765.1", "Ended in 2001.")
    assert [past.phase for past in sheet.history.order_by("history_id")] == [0, 1]


def test_sheets_that_were_numbered_both_ways_are_left_alone(cast):
    first = make_sheet(4765, 1)
    both = starting_sheets.create_sheet(Sheet(atop_id=4765), by=cast.admin, reason="Long ago")
    make_sheet(4765, 2)
    assert keys() == ["4765", "4765.1", "4765.2"]
    assert both.history.count() == first.history.count() == 1

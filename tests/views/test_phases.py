"""Pages of an alliance's phases: starting one, what it takes over, and what it says otherwise."""

import re
from datetime import date

import pytest

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.models import Revision, Sheet
from coding.models.revision import Status
from coding.workflow import drafts, phases
from coding.workflow.release_import import PublishedRelease, import_release
from tests.factories import approve, approved_change, draft, make_sheet, pending
from tests.shared_rows import shared

BELARUS, KAZAKHSTAN, RUSSIA = 370, 705, 365
SIGNED = {"yrent": 1996, "moent": 1, "dayent": 17, "cowsys": 1}
IN_EFFECT = {"yrexit": 0, "moexit": 0, "dayexit": 0}


def members(*states, **codes):
    return {str(state): {"member": state, **SIGNED, **IN_EFFECT, **codes} for state in states}


def coding(*states, estmode=1, **codes):
    return Coding({"estmode": estmode}, members(*states, **codes))


def import_codes(*published):
    import_release(PublishedRelease("5.1", date(2018, 12, 31), "small.csv", published))


@shared
def first(cast):
    """The only sheet of an alliance, with answers and some codes."""
    sheet = make_sheet(4765)
    import_codes(CodedPhase(4765, 0, coding(BELARUS, KAZAKHSTAN, defense=0)))
    return sheet


@shared
def started(cast, first):
    """A second phase that the coder has just started."""
    return phases.start_phase(first, by=cast.coder)


def own(sheet, number):
    return Revision.objects.open().get(sheet=sheet, question=number)


def enter(started, cast, number=5):
    """Bring the phase into the record with the approval of one answer."""
    return approve(drafts.submit(own(started, number), by=cast.coder), by=cast.reviewer)


# Starting


def test_a_coder_starts_the_next_phase_from_the_sheets_page(coder, first):
    assert 'href="/sheets/4765/phases/new/"' in coder.get("/sheets/4765/").text
    asked = coder.get("/sheets/4765/phases/new/").text
    assert "Start phase 2 of 4765" in asked
    assert "Then 4765 becomes 4765.1." in asked
    assert "signature dates (3), dates of entry (4), termination dates (14)" in asked
    answer = coder.post("/sheets/4765/phases/new/", {"number": "2"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/sheets/4765.2/"
    assert "Phase 2 of 4765 is started." in answer.text
    assert "Submit 57 drafts for review" in answer.text


def test_asking_starts_nothing(coder, first):
    coder.get("/sheets/4765/phases/new/")
    assert Sheet.objects.count() == 1


def test_an_admin_starts_a_phase_and_a_coder_begins_with_the_one_before(client, cast, first):
    client.force_login(cast.admin)
    assert (
        "A coder takes the answers of phase 1 over" in client.get("/sheets/4765/phases/new/").text
    )
    client.post("/sheets/4765/phases/new/", {"number": "2"})
    assert "take-over" not in client.get("/sheets/4765.2/").text
    client.force_login(cast.coder)
    assert "Begin with phase 1" in client.get("/sheets/4765.2/").text
    answer = client.post("/sheets/4765.2/phases/take-over/", follow=True)
    assert "57 drafts of 4765.2 say what the phase before says." in answer.text
    assert "Begin with phase 1" not in answer.text


def test_there_is_nothing_to_take_over_where_no_phase_is_followed(coder, first):
    answer = coder.post("/sheets/4765/phases/take-over/", follow=True)
    assert "follows no other phase" in answer.text


def test_a_phase_that_is_followed_offers_a_parallel_one_only(coder, cast, first, started):
    assert "Start a parallel phase" in coder.get("/sheets/4765/").text
    asked = coder.get("/sheets/4765/phases/new/").text
    assert "Phase 2 follows phase 1 already." in asked
    assert 'name="parallel"' in asked
    refused = coder.post("/sheets/4765/phases/new/", {"number": "3"}, follow=True)
    assert "4765.2 follows 4765 already" in refused.text
    coder.post("/sheets/4765/phases/new/", {"number": "3", "parallel": "1"})
    third = Sheet.objects.get(phase=3)
    assert third.follows == first
    assert "parallel to" in coder.get("/sheets/4765.3/").text


def test_a_button_pressed_twice_starts_one_phase(coder, first):
    for _ in range(2):
        coder.post("/sheets/4765/phases/new/", {"number": "2", "parallel": "1"})
    assert Sheet.objects.count() == 2


def test_a_phase_that_nothing_is_approved_of_is_not_followed(coder, started):
    asked = coder.get("/sheets/4765.2/phases/new/").text
    assert "has no approved answer yet" in asked
    assert "<button" not in asked.partition("<main")[2].partition("</main>")[0]
    assert "Start the next phase" not in coder.get("/sheets/4765.2/").text


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_nonsense_for_a_number_starts_nothing_or_the_next(coder, first, number):
    assert coder.post("/sheets/4765/phases/new/", {"number": number}).status_code == 302
    assert set(Sheet.objects.values_list("phase", flat=True)) <= {0, 2}


def test_starting_a_sheet_that_is_there_leads_to_its_phases(coder, cast):
    make_sheet(1020, 1)
    make_sheet(1020, 2)
    text = coder.post("/sheets/new/", {"atop_id": "1020", "phase": "0"}).text
    assert "1020 has phases already" in text
    assert 'href="/sheets/1020.1/"' in text
    assert 'href="/sheets/1020.2/"' in text


# Where a sheet stands


def test_a_sheet_without_phases_says_nothing_of_them(reviewer, first):
    text = reviewer.get("/sheets/4765/").text
    assert 'aria-label="Phases"' not in text
    assert "phase 1" not in text


def test_each_phase_says_its_place_and_leads_to_the_others(reviewer, cast, started):
    enter(started, cast)
    text = reviewer.get("/sheets/4765.2/").text
    assert "Phase 2 of 2" in text
    assert 'follows <a href="/sheets/4765.1/">phase 1</a>' in text
    assert "Phase 1 of 2" in reviewer.get("/sheets/4765.1/").text


def test_while_nothing_of_a_new_phase_is_approved_both_say_so(reviewer, started):
    assert "another one is being written" in reviewer.get("/sheets/4765/").text
    assert "Phase 2, nothing of it approved yet" in reviewer.get("/sheets/4765.2/").text


def test_a_phase_nothing_is_approved_of_is_named_by_the_members_of_the_one_before(coder, started):
    assert "<h1>Belarus – Kazakhstan</h1>" in coder.get("/sheets/4765.2/").text


def test_a_past_moment_is_not_compared_with_the_phase_before(reviewer, cast, started):
    enter(started, cast)
    text = reviewer.get(f"/sheets/4765.2/?at={date.today()}").text
    assert "Answer 5." in text
    assert "As in phase 1" not in text


# Old addresses


def test_the_number_alone_leads_to_the_first_phase(coder, cast, started):
    enter(started, cast)
    for page in ("", "history/", "questions/14/", "sections/formation/", "print.txt"):
        answer = coder.get(f"/sheets/4765/{page}?x=1")
        assert (answer.status_code, answer.url) == (302, f"/sheets/4765.1/{page}?x=1")


def test_what_is_typed_on_a_page_of_before_is_kept(coder, cast, first, started):
    enter(started, cast)
    sent = {"text": "Ended in 2001.", "note": "", "edits": 0}
    answer = coder.post("/sheets/4765/questions/14/save/", sent)
    assert answer.json()["state"] == "saved"
    assert own(first, 14).text == "Ended in 2001."


@pytest.mark.parametrize("address", ["/sheets/9999/", "/sheets/4765.3/", "/sheets/4765/print.exe"])
def test_what_is_not_there_is_still_not_found(coder, cast, started, address):
    enter(started, cast)
    assert coder.get(address, follow=True).status_code == 404


# What it says otherwise


def test_a_new_phase_is_marked_as_the_one_before_until_something_is_changed(coder, cast, started):
    text = coder.get("/sheets/4765.2/").text
    assert text.count("Your answer is as in phase 1") == 57
    assert "changed from it" not in text
    draft(started, 10, "Answer 10. Longer.", by=cast.coder)
    changed = coder.get("/sheets/4765.2/").text
    assert 'changed from it: <a href="#q10">10</a>' in changed
    assert "<ins> Longer.</ins>" in changed


def test_what_each_phase_says_of_itself_alone_is_not_compared(coder, cast, started):
    approved_change(started, 3, "June 1, 2001", by=cast.coder, reviewer=cast.reviewer)
    text = coder.get("/sheets/4765.2/").text
    for number in (1, 3, 14, 15):
        article = text.partition(f'id="q{number}"')[2].partition("</article>")[0]
        assert "phase 1" not in article


def test_codes_are_compared_with_those_of_the_phase_before(coder, cast, started):
    approve(drafts.submit(own(started, 4), by=cast.coder), by=cast.reviewer)
    codes = {"370/defense": 1}
    draft(started, 16, "Answer 16.", by=cast.coder, codes=codes)
    text = coder.get("/sheets/4765.2/questions/16/").text
    mark = text.partition('class="chip">changed</span>')[2].partition("</details>")[0]
    assert "<b>defense</b>" in mark
    assert "<del>0 no</del>" in mark
    assert "<ins>1 yes</ins>" in mark
    assert "370 Belarus" in mark
    assert "705 Kazakhstan" not in mark


def test_the_whole_sections_page_marks_each_question(coder, cast, started):
    draft(started, 17, "Another type.", by=cast.coder)
    text = coder.get("/sheets/4765.2/sections/obligations/").text
    assert text.count("Your answer is as in phase 1") == 12
    assert text.count('<span class="chip">changed</span>') == 1


def test_approved_answers_are_marked_for_everybody(reviewer, cast, started):
    enter(started, cast)
    text = reviewer.get("/sheets/4765.2/").text
    assert text.count("As in phase 1") == 1  # of what others draft nothing is told


def test_who_came_and_who_went_stands_at_the_roster_alone(reviewer, cast):
    czech, slovak, cambodia = 316, 317, 811
    import_codes(
        CodedPhase(3424, 1, coding(czech, cambodia, defense=1)),
        CodedPhase(3424, 2, later(coding(slovak, cambodia, defense=1))),
    )
    text = reviewer.get("/sheets/3424.2/").text
    roster = text.partition('id="q4"')[2].partition("</article>")[0]
    assert "not in this phase" in roster
    assert "316 Czech Republic" in roster
    assert "joins" in roster
    obligations = text.partition('id="q16"')[2].partition("</article>")[0]
    assert "As in phase 1" in obligations


def later(found):
    """The same codes, three years later."""
    for codes in found.members.values():
        codes["yrent"] += 3
    return found


# Review


def test_a_first_answer_is_reviewed_against_the_phase_before(reviewer, cast, started):
    draft(started, 10, "Answer 10. Longer.", by=cast.coder)
    revision = drafts.submit(own(started, 10), by=cast.coder)
    text = reviewer.get(f"/review/{revision.pk}/").text
    assert "changed from phase 1" in text
    assert "<ins> Longer.</ins>" in text
    assert "<ins>Answer" not in text


def test_a_first_answer_that_says_the_same_is_shown_whole_with_its_codes(reviewer, cast, started):
    drafts.submit(own(started, 4), by=cast.coder)
    revision = drafts.submit(own(started, 16), by=cast.coder)
    text = reviewer.get(f"/review/{revision.pk}/").text
    assert "as in phase 1" in text
    assert '<div class="diff">Answer 16.</div>' in text
    assert ">defense</b> 0 no" in text
    assert "not coded yet" not in text


def test_many_first_answers_are_reviewed_against_the_phase_before(
    reviewer, cast, started, django_assert_max_num_queries
):
    waiting = [drafts.submit(own(started, number), by=cast.coder) for number in range(5, 14)]
    with django_assert_max_num_queries(40):
        text = reviewer.post(
            "/review/many/", {"revision": [revision.pk for revision in waiting]}
        ).text
    assert text.count("as in phase 1") == 9


def test_a_later_change_is_reviewed_against_what_is_approved(reviewer, cast, started):
    enter(started, cast, 10)
    revision = pending(started, 10, "Answer 10. Longer.", by=cast.coder)
    text = reviewer.get(f"/review/{revision.pk}/").text
    assert "phase 1" not in text
    assert "<ins> Longer.</ins>" in text


def test_approving_a_whole_phase_on_one_page_numbers_the_one_before(reviewer, cast, first, started):
    drafts.submit_many(Revision.objects.filter(status=Status.DRAFT), by=cast.coder)
    shown = reviewer.post(
        "/review/many/", {"revision": list(Revision.objects.pending().values_list("pk", flat=True))}
    )
    sent = {
        "revision": re.findall('name="revision" value="([^"]+)"', shown.text),
        "seen": re.findall('name="seen" value="([^"]+)"', shown.text),
        "others": "approve",
    }
    assert "approved." in reviewer.post("/review/many/", sent, follow=True).text
    first.refresh_from_db()
    assert first.key == "4765.1"
    assert not Revision.objects.pending().exists()


# What it costs


def test_a_phase_costs_the_same_queries_however_much_it_says(
    coder, cast, started, django_assert_max_num_queries
):
    for address in ("", "questions/16/", "sections/obligations/"):
        coder.get(f"/sheets/4765.2/{address}")
        with django_assert_max_num_queries(24):
            coder.get(f"/sheets/4765.2/{address}")

"""Writing: one question, a section, drafts that save themselves, the author's steps."""

import pytest
from django.db import connection
from django.urls import reverse

from atop_site.databases import LONGEST_WAIT
from coding.forms.draft import shown
from coding.models import Revision
from coding.models.revision import Status
from coding.views import writing
from tests import factories

QUESTION = "/sheets/4765/questions/14/"
SAVE = f"{QUESTION}save/"
SECTION = "/sheets/4765/sections/formation/"
SUBMIT = "/sheets/4765/submit/"
FETCH = {"X-Requested-With": "fetch"}


def own(cast, number=14):
    return Revision.objects.get(question=number, author=cast.coder, status__in=["draft", "pending"])


def history_rows(sheet):
    return sheet.formation.history.count()


# Who may


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_other_readers_see_a_question_without_a_box(client, cast, sheet, who):
    client.force_login(getattr(cast, who))
    text = client.get(QUESTION).text
    assert "Answer 14." in text
    assert 'class="editor' not in text
    assert "sections/formation" not in text


@pytest.mark.parametrize(
    ("who", "address", "status", "state"),
    [
        ("reviewer", f"{QUESTION}codes/", 403, "refused"),
        ("coder", "/sheets/9999/questions/14/codes/", 404, "refused"),
        (None, f"{QUESTION}codes/", 401, "signed-out"),
    ],
)
def test_the_script_of_a_page_is_refused_in_words_that_it_reads(
    client, cast, sheet, who, address, status, state
):
    if who:
        client.force_login(getattr(cast, who))
    answer = client.get(address, headers=FETCH)
    assert (answer.status_code, answer.json()["state"]) == (status, state)


@pytest.mark.parametrize("address", [QUESTION, SECTION])
@pytest.mark.parametrize("who", ["reviewer", "admin", "outsider"])
def test_only_coders_write(client, cast, sheet, who, address):
    client.force_login(getattr(cast, who))
    assert client.post(address, {"text": "New.", "note": "Why."}).status_code == 403
    assert not Revision.objects.exists()


@pytest.mark.parametrize("who", ["reviewer", "admin", "outsider"])
def test_only_coders_save_drafts(client, cast, sheet, who):
    client.force_login(getattr(cast, who))
    response = client.post(SAVE, {"text": "New."}, headers=FETCH)
    assert response.status_code == 403
    assert response.json()["state"] == "refused"


# One question


def test_question_shows_wording_rule_and_approved_answer(coder, sheet):
    text = coder.get(QUESTION).text
    assert "Termination date(s)" in text
    assert "Coding rule" in text
    assert "Answer 14." in text


def test_text_is_saved_as_a_draft(coder, cast, sheet):
    response = coder.post(QUESTION, {"text": "Ended.", "note": "Why.", "action": "save"})
    assert response.headers["Location"] == QUESTION
    assert (own(cast).text, own(cast).status) == ("Ended.", Status.DRAFT)


def test_characters_that_nobody_sees_are_left_out_where_that_is_safe_and_listed_where_not(
    coder, cast, sheet
):
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    text = f"Co\u00adoperation\u200b, signed as {persian}."
    coder.post(QUESTION, {"text": text, "note": "Why\u202e.\r\nSo.", "action": "save"})
    draft = own(cast)
    assert (draft.text, draft.note) == (f"Cooperation, signed as {persian}.", "Why.\nSo.")
    for address in (QUESTION, SECTION):
        page = coder.get(address).content.decode()
        assert f"zero width non-joiner in “<bdi>{persian}.</bdi>”" in page


def test_text_is_submitted_and_the_next_question_opens(coder, cast, sheet):
    response = coder.post(QUESTION, {"text": "Ended.", "note": "Why.", "action": "next"})
    assert response.headers["Location"] == "/sheets/4765/questions/15/"
    assert own(cast).status == Status.PENDING


def test_missing_reason_is_asked_for_and_the_text_kept(coder, cast, sheet):
    response = coder.post(QUESTION, {"text": "Ended.", "note": "", "action": "submit"})
    assert response.status_code == 400
    assert "Say why the approved answer should change." in response.text
    assert 'href="#note"' in response.text
    assert own(cast).text == "Ended."


@pytest.mark.acceptance(5)
def test_saving_with_nothing_changed_writes_nothing(coder, cast, sheet):
    before = history_rows(sheet)
    coder.post(QUESTION, {"text": "Answer 14.", "note": "", "action": "save"})
    coder.post(QUESTION, {"text": " Answer  14.\r\n", "note": "", "shown": shown("Answer 14.", "")})
    assert not Revision.objects.exists()
    assert history_rows(sheet) == before


def test_submitting_with_nothing_changed_says_so(coder, sheet):
    response = coder.post(QUESTION, {"text": "Answer 14.", "note": "", "action": "submit"})
    assert "nothing to submit" in response.text
    assert not Revision.objects.exists()


def test_an_untouched_page_does_not_bring_back_an_answer_replaced_meanwhile(coder, cast, sheet):
    page = {"text": "Answer 14.", "note": "", "shown": shown("Answer 14.", ""), "edits": "0"}
    factories.approved_change(sheet, 14, "Ended.", by=cast.second_coder, reviewer=cast.reviewer)
    coder.post(QUESTION, page)
    assert not Revision.objects.filter(author=cast.coder).exists()


def test_a_request_without_a_text_empties_nothing(coder, cast, sheet):
    factories.draft(sheet, 14, "Ended.", by=cast.coder)
    response = coder.post(QUESTION, {"note": "Why.", "action": "save"})
    assert response.status_code == 400
    assert own(cast).text == "Ended."


@pytest.mark.acceptance(1)
def test_two_browsers_save_the_same_draft_and_the_second_sees_both(coder, cast, sheet):
    first = factories.draft(sheet, 14, "Begun.", by=cast.coder)
    coder.post(QUESTION, {"text": "First text.", "note": "", "edits": first.edits})
    response = coder.post(QUESTION, {"text": "Second text.", "note": "", "edits": first.edits})
    assert response.status_code == 409
    assert "First text." in response.text
    assert "Second text." in response.text
    assert own(cast).text == "First text."
    again = {"text": "Second text.", "note": "", "edits": own(cast).edits}
    assert f'name="edits" value="{again["edits"]}"' in response.text
    coder.post(QUESTION, again)
    assert own(cast).text == "Second text."


@pytest.mark.acceptance(1)
def test_two_people_write_the_same_answer_and_both_are_kept(client, cast, sheet):
    for person, text in [(cast.coder, "Mine."), (cast.second_coder, "Yours.")]:
        client.force_login(person)
        client.post(QUESTION, {"text": text, "note": "", "action": "save"})
    assert set(Revision.objects.values_list("text", flat=True)) == {"Mine.", "Yours."}


@pytest.mark.acceptance(2)
def test_two_sheets_in_two_tabs_are_both_kept(coder, cast, sheet):
    factories.make_sheet(2000)
    coder.post(QUESTION, {"text": "Here.", "note": ""})
    coder.post("/sheets/2000/questions/14/", {"text": "There.", "note": ""})
    assert set(Revision.objects.values_list("text", flat=True)) == {"Here.", "There."}


def test_text_sent_while_the_own_revision_is_in_review_is_kept_until_taken_back(coder, cast, sheet):
    waiting = factories.pending(sheet, 14, "In review.", by=cast.coder)
    sent = {"text": "Typed later.", "note": "Why.", "edits": waiting.edits}
    response = coder.post(QUESTION, sent)
    assert response.status_code == 409
    assert "Typed later." in response.text
    assert own(cast).text == "In review."
    coder.post(QUESTION, {**sent, "action": "take-back"})
    assert (own(cast).text, own(cast).status) == ("Typed later.", Status.DRAFT)


def test_text_is_not_saved_under_another_account(coder, cast, sheet):
    response = coder.post(QUESTION, {"text": "Ended.", "note": "", "author": cast.second_coder.pk})
    assert "Somebody else was signed in" in response.text
    assert "Ended." in response.text
    assert not Revision.objects.exists()


def test_pending_revision_is_shown_and_can_be_taken_back(coder, cast, sheet):
    waiting = factories.pending(sheet, 14, "In review.", by=cast.coder)
    text = coder.get(QUESTION).text
    assert "readonly" in text
    assert reverse("coding:revision-step", args=[waiting.pk, "take-back"]) in text
    assert reverse("coding:revision-step", args=[waiting.pk, "withdraw"]) in text


def test_returned_text_and_comment_are_there_to_go_on_from(coder, cast, sheet):
    waiting = factories.pending(sheet, 14, "First try.", by=cast.coder)
    factories.send_back(waiting, by=cast.reviewer, comment="Which source?")
    text = coder.get(QUESTION).text
    assert "Which source?" in text
    assert "First try.</textarea>" in text


def test_an_approved_answer_that_changed_under_the_draft_is_shown(coder, cast, sheet):
    factories.draft(sheet, 14, "Mine.", by=cast.coder)
    factories.approved_change(sheet, 14, "Theirs.", by=cast.second_coder, reviewer=cast.reviewer)
    text = coder.get(QUESTION).text
    assert "The approved answer changed" in text
    assert "<ins>Theirs.</ins>" in text


def test_two_people_on_one_question_learn_of_each_others_drafts(coder, cast, sheet):
    factories.draft(sheet, 14, "Their draft.", by=cast.second_coder)
    factories.pending(sheet, 15, "Their proposal.", by=cast.second_coder)
    text = coder.get(QUESTION).text
    assert "Colin Second is writing another answer" in text
    assert "Their draft." not in text
    assert "Their proposal." in coder.get("/sheets/4765/questions/15/").text


def test_the_sheets_own_number_is_shown_but_not_revised(coder, sheet):
    address = "/sheets/4765/questions/1/"
    assert "set when the sheet is started" in coder.get(address).text
    coder.post(address, {"text": "9999", "note": "Why.", "action": "submit"})
    assert not Revision.objects.exists()


def test_texts_are_escaped_on_the_page(coder, cast, sheet):
    evil = "</textarea><script>alert(1)</script>"
    factories.draft(sheet, 14, evil, by=cast.coder, note=evil)
    factories.pending(sheet, 14, evil, by=cast.second_coder, note=evil)
    assert "<script>alert" not in coder.get(QUESTION).text
    response = coder.post(QUESTION, {"text": f"{evil}2", "note": evil, "edits": "77"})
    assert "<script>alert" not in response.text


def test_question_costs_as_many_queries_with_a_long_history(
    coder, cast, sheet, django_assert_num_queries
):
    coder.post(QUESTION, {"text": "Begun.", "note": ""})
    coder.get(QUESTION)  # the message is shown once
    with django_assert_num_queries(10):
        coder.get(QUESTION)
    for number in range(5):
        other = cast.second_coder
        factories.approved_change(sheet, 14, f"{number}.", by=other, reviewer=cast.reviewer)
        factories.send_back(factories.pending(sheet, 14, "No.", by=other), by=cast.reviewer)
    with django_assert_num_queries(10):
        coder.get(QUESTION)


# Drafts that save themselves


def test_draft_saves_itself_and_says_when(coder, cast, sheet):
    answer = coder.post(SAVE, {"text": "Ended.", "note": "", "edits": 0}, headers=FETCH).json()
    assert answer["state"] == "saved"
    assert answer["edits"] == own(cast).edits == 1
    assert answer["saved_at"] == f"{own(cast).saved_at:%H:%M UTC}"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks all of a database")
def test_a_draft_that_saves_itself_waits_less_long_for_others_than_a_page(
    coder, sheet, monkeypatch
):
    """The script tries again by itself, and whoever writes is told meanwhile."""

    def patience():
        with connection.cursor() as cursor:
            ((milliseconds,),) = cursor.execute("PRAGMA busy_timeout").fetchall()
        return milliseconds / 1000

    waited, save = [], writing.save
    monkeypatch.setattr(
        writing, "save", lambda *given, **named: waited.append(patience()) or save(*given, **named)
    )
    coder.post(SAVE, {"text": "Ended.", "note": "", "edits": 0}, headers=FETCH)
    assert waited[0] <= 10 < patience() == LONGEST_WAIT


def test_saving_the_same_again_writes_nothing(coder, cast, sheet):
    before = history_rows(sheet)
    for _ in range(3):
        answer = coder.post(SAVE, {"text": "Ended.", "note": "", "edits": 0}, headers=FETCH)
        assert answer.json()["edits"] == 1
    assert Revision.objects.count() == 1
    assert history_rows(sheet) == before


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("first", [SAVE, QUESTION])
def test_lines_end_alike_whoever_sent_them(coder, cast, sheet, first, line_end):
    sent = {"text": "Ended.\nTwice.", "note": "Read again.\nTwice."}
    coder.post(first, sent, headers=FETCH if first == SAVE else {})
    kept = own(cast)
    assert (kept.text, kept.note) == ("Ended.\nTwice.", "Read again.\nTwice.")
    sent = {name: words.replace("\n", line_end) for name, words in sent.items()}
    coder.post(QUESTION, {**sent, "edits": 1, "shown": shown(kept.text, kept.note)})
    coder.post(QUESTION, {**sent, "edits": 1})
    coder.post(SAVE, {**sent, "edits": 1}, headers=FETCH)
    assert (own(cast).edits, own(cast).saved_at) == (1, kept.saved_at)


def test_saving_the_approved_answer_starts_no_draft(coder, sheet):
    answer = coder.post(SAVE, {"text": "Answer 14.", "note": "", "edits": 0}, headers=FETCH)
    assert answer.json()["edits"] == 0
    assert not Revision.objects.exists()


def test_a_save_that_has_not_seen_the_latest_gets_the_stored_text(coder, cast, sheet):
    factories.draft(sheet, 14, "First text.", by=cast.coder, note="Why.")
    response = coder.post(SAVE, {"text": "Second.", "note": "", "edits": 0}, headers=FETCH)
    assert response.status_code == 409
    assert response.json() == {
        "state": "conflict",
        "edits": 1,
        "reason": response.json()["reason"],
        "text": "First text.",
        "note": "Why.",
        "codes": {},
        "is_draft": True,
    }
    assert own(cast).text == "First text."


def test_a_save_into_a_revision_in_review_says_that_it_is_no_draft(coder, cast, sheet):
    factories.pending(sheet, 14, "In review.", by=cast.coder)
    response = coder.post(SAVE, {"text": "Later.", "note": "", "edits": 1}, headers=FETCH)
    assert response.status_code == 409
    assert response.json()["is_draft"] is False


def test_a_save_after_the_draft_ended_gets_no_stored_text(coder, cast, sheet):
    factories.withdraw(factories.draft(sheet, 14, "Gone.", by=cast.coder), by=cast.coder)
    response = coder.post(SAVE, {"text": "Later.", "note": "", "edits": 1}, headers=FETCH)
    assert response.status_code == 409
    assert response.json()["text"] is None


@pytest.mark.acceptance(3, 34)
def test_an_ended_session_is_told_to_the_script(client, sheet):
    response = client.post(SAVE, {"text": "Ended.", "note": "", "edits": 0}, headers=FETCH)
    assert response.status_code == 401
    assert response.json()["state"] == "signed-out"


def test_a_save_from_another_account_is_refused(coder, cast, sheet):
    sent = {"text": "Ended.", "note": "", "edits": 0, "author": cast.second_coder.pk}
    assert coder.post(SAVE, sent, headers=FETCH).status_code == 403
    assert not Revision.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"text": "x", "edits": "many"}, {"text": "x", "edits": "-1"}])
def test_a_damaged_save_changes_nothing(coder, sheet, sent):
    assert coder.post(SAVE, sent, headers=FETCH).status_code == 400
    assert not Revision.objects.exists()


def test_saving_is_not_done_by_following_a_link(coder, sheet):
    assert coder.get(SAVE).status_code == 405
    assert coder.get(SUBMIT).url == reverse("coding:sheet-read", args=[sheet.key])


# A section


def boxes(**typed):
    """What the section's page sends: every box as shown, but for those typed into."""
    sent = {}
    for number in range(2, 16):
        text = f"Answer {number}."
        text = {3: "January 17, 1996", 4: "370 Belarus\n705 Kazakhstan"}.get(number, text)
        sent |= {f"q{number}-text": text, f"q{number}-note": "", f"q{number}-edits": "0"}
        sent[f"q{number}-shown"] = shown(text, "")
    return sent | {name.replace("_", "-"): value for name, value in typed.items()}


def test_section_shows_a_box_for_each_question(coder, sheet):
    text = coder.get(SECTION).text
    for number in range(2, 16):
        assert f'name="q{number}-text"' in text
    assert 'name="q1-text"' not in text


def test_section_saves_only_what_was_typed(coder, cast, sheet):
    coder.post(SECTION, boxes(q5_text="No war.", q6_text="Notes.", action="save"))
    assert set(Revision.objects.values_list("question", "text")) == {(5, "No war."), (6, "Notes.")}


@pytest.mark.parametrize("common", ["", "Read again."])
def test_section_submits_no_draft_that_it_has_not_shown(coder, cast, sheet, common):
    factories.draft(sheet, 5, "Written on another machine.", by=cast.coder, note="")
    answer = coder.post(
        SECTION, boxes(q6_text="Notes.", q6_note="Own.", common=common, action="submit")
    )
    assert answer.status_code == 302
    assert (own(cast, 5).status, own(cast, 6).status) == (Status.DRAFT, Status.PENDING)


def test_section_refuses_no_question_that_was_submitted_elsewhere(coder, cast, sheet):
    factories.pending(sheet, 5, "No war.", by=cast.coder)
    as_shown = {"q5_edits": "1", "q5_shown": shown("No war.", "Because.")}
    sent = boxes(q5_text="No war.", q5_note="Because.", **as_shown, action="submit")
    assert coder.post(SECTION, sent).status_code == 302


def test_question_submits_no_draft_that_it_has_not_shown(coder, cast, sheet):
    factories.draft(sheet, 14, "Written on another machine.", by=cast.coder)
    page = {"text": "Answer 14.", "note": "", "shown": shown("Answer 14.", ""), "edits": "0"}
    answer = coder.post(QUESTION, {**page, "action": "submit"})
    assert "nothing to submit" in answer.text
    assert "Written on another machine." in answer.text
    assert own(cast).status == Status.DRAFT


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_section_refuses_no_question_that_nobody_touched(coder, cast, sheet, line_end):
    note = "Read again.\nTwice."
    factories.draft(sheet, 6, "Notes.\nTwo.", by=cast.coder, note=note)
    as_shown = {"q6_edits": "1", "q6_shown": shown("Notes.\nTwo.", note), "action": "save"}
    sent = boxes(q6_text="Notes.\nTwo.", q6_note=note, **as_shown)
    answer = coder.post(
        SECTION, {name: words.replace("\n", line_end) for name, words in sent.items()}
    )
    assert answer.status_code == 302
    assert own(cast, 6).edits == 1


def test_section_submits_all_changed_with_the_common_reason(coder, cast, sheet):
    sent = boxes(q5_text="No war.", q6_text="Notes.", q6_note="Own.", common="Read again.")
    coder.post(SECTION, {**sent, "action": "submit"})
    submitted = Revision.objects.pending().values_list("question", "note")
    assert set(submitted) == {(5, "Read again."), (6, "Own.")}


def test_section_gives_the_common_reason_to_drafts_saved_before(coder, cast, sheet):
    factories.draft(sheet, 5, "No war.", by=cast.coder, note="")
    sent = boxes(q5_text="No war.", q5_edits="1", common="Read again.", action="submit")
    coder.post(SECTION, {**sent, "q5-shown": shown("No war.", "")})
    assert own(cast, 5).status == Status.PENDING


def test_section_lists_what_was_skipped_and_loses_nothing(coder, cast, sheet):
    sent = boxes(q5_text="No war.", q6_text="Notes.", q6_note="Own.", action="submit")
    response = coder.post(SECTION, sent)
    assert response.status_code == 400
    assert 'href="#note-5"' in response.text
    assert "No war." in response.text
    assert own(cast, 5).status == Status.DRAFT
    assert own(cast, 6).status == Status.PENDING


def test_section_keeps_text_that_meets_another_save(coder, cast, sheet):
    factories.draft(sheet, 5, "Elsewhere.", by=cast.coder)
    response = coder.post(SECTION, boxes(q5_text="Here.", action="submit"))
    assert response.status_code == 409
    assert "Elsewhere." in response.text
    assert "Here.</textarea>" in response.text


def test_section_leaves_questions_in_review_alone(coder, cast, sheet):
    factories.pending(sheet, 5, "In review.", by=cast.coder)
    assert 'name="q5-text"' not in coder.get(SECTION).text
    sent = {name: value for name, value in boxes().items() if not name.startswith("q5-")}
    assert coder.post(SECTION, {**sent, "action": "submit"}).status_code == 302
    assert own(cast, 5).text == "In review."


def test_section_with_nothing_changed_writes_nothing(coder, sheet):
    response = coder.post(SECTION, boxes(action="submit", common="Reason."), follow=True)
    assert "Nothing was changed." in response.text
    assert not Revision.objects.exists()


def test_section_costs_as_many_queries_with_many_drafts(
    coder, cast, sheet, django_assert_num_queries
):
    with django_assert_num_queries(10):
        coder.get(SECTION)
    for number in range(5, 15):
        factories.draft(sheet, number, "New.", by=cast.coder)
        factories.draft(sheet, number, "Newer.", by=cast.second_coder)
    with django_assert_num_queries(10):
        coder.get(SECTION)


# Several drafts at once, and the author's steps


def test_selected_drafts_are_submitted_and_the_others_stay(coder, cast, sheet):
    chosen = factories.draft(sheet, 5, "No war.", by=cast.coder)
    factories.draft(sheet, 6, "Notes.", by=cast.coder)
    response = coder.post(SUBMIT, {"revision": [chosen.pk], "back": "work"})
    assert response.headers["Location"] == "/work/"
    assert own(cast, 5).status == Status.PENDING
    assert own(cast, 6).status == Status.DRAFT


def test_skipped_drafts_are_listed_with_the_reason(coder, cast, sheet):
    ready = factories.draft(sheet, 5, "No war.", by=cast.coder)
    unready = factories.draft(sheet, 6, "Notes.", by=cast.coder, note="")
    response = coder.post(SUBMIT, {"revision": [ready.pk, unready.pk]}, follow=True)
    assert "Submitted for review: 1 answer" in response.text
    assert "Q6: say why" in response.text


def test_somebody_elses_draft_is_not_submitted(coder, cast, sheet):
    theirs = factories.draft(sheet, 5, "Theirs.", by=cast.second_coder)
    response = coder.post(SUBMIT, {"revision": [theirs.pk, "x"]}, follow=True)
    assert "nothing was submitted" in response.text
    theirs.refresh_from_db()
    assert theirs.status == Status.DRAFT


def test_drafts_of_another_sheet_are_not_submitted_here(coder, cast, sheet):
    elsewhere = factories.draft(factories.make_sheet(2000), 5, "No war.", by=cast.coder)
    coder.post(SUBMIT, {"revision": [elsewhere.pk]})
    elsewhere.refresh_from_db()
    assert elsewhere.status == Status.DRAFT


@pytest.mark.parametrize(
    ("step", "begin", "end"),
    [
        ("submit", Status.DRAFT, Status.PENDING),
        ("take-back", Status.PENDING, Status.DRAFT),
        ("withdraw", Status.PENDING, Status.WITHDRAWN),
        ("discard", Status.DRAFT, Status.WITHDRAWN),
    ],
)
def test_author_takes_each_step(coder, cast, sheet, step, begin, end):
    revision = factories.revision_at(
        begin, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer
    )
    response = coder.post(reverse("coding:revision-step", args=[revision.pk, step]))
    assert response.headers["Location"] == QUESTION
    revision.refresh_from_db()
    assert revision.status == end


@pytest.mark.parametrize("step", ["approve", "return", "burn"])
def test_reviewers_steps_and_unknown_ones_are_not_here(coder, cast, sheet, step):
    revision = factories.pending(sheet, 14, "Ended.", by=cast.coder)
    assert coder.post(reverse("coding:revision-step", args=[revision.pk, step])).status_code == 404


def test_a_step_that_comes_too_late_says_so(coder, cast, sheet):
    revision = factories.approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    address = reverse("coding:revision-step", args=[revision.pk, "withdraw"])
    assert "Already approved by Rita Reviewer" in coder.post(address, follow=True).text

"""One rule says who sees which revision, and every reader asks it."""

import ast
from pathlib import Path

import pytest
from django.test import TestCase
from django.urls import reverse

from coding.models.revision import Status
from coding.workflow import announcements, drafts, visibility
from coding.workflow.handing_over import hand_over
from tests.factories import approved_change, draft, pending, revision_at, withdraw
from tests.workflow.who_sees_what import table_of_who_sees_what

CODING = Path(__file__).resolve().parent.parent.parent / "coding"
READERS = [
    path
    for path in sorted(CODING.rglob("*.py"))
    if not {"workflow", "models", "migrations", "record"} & set(path.relative_to(CODING).parts)
]
MODELS = ("Revision", "RevisionEvent")
RELATED = ("revisions", "events", "followed_by")


def _reads_directly(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    is_manager = node.attr in ("objects", "_base_manager", "_default_manager")
    on_model = isinstance(node.value, ast.Name) and node.value.id in MODELS
    return node.attr in RELATED or (is_manager and on_model)


def test_no_reader_of_revisions_goes_past_the_rule():
    found = [
        f"{path.relative_to(CODING)}:{node.lineno}"
        for path in READERS
        for node in ast.walk(ast.parse(path.read_text()))
        if _reads_directly(node)
    ]
    assert found == []


def see(revision, people):
    """Who of the people sees it; the rule says the same of one revision, of many and of steps."""
    seen = {name for name, who in people.items() if visibility.may_see(revision, who)}
    for find in (visibility.visible_to, visibility.steps_visible_to):
        pk = "pk" if find is visibility.visible_to else "revision"
        told = {name for name, who in people.items() if find(who).filter(**{pk: revision.pk})}
        assert told in (seen, set()), find
    return seen


@pytest.mark.acceptance(8)
@pytest.mark.parametrize("status", Status)
def test_readers_see_what_was_submitted_and_their_own_drafts(cast, sheet, status):
    revision = revision_at(status, sheet, 14, "New.", by=cast.coder, reviewer=cast.reviewer)
    people = cast.everybody()
    people.pop("outsider")
    alone = {"coder", "admin"}
    assert see(revision, people) == (alone if status == Status.DRAFT else set(people))
    assert visibility.is_recorded(revision) == (status != Status.DRAFT)


def test_a_discarded_draft_stays_its_authors_also_where_it_was_submitted_once(cast, sheet):
    people = cast.everybody()
    discarded = withdraw(draft(sheet, 14, "Never sent.", by=cast.coder), by=cast.coder)
    taken_back = drafts.take_back(pending(sheet, 15, "Sent.", by=cast.coder), by=cast.coder)
    for change in (discarded, withdraw(taken_back, by=cast.coder)):
        assert see(change, people) == {"coder", "admin"}


def test_whoever_goes_on_with_a_draft_sees_what_was_handed_over(cast, sheet):
    left = draft(sheet, 14, "Begun.", by=cast.coder)
    cast.coder.groups.clear()
    hand_over(left, to=cast.second_coder, by=cast.admin)
    left.refresh_from_db()
    left.author = type(cast.coder).objects.get(pk=cast.coder.pk)
    people = {name: person for name, person in cast.everybody().items() if name != "coder"}
    assert see(left, people) == {"second_coder", "admin"}


def test_what_everybody_sees_is_approved(cast, sheet):
    pending(sheet, 15, "Waits.", by=cast.coder)
    draft(sheet, 16, "Not yet.", by=cast.coder)
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    assert list(visibility.visible_to_all()) == [change]


def test_no_page_tells_others_what_a_draft_says(client, cast, sheet):
    hidden = draft(sheet, 14, "Hidden words.", by=cast.coder, note="Hidden reason.")
    gone = withdraw(draft(sheet, 15, "Hidden, gone.", by=cast.coder), by=cast.coder)
    own = reverse("coding:question-write", args=[sheet.key, 14])
    pages = [
        own,
        reverse("coding:question-write", args=[sheet.key, 15]),
        reverse("coding:section-write", args=[sheet.key, "formation"]),
        reverse("coding:sheet-read", args=[sheet.key]),
        reverse("coding:sheet-proposed", args=[sheet.key]),
        reverse("coding:sheet-history", args=[sheet.key]),
        reverse("coding:review-queue"),
        *(
            reverse(f"coding:{name}", args=[change.pk])
            for name in ("revision-read", "revision-review")
            for change in (hidden, gone)
        ),
    ]
    for person in (cast.second_coder, cast.reviewer):
        client.force_login(person)
        for page in pages:
            assert "Hidden" not in client.get(page).content.decode(), (person, page)
    client.force_login(cast.second_coder)
    assert "Clara Coder is writing another answer" in client.get(own).text
    client.force_login(cast.coder)
    assert "Hidden words." in client.get(own).text


def test_what_an_admin_reads_of_a_draft_is_told(client, cast, sheet, monkeypatch):
    heard = []
    monkeypatch.setattr(announcements, "listeners", [heard.append])
    hidden = draft(sheet, 14, "Hidden words.", by=cast.coder)
    for person in (cast.coder, cast.admin):
        client.force_login(person)
        for page in (
            reverse("coding:question-write", args=[sheet.key, 14]),
            reverse("coding:revision-read", args=[hidden.pk]),
            *([reverse("admin:coding_revision_change", args=[hidden.pk])] * person.is_staff),
        ):
            with TestCase.captureOnCommitCallbacks(execute=True):
                assert "Hidden words." in client.get(page).text
    read = [str(event) for event in heard if event.step == "read"]
    assert read == [f"revision {hidden.pk} of Clara Coder read by Ada Admin"] * 3


def test_a_former_coder_moves_and_reads_nothing(client, cast, sheet):
    """The role is asked for by every page and step, in the browser that is open, too."""
    own, waiting = draft(sheet, 14, "Mine.", by=cast.coder), pending(sheet, 15, "W.", by=cast.coder)
    client.force_login(cast.coder)
    cast.coder.groups.set([cast.reviewer.groups.get()])
    cast.coder.is_staff = True
    cast.coder.save()
    sent = {"text": "Changed.", "note": "n", "edits": own.edits}
    for change in (own, waiting):
        page = f"/sheets/4765/questions/{change.question}/"
        answers = [client.post(page, sent), client.post(f"{page}save/", sent)]
        steps = ("submit", "discard", "take-back", "withdraw")
        answers += [client.post(f"/revisions/{change.pk}/step/{step}/") for step in steps]
        answers += [client.post("/sheets/4765/submit/", {"revision": change.pk})]
        assert {answer.status_code for answer in answers} == {403}
        before = Status(change.status)
        change.refresh_from_db()
        assert (change.status, change.text) == (before, change.text)
    assert client.get(reverse("admin:coding_revision_change", args=[own.pk])).status_code == 403
    cast.coder.groups.clear()
    assert client.get(f"/revisions/{own.pk}/").status_code == 403


OF_QUESTION = visibility.VisibleQuery(lambda found, number: found.filter(question=number))


def test_a_compiled_query_keeps_to_the_rule(cast, sheet):
    hidden = draft(sheet, 14, "Hidden words.", by=cast.coder)
    draft(sheet, 15, "Elsewhere.", by=cast.coder)
    assert OF_QUESTION.all(cast.second_coder, 14) == []
    assert OF_QUESTION.all(cast.coder, 14) == [hidden]
    assert OF_QUESTION.all(cast.admin, 14) == [hidden]


OWN_AT_QUESTION = visibility.OwnQuery(lambda own, number: own.filter(question=number))


def test_a_query_of_ones_own_finds_all_that_one_wrote_and_of_others_nothing(cast, sheet):
    own = draft(sheet, 14, "Mine.", by=cast.coder)
    withdraw(own, by=cast.coder)
    draft(sheet, 14, "Theirs.", by=cast.second_coder)
    assert OWN_AT_QUESTION.all(cast.coder, 14) == [own]
    assert OWN_AT_QUESTION.all(cast.admin, 14) == []
    assert visibility.may_see(own, cast.coder)


def test_the_table_of_who_sees_what_is_up_to_date(cast, sheet):
    told = (CODING.parent / "docs" / "visibility.md").read_text()
    assert table_of_who_sees_what(cast, sheet) in told

"""Two people of one name are told apart wherever somebody is named: pages, notices, the record."""

import re

import pytest
from django.urls import reverse

from coding.conversation.presence import note_presence
from coding.models import Notice, Revision, RevisionEvent
from coding.models.people_names import name_of
from coding.sheets.notes.note_forms import read_line
from coding.workflow.assigning import assign
from tests.factories import approve, draft, make_person, make_sheet, pending, said, send_back
from tests.shared_rows import shared

pytestmark = pytest.mark.database

BARE = re.compile(r"Clara Coder(?!</b> <span class=\"soft\">@| \((?:coder|clara2)\))")
PAGES = (
    *("sheets/4765/", "sheets/4765/proposed/?by=~all", "sheets/4765/history/", "sheets/", "log/"),
    *("sheets/4765/questions/14/", "sheets/4765/sections/obligations/", "overview/"),
    *("sheets/4765/questions/15/", "overview/changes/", "notices/", "sheets/assign/?sheet=4765"),
    "review/",
)


@shared
def namesakes(cast):
    """Two coders of one name at work on one sheet; a reviewer has decided on some of it."""
    sheet, both = make_sheet(4765), [cast.coder, make_person("clara2", "Clara Coder", "coder")]
    for number, person in enumerate(both, 14):
        draft(sheet, number, "Drafted.", by=person)
        pending(sheet, number + 2, "Submitted.", by=person)
        approve(pending(sheet, number + 4, "Approved.", by=person), by=cast.reviewer)
        send_back(pending(sheet, number + 6, "Returned.", by=person), by=cast.reviewer)
        said(sheet, 14, "Which article, @admin?", by=person)
        assign([sheet.pk], to=person, by=cast.admin)
        note_presence(sheet.pk, 14, by=person)
    return both


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_somebody_who_has_a_namesake_by_the_name_alone(client, cast, namesakes, page):
    people = {"sections/": cast.second_coder, "review/": cast.reviewer}
    client.force_login(
        next((person for part, person in people.items() if part in page), cast.admin)
    )
    text = client.get(f"/{page}").text
    assert "Clara Coder" in text
    assert [text[found.start() - 60 : found.end() + 20] for found in BARE.finditer(text)] == []


def test_who_is_at_a_question_is_told_apart(admin, namesakes):
    answer = admin.post(reverse("coding:question-presence", args=["4765", 14]))
    assert sorted(answer.json()["others"]) == ["Clara Coder (clara2)", "Clara Coder (coder)"]


def test_notices_and_the_record_keep_the_name_that_tells_people_apart(cast, namesakes):
    signed = RevisionEvent.objects.filter(by__in=namesakes).values_list("by_name", flat=True)
    assert set(signed) == {"Clara Coder (coder)", "Clara Coder (clara2)"}
    told = Notice.objects.filter(person=cast.admin).values_list("by_name", flat=True)
    assert set(told) == {"Clara Coder (coder)", "Clara Coder (clara2)"}


def test_notes_on_printed_sheets_tell_people_apart_and_are_read_again(namesakes):
    approved = Revision.objects.approved().filter(author__in=namesakes)
    notes = [line for change in approved for line in change.note_lines]
    read = {revision.name for line in notes for _, found in read_line(line) for revision in found}
    assert read == {"Clara Coder (coder)", "Clara Coder (clara2)"}


def test_who_has_no_namesake_or_no_name_is_not_named_twice(cast, namesakes):
    nobody = make_person("nobody", "No Name")
    nobody.first_name = nobody.last_name = ""
    nobody.save()
    assert [name_of(cast.reviewer), name_of(nobody)] == ["Rita Reviewer", "nobody"]


def test_a_name_is_no_longer_than_the_record_keeps_and_still_tells_people_apart(cast, sheet):
    both = [make_person(name, f"{'A' * 150} {'B' * 150}", "coder") for name in ("long1", "long2")]
    names = [
        pending(sheet, number, "New.", by=author).author_name
        for number, author in enumerate(both, 14)
    ]
    assert [(len(name), name[-8:]) for name in names] == [(200, " (long1)"), (200, " (long2)")]


def test_who_is_signed_in_is_known_to_have_a_namesake_without_a_query(
    client, cast, namesakes, django_assert_num_queries
):
    client.force_login(namesakes[1])
    person = client.get("/account/shortcuts/").wsgi_request.user
    with django_assert_num_queries(0):
        assert name_of(person) == "Clara Coder (clara2)"

"""What nobody approved is read by no stranger, found by no search and told in no letter."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from coding.models.revision import Status
from tests.factories import make_sheet, revision_at, said
from tests.shared_rows import shared
from tests.views.test_addresses import PAGES

SENTINEL = "Quagmire"
UNAPPROVED = (Status.DRAFT, Status.PENDING, Status.RETURNED, Status.WITHDRAWN)
READ = sorted(name for name, row in PAGES.items() if row[0] == "get")
DIFFERS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')


def sentinel(status: str) -> str:
    return f"{SENTINEL}{status}"


def unapproved(cast, sheet):
    """Somebody wants to change the members, in every way that is not approved."""
    for number, status in enumerate(UNAPPROVED, start=4):
        by = {"by": cast.coder, "reviewer": cast.reviewer}
        revision_at(status, sheet, number, sentinel(status), **by)
    said(sheet, 10, f"{SENTINEL} @{cast.reviewer.username}", by=cast.reviewer)


@shared
def sheet(cast):
    sheet = make_sheet(4765)
    unapproved(cast, sheet)
    return sheet


def pages_of(client, revision):
    """Each page that can be read, as it answers."""
    for page in READ:
        arguments = [revision if str(word).isupper() else word for word in PAGES[page][1]]
        answer = client.get(reverse(f"coding:{page}", args=arguments))
        parts = answer.streaming_content if answer.streaming else [answer.content]
        yield page, DIFFERS.sub("", b"".join(parts).decode(errors="replace"))


@pytest.mark.acceptance(13)
@pytest.mark.parametrize("who", ["outsider", None])
def test_who_may_not_read_the_record_reads_and_counts_nothing_of_it(client, cast, who):
    sheet = make_sheet(4765)
    if who:
        client.force_login(getattr(cast, who))
    before = dict(pages_of(client, 1))
    unapproved(cast, sheet)
    after = dict(pages_of(client, 1))
    assert {page for page in after if SENTINEL in after[page]} == set()
    assert {page for page in after if after[page] != before[page]} == set()


@pytest.mark.acceptance(13)
@pytest.mark.parametrize("who", ["second_coder", "reviewer", "reader"])
def test_of_somebody_elses_draft_no_page_says_a_word(client, cast, sheet, who):
    client.force_login(getattr(cast, who))
    drafted = sheet.revisions.get(status=Status.DRAFT).pk
    told = {page for page, text in pages_of(client, drafted) if sentinel(Status.DRAFT) in text}
    assert told == set()


@pytest.mark.acceptance(13)
@pytest.mark.parametrize("word", [SENTINEL, *map(sentinel, UNAPPROVED)])
def test_no_search_finds_it(reviewer, sheet, word):
    found = reviewer.get(reverse("coding:sheet-list"), {"q": word}).content.decode()
    assert reverse("coding:sheet-read", args=["4765"]) not in found


@pytest.mark.acceptance(13)
def test_no_letter_tells_it(cast, sheet, django_capture_on_commit_callbacks):
    for person in cast.everybody().values():
        person.email = f"{person.username}@example.org"
        person.save()
    with django_capture_on_commit_callbacks(execute=True):
        unapproved(cast, make_sheet(4766))
    call_command("send_notices", skip_checks=True)
    assert len(mail.outbox) > 0
    assert not any(SENTINEL in f"{letter.subject}{letter.body}" for letter in mail.outbox)

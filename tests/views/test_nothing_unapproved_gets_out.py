"""What nobody approved is read by no stranger, found by no search and told in no letter."""

import pytest
from django.core import mail
from django.urls import reverse

from coding.models.revision import Status
from tests.factories import make_sheet, revision_at, said
from tests.shared_rows import shared
from tests.views.test_addresses import PAGES

SENTINEL = "Quagmire"
UNAPPROVED = (Status.DRAFT, Status.PENDING, Status.RETURNED, Status.WITHDRAWN)


@shared
def sheet(cast):
    """A sheet of which somebody wants to change the members, in every way that is not approved."""
    for person in cast.everybody().values():
        person.email = f"{person.username}@example.org"
        person.save()
    sheet = make_sheet(4765)
    for number, status in enumerate(UNAPPROVED, start=4):
        revision_at(status, sheet, number, SENTINEL, by=cast.coder, reviewer=cast.reviewer)
    said(sheet, 10, SENTINEL, by=cast.reviewer)
    return sheet


@pytest.mark.acceptance(13)
@pytest.mark.parametrize("page", sorted(name for name, row in PAGES.items() if row[0] == "get"))
@pytest.mark.parametrize("who", ["outsider", None])
def test_who_may_not_read_the_record_reads_nothing_of_it(client, cast, sheet, page, who):
    if who:
        client.force_login(getattr(cast, who))
    revision = sheet.revisions.first().pk
    arguments = [revision if str(one).isupper() else one for one in PAGES[page][1]]
    answer = client.get(reverse(f"coding:{page}", args=arguments))
    assert SENTINEL not in answer.content.decode()


@pytest.mark.acceptance(13)
def test_no_search_finds_it(client, cast, sheet):
    client.force_login(cast.reviewer)
    found = client.get(reverse("coding:sheet-list"), {"q": SENTINEL}).content.decode()
    assert reverse("coding:sheet-read", args=["4765"]) not in found


@pytest.mark.acceptance(13)
def test_no_letter_tells_it(sheet):
    assert mail.outbox == []

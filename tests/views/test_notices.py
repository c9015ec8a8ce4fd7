"""The bell, the list of notices, and the page on which each kind is switched off."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from coding.conversation.notice_kinds import KINDS
from coding.models import Notice, Preferences, Revision
from tests.factories import pending
from tests.views.plain_browser import open_page

LIST, READ, CHOICES = (
    reverse(f"coding:{name}") for name in ("notice-list", "notices-read", "notice-choices")
)


@pytest.fixture
def approved(cast, sheet):
    """Five changes of the coder were approved at once."""
    for number in range(14, 19):
        change = pending(sheet, number, "New.", by=cast.coder)
        tell(cast.coder, sheet, number, revision=change)
    return Notice.objects.order_by("pk")


def tell(person, sheet, number, *, kind="approved", **place):
    fields = {"at": timezone.now(), "by_name": "Rita Reviewer", "on_site": True, "by_mail": False}
    return Notice.objects.create(
        person=person, kind=kind, sheet=sheet, question=number, **fields, **place
    )


def bell(client) -> str:
    """What stands beside the bell on a page that has nothing to do with it."""
    page = client.get(reverse("coding:codebook")).content.decode()
    found = re.search(r'class="bell".*?</a>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0].partition(">")[2]).split())


def test_the_bell_counts_on_every_page_what_is_unread(client, cast, approved):
    client.force_login(cast.coder)
    assert bell(client) == "Notices 5 unread"
    client.force_login(cast.reviewer)
    assert bell(client) == "Notices"


def test_who_has_no_role_has_no_bell(client, cast):
    client.force_login(cast.outsider)
    assert 'class="bell"' not in client.get(reverse("coding:release-list")).content.decode()


def test_what_one_person_did_on_a_sheet_is_one_line_with_a_link_to_each_place(coder, approved):
    page = open_page(coder, LIST)
    (line,) = page.tree.xpath('//ul[contains(@class, "notices")]/li')
    links = line.xpath('.//p[@class="places"]/a/@href')
    waits = Revision.objects.order_by("-question")
    assert links == [reverse("coding:revision-read", args=[change.pk]) for change in waits]
    assert "Rita Reviewer approved your change" in page.words


def test_one_is_read_and_then_all_that_were_on_the_screen(coder, cast, sheet, approved):
    coder.post(READ, {"notice": approved[0].pk})
    assert bell(coder) == "Notices 4 unread"
    latest = approved.last().pk
    tell(cast.coder, sheet, 30, kind="overtaken")
    coder.post(READ, {"until": latest})
    assert bell(coder) == "Notices 1 unread"


def test_nobody_reads_away_the_notices_of_somebody_else(client, cast, approved):
    client.force_login(cast.second_coder)
    client.post(READ, {"notice": [notice.pk for notice in approved], "until": 10**12})
    assert Notice.objects.filter(read_at=None).count() == 5
    assert "approved your change" not in open_page(client, LIST).words


def test_older_notices_come_page_by_page(coder, cast, sheet):
    for _ in range(60):
        tell(cast.coder, sheet, 14, kind="overtaken")
    page = open_page(coder, LIST)
    (older,) = page.tree.xpath('//a[@rel="next"]/@href')
    assert len(page.tree.xpath('//p[@class="places"]/a')) == 50
    assert len(open_page(coder, LIST + older).tree.xpath('//p[@class="places"]/a')) == 10


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_leads_somewhere(admin, cast, sheet, kind):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    tell(cast.admin, sheet, 14, kind=kind, revision=waits)
    (link,) = open_page(admin, LIST).tree.xpath('//p[@class="places"]/a/@href')
    assert admin.get(link).status_code == 200


def test_each_kind_can_be_switched_off_here_and_by_mail(coder, cast):
    page = open_page(coder, CHOICES)
    switches = page.tree.xpath('//input[@name="on"]/@value')
    assert "freeze:mail" not in switches
    assert page.tree.xpath('//input[@name="on"][not(@checked)]') == []
    coder.post(CHOICES, {"on": set(switches) - {"approved:mail"}, "daily": "1"})
    own = Preferences.objects.get(user=cast.coder)
    assert (own.notices_off, own.mail_daily) == (["approved:mail"], True)
    off = open_page(coder, CHOICES).tree.xpath('//input[@name="on"][not(@checked)]/@value')
    assert off == ["approved:mail"]


def test_choices_leave_the_keys_as_they_are(coder, cast):
    Preferences.objects.create(user=cast.coder, keys={"go": "x"})
    coder.post(CHOICES, {"on": []})
    assert Preferences.objects.get(user=cast.coder).keys == {"go": "x"}

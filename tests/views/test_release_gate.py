"""The release gate's page: what it shows, and the steps that each person may take there."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coding.models import Release
from coding.releases.gate import run_gate
from coding.workflow.release_steps import ASK, take
from tests.factories import make_sheet, pending
from tests.releases.record_to_freeze import frozen, release, second_admin, sheet_of

__all__ = ["release", "second_admin"]

pytestmark = pytest.mark.django_db


def gate(client, label="6.0"):
    return client.get(reverse("coding:release-gate", args=[label]))


def step(client, name, label="6.0", **data):
    return client.post(reverse("coding:release-step", args=[label, name]), data, follow=True)


def test_everything_holds_and_the_freeze_can_be_asked_for(client, cast, release):
    client.force_login(cast.admin)
    page = gate(client)
    assert "Nothing is left to do: the release can be frozen." in page.text
    assert "Ask for the freeze" in page.text
    assert "Freeze for good" not in page.text


def test_what_is_in_the_way_leads_to_the_place_where_it_is_mended(client, cast, release):
    waiting = pending(sheet_of(3005), 14, "In effect.", by=cast.coder)
    client.force_login(cast.admin)
    page = gate(client)
    assert "Something is left to do" in page.text
    assert reverse("coding:revision-read", args=[waiting.pk]) in page.text


def test_who_asked_is_told_to_wait_for_a_second_person(client, cast, release):
    client.force_login(cast.admin)
    page = step(client, "ask")
    assert "A second admin looks at it and freezes." in page.text
    assert "Freeze for good" not in page.text
    assert "Cancel the request" in page.text


def test_a_second_person_freezes_what_is_on_the_screen(client, cast, release, second_admin):
    take(ASK, release, by=cast.admin)
    client.force_login(second_admin)
    (seen,) = re.findall('name="seen" value="([^"]+)"', gate(client).text)
    page = step(client, "freeze", seen=seen)
    assert "Release 6.0 is frozen." in page.text
    assert not Release.objects.get(label="6.0").is_open


def test_a_page_that_is_out_of_date_freezes_nothing_and_says_so(
    client, cast, release, second_admin
):
    take(ASK, release, by=cast.admin)
    client.force_login(second_admin)
    page = step(client, "freeze", seen="of yesterday")
    assert "changed since you opened this page" in page.text
    assert Release.objects.get(label="6.0").is_open


def test_who_asked_cannot_freeze_by_sending_the_form_anyway(client, cast, release):
    take(ASK, release, by=cast.admin)
    client.force_login(cast.admin)
    page = step(client, "freeze", seen=run_gate(release).seen)
    assert "You asked for this freeze." in page.text
    assert Release.objects.get(label="6.0").is_open


def test_a_frozen_release_is_published_with_one_step(client, cast, release, second_admin):
    frozen(release, asked_by=cast.admin, by=second_admin)
    client.force_login(cast.admin)
    assert "Publish" in gate(client).text
    step(client, "publish")
    assert Release.objects.get(label="6.0").published_at
    client.logout()
    assert client.get(reverse("coding:release-read", args=["6.0"])).status_code == 200


def test_an_unknown_step_or_release_is_not_found(client, cast, release):
    client.force_login(cast.admin)
    assert step(client, "thaw").status_code == 404
    assert gate(client, "9.9").status_code == 404


def test_the_gate_asks_as_much_whatever_the_size_of_the_record(
    client, cast, release, django_assert_num_queries
):
    client.force_login(cast.admin)
    gate(client)
    with CaptureQueriesContext(connection) as few:
        gate(client)
    for number in range(10):
        make_sheet(5000 + number)
    with django_assert_num_queries(len(few)):
        gate(client)

"""Times stand in the reader's zone with its name, days of notes in the project's."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from coding.export.record import approved_changes, scope
from coding.export.released import publication_of, released_scope
from coding.models import Release
from coding.models.variables import QUESTIONNAIRE
from tests.factories import approved_change, keep

EVENING = datetime(2099, 3, 31, 23, 30, tzinfo=UTC)  # in Tokyo it is the first of April


@pytest.fixture
def change(cast, sheet, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    monkeypatch.undo()
    return change


def _history(client, user, zone):
    client.force_login(user)
    client.cookies["zone"] = zone
    return client.get("/sheets/4765/history/").content.decode()


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia%2FTokyo", "1 Apr 2099, 08:30 JST"),
        ("America/Chicago", "31 Mar 2099, 18:30 CDT"),
        ("", "31 Mar 2099, 23:30 UTC"),
        ("Nowhere/../etc", "31 Mar 2099, 23:30 UTC"),
    ],
)
def test_a_page_shows_times_in_the_zone_of_the_readers_clock(client, cast, change, zone, shown):
    assert shown in _history(client, cast.coder, zone)


def test_the_day_of_a_note_is_the_projects_whoever_reads_it(client, cast, change, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert "on April 1, 2099" in _history(client, cast.coder, "America/Chicago")
    assert [change.decided_on for change in approved_changes(scope())][-1] == "2099-04-01"


@pytest.mark.parametrize("zone", ["America/Chicago", "Asia%2FTokyo", ""])
def test_the_days_of_a_release_are_the_projects_on_pages_and_in_documents(
    client, cast, settings, zone
):
    settings.TIME_ZONE = "Asia/Tokyo"
    fields = {
        "frozen_at": EVENING,
        "published_at": EVENING,
        "questionnaire": QUESTIONNAIRE.as_json(),
    }
    release = keep(Release(label="9.9", cut_off=date(2099, 1, 31), **fields))
    client.cookies["zone"] = zone
    shown = client.get("/releases/9.9/").text
    assert "1 Apr 2099" in shown
    assert "31 Mar 2099" not in shown
    assert publication_of(release).day == released_scope("9.9").day == date(2099, 4, 1)


def test_the_night_is_named_by_the_day_of_the_change_as_changes_csv_has_it(cast, change, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert scope().version == "6.0.dev20990401"


def test_a_day_in_an_address_ends_in_the_projects_zone(coder, change, settings):
    assert "Ended." in coder.get("/sheets/4765/?at=2099-03-31").content.decode()
    settings.TIME_ZONE = "Asia/Tokyo"
    assert "Ended." not in coder.get("/sheets/4765/?at=2099-03-31").content.decode()
    assert "Ended." in coder.get("/sheets/4765/?at=2099-04-01").content.decode()

"""Lists of admin: the newest first, with filters by person and by date."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.utils import timezone

from coding.models import (
    Assignment,
    Batch,
    DeskFile,
    ExportRun,
    Original,
    Release,
    Revision,
    RevisionEvent,
    SecurityEvent,
    Sheet,
)
from coding.workflow.assigning import assign
from tests.admin.addresses import address_of
from tests.desk.on_the_desk import put_on_the_desk, sheet_file
from tests.factories import approved_change, draft, make_sheet, pending
from tests.shared_rows import shared

DATED = (
    *(Sheet, Revision, RevisionEvent, Assignment, Batch, DeskFile, Original),
    *(ExportRun, Release, SecurityEvent),
)
OF_PEOPLE = (Sheet, Revision, RevisionEvent, Assignment, Batch, DeskFile, Original, SecurityEvent)


def listed(admin, model, **asked) -> str:
    answer = admin.get(address_of(model, "changelist"), asked)
    assert answer.status_code == 200, answer
    return answer.text


@shared
def story(cast):
    """Two sheets, the second begun last, with changes of two people."""
    first, second = make_sheet(4765), make_sheet(4770)
    approved_change(first, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    pending(second, 15, "Sent.", by=cast.second_coder)
    assign([first.pk], to=cast.coder, by=cast.admin)
    assign([second.pk], to=cast.second_coder, by=cast.admin)
    return first, second


def keys(page: str) -> list[str]:
    """The sheets of the rows, in their order."""
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.search(r"4765|4770", row)[0] for row in rows.split("<tr>")[1:]]


@pytest.mark.parametrize("model", [Sheet, Revision, RevisionEvent, Assignment])
def test_the_newest_comes_first(admin, story, model):
    assert keys(listed(admin, model))[0] == "4770"


@pytest.mark.parametrize("model", DATED)
def test_every_list_of_what_has_a_date_is_filtered_by_date(model):
    registered = site._registry[model]
    names = [shown for shown in registered.list_filter if isinstance(shown, str)]
    dates = [name for name in names if name.rsplit("__")[-1].endswith(("at", "_on"))]
    assert dates
    assert registered.search_fields


@pytest.mark.parametrize("model", OF_PEOPLE)
def test_every_list_of_what_somebody_did_is_filtered_by_person(admin, cast, story, model):
    put_on_the_desk(sheet_file(4771), by=cast.admin)
    listed(admin, model)
    filters = [str(shown) for shown in site._registry[model].list_filter]
    assert any("ByPerson" in filter_ or "ByUserName" in filter_ for filter_ in filters)


def test_a_person_is_offered_by_name_and_lists_their_rows(admin, cast, story):
    page = listed(admin, Revision)
    assert f"{cast.coder.get_full_name()} (coder)" in page
    assert keys(listed(admin, Revision, author__id__exact=cast.second_coder.pk)) == ["4770"]
    assert keys(listed(admin, Revision, decided_by__id__exact=cast.reviewer.pk)) == ["4765"]
    assert set(keys(listed(admin, RevisionEvent, by__id__exact=cast.coder.pk))) == {"4765"}
    assert keys(listed(admin, Sheet, assignments__coder__id__exact=cast.coder.pk)) == ["4765"]
    assert keys(listed(admin, Assignment, coder__id__exact=cast.coder.pk)) == ["4765"]


def test_a_day_lists_what_is_of_it(admin, story):
    tomorrow = timezone.now() + timedelta(days=1)
    assert keys(listed(admin, RevisionEvent, at__gte=tomorrow.isoformat())) == []
    assert len(keys(listed(admin, RevisionEvent, at__lt=tomorrow.isoformat()))) == 3


def test_what_somebody_did_of_the_security_log_is_found_by_user_name(admin, cast, story):
    now = timezone.now()
    for name in ("coder", "reviewer"):
        SecurityEvent.objects.create(at=now, kind="signed in", person=name, about=f"of {name}")
    page = listed(admin, SecurityEvent, person="coder")
    assert "of coder" in page
    assert "of reviewer" not in page


@pytest.mark.acceptance(13)
def test_a_filter_names_nobody_who_only_writes_a_draft_to_who_may_not_see_it(client, cast, sheet):
    draft(sheet, 14, "Mine.", by=cast.coder)
    cast.reviewer.is_staff = True
    cast.reviewer.save()
    client.force_login(cast.reviewer)
    answer = client.get(address_of(Revision, "changelist"))
    assert cast.coder.get_full_name() not in answer.text


@pytest.mark.parametrize("asked", ["pk__regex=[", "pk__range=1", "pk__in=x", "pk__year=1"])
def test_no_list_asks_the_database_for_what_none_of_its_filters_says(admin, asked):
    for model in site._registry:
        address = address_of(model, "changelist")
        assert admin.get(f"{address}?{asked}").status_code == 400, address


def test_a_moment_out_of_the_calendar_gets_a_sentence(admin, story):
    first = "0001-01-01T00:00:00%2B14:00"
    answer = admin.get(f"/admin/coding/revision/?submitted_at__gte={first}")
    assert answer.status_code == 400
    assert "that the site cannot keep" in answer.text


def test_an_empty_name_of_a_field_is_none(admin, story, sheet):
    assert admin.get(f"/admin/coding/sheet/{sheet.pk}/change/?_to_field=").status_code == 200

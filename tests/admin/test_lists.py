"""Lists of admin: the newest first, with filters by person and by date."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
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
from tests.desk.on_the_desk import put_on_the_desk, sheet_file
from tests.factories import approved_change, draft, make_sheet, pending
from tests.shared_rows import shared

DATED = (
    *(Sheet, Revision, RevisionEvent, Assignment, Batch, DeskFile, Original),
    *(ExportRun, Release, SecurityEvent),
)
OF_PEOPLE = (Sheet, Revision, RevisionEvent, Assignment, Batch, DeskFile, Original, SecurityEvent)


def listed(desk, model, **asked) -> str:
    names = model._meta.app_label, model._meta.model_name
    answer = desk.get(reverse("admin:{}_{}_changelist".format(*names)), asked)
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
def test_the_newest_comes_first(desk, story, model):
    assert keys(listed(desk, model))[0] == "4770"


@pytest.mark.parametrize("model", DATED)
def test_every_list_of_what_has_a_date_is_filtered_by_date(model):
    registered = admin.site._registry[model]
    names = [shown for shown in registered.list_filter if isinstance(shown, str)]
    dates = [name for name in names if name.rsplit("__")[-1].endswith(("at", "_on"))]
    assert dates
    assert registered.search_fields


@pytest.mark.parametrize("model", OF_PEOPLE)
def test_every_list_of_what_somebody_did_is_filtered_by_person(desk, cast, story, model):
    put_on_the_desk(sheet_file(4771), by=cast.admin)
    listed(desk, model)
    filters = [str(shown) for shown in admin.site._registry[model].list_filter]
    assert any("ByPerson" in filter_ or "ByUserName" in filter_ for filter_ in filters)


def test_a_person_is_offered_by_name_and_lists_their_rows(desk, cast, story):
    page = listed(desk, Revision)
    assert f"{cast.coder.get_full_name()} (coder)" in page
    assert keys(listed(desk, Revision, author__id__exact=cast.second_coder.pk)) == ["4770"]
    assert keys(listed(desk, Revision, decided_by__id__exact=cast.reviewer.pk)) == ["4765"]
    assert set(keys(listed(desk, RevisionEvent, by__id__exact=cast.coder.pk))) == {"4765"}
    assert keys(listed(desk, Sheet, assignments__coder__id__exact=cast.coder.pk)) == ["4765"]
    assert keys(listed(desk, Assignment, coder__id__exact=cast.coder.pk)) == ["4765"]


def test_a_day_lists_what_is_of_it(desk, story):
    tomorrow = timezone.now() + timedelta(days=1)
    assert keys(listed(desk, RevisionEvent, at__gte=tomorrow.isoformat())) == []
    assert len(keys(listed(desk, RevisionEvent, at__lt=tomorrow.isoformat()))) == 3


def test_what_somebody_did_of_the_security_log_is_found_by_user_name(desk, cast, story):
    now = timezone.now()
    for name in ("coder", "reviewer"):
        SecurityEvent.objects.create(at=now, kind="signed in", person=name, about=f"of {name}")
    page = listed(desk, SecurityEvent, person="coder")
    assert "of coder" in page
    assert "of reviewer" not in page


@pytest.mark.acceptance(13)
def test_a_filter_names_nobody_who_only_writes_a_draft_to_who_may_not_see_it(client, cast, sheet):
    draft(sheet, 14, "Mine.", by=cast.coder)
    cast.reviewer.is_staff = True
    cast.reviewer.save()
    client.force_login(cast.reviewer)
    answer = client.get(reverse("admin:coding_revision_changelist"))
    assert cast.coder.get_full_name() not in answer.text


@pytest.mark.parametrize("asked", ["pk__regex=[", "pk__range=1", "pk__in=x", "pk__year=1"])
def test_no_list_asks_the_database_for_what_none_of_its_filters_says(desk, asked):
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert desk.get(f"{address}?{asked}").status_code == 400, address


def test_a_moment_out_of_the_calendar_gets_a_sentence(desk, story):
    first = "0001-01-01T00:00:00%2B14:00"
    answer = desk.get(f"/admin/coding/revision/?submitted_at__gte={first}")
    assert answer.status_code == 400
    assert "that the site cannot keep" in answer.text


def test_an_empty_name_of_a_field_is_none(desk, story, sheet):
    assert desk.get(f"/admin/coding/sheet/{sheet.pk}/change/?_to_field=").status_code == 200

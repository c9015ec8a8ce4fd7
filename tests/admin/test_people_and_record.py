"""Django admin: people, assignments and releases are kept there; the record is only read."""

import html
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from coding.admin.people import NewPerson
from coding.models import Assignment, ExportRun, Formation, Release, Revision, RevisionEvent, Sheet
from coding.models.questionnaire import MODELS
from coding.workflow.release_steps import ASK, take
from tests.admin.addresses import address_of
from tests.factories import approved_change, keep, make_sheet, pending
from tests.shared_rows import shared

RECORD = (Sheet, *MODELS, Revision, RevisionEvent)


@shared
def story(cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    return sheet


@pytest.mark.parametrize("model", RECORD)
def test_the_record_can_be_searched_and_read(admin, story, model):
    row = model._base_manager.first()
    assert admin.get(address_of(model, "changelist"), {"q": "4765"}).status_code == 200
    assert admin.get(address_of(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", [Sheet, *MODELS, Release])
def test_history_stands_beside_what_it_tells_of(admin, story, model):
    keep(Release.objects.get())
    assert (
        admin.get(address_of(model, "history", model._base_manager.first().pk)).status_code == 200
    )


@pytest.mark.parametrize("model", [Revision, RevisionEvent])
def test_the_history_of_a_revision_and_of_its_steps_is_its_page_on_the_site(admin, story, model):
    pending(story, 15, "Not this one.", by=story.revisions.get().author)
    row = model._base_manager.last()
    page = admin.get(address_of(model, "history", row.pk))
    own = row.revision if model is RevisionEvent else row
    assert page.url == reverse("coding:revision-read", args=[own.pk])
    assert admin.get(page.url).status_code == 200


def test_the_history_of_a_revision_that_is_not_there_leads_back_to_admin(admin, story):
    page = admin.get(address_of(Revision, "history", 999_999))
    assert page.url == reverse("admin:index")


@pytest.mark.acceptance(7)
@pytest.mark.parametrize("model", RECORD)
def test_the_record_is_not_written_in_admin(admin, cast, story, model):
    cast.admin.is_superuser = True
    cast.admin.save()
    row = model._base_manager.first()
    assert admin.get(address_of(model, "add")).status_code == 403
    assert admin.post(address_of(model, "change", row.pk), {"text": "x"}).status_code == 403
    assert admin.post(address_of(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin.post(address_of(model, "changelist"), sent)
    assert model._base_manager.filter(pk=row.pk).exists()


def test_an_old_history_row_cannot_be_put_back(admin, cast, story):
    cast.admin.is_superuser = True
    cast.admin.save()
    row = Formation.history.last()
    address = address_of(Formation, "simple_history", story.formation.pk, row.pk)
    admin.post(address, {"termination_dates": "Smuggled in."})
    assert Formation.objects.get(sheet=story).termination_dates == "Ended."


def test_admins_assign_sheets_to_coders(admin, cast, sheet):
    admin.post(address_of(Assignment, "add"), {"sheet": sheet.pk, "coder": cast.coder.pk})
    assert Assignment.objects.get().coder == cast.coder


def test_admins_make_people_and_give_roles(admin, cast):
    sent = {"username": "new", "usable_password": "true"}
    sent |= {"password1": "a-long-secret-1", "password2": "a-long-secret-1"}
    admin.post(address_of(User, "add"), sent)
    person = User.objects.get(username="new")
    form = admin.get(address_of(User, "change", person.pk)).context["adminform"].form
    kept = {name: value for name, value in form.initial.items() if value}
    kept |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    kept |= {"is_active": "on", "groups": [Group.objects.get(name="coder").pk]}
    admin.post(address_of(User, "change", person.pk), kept)
    assert person.groups.get().name == "coder"


def test_admins_do_not_make_themselves_superusers(admin, cast):
    form = admin.get(address_of(User, "change", cast.admin.pk)).context["adminform"].form
    assert "is_superuser" not in form.fields
    assert "user_permissions" not in form.fields


def test_admins_do_not_touch_superusers(admin, cast):
    cast.outsider.is_superuser = True
    cast.outsider.save()
    password = reverse("admin:auth_user_password_change", args=[cast.outsider.pk])
    assert admin.get(password).status_code == 403


def test_people_are_deactivated_not_deleted(admin, cast):
    assert admin.post(address_of(User, "delete", cast.coder.pk), {"post": "yes"}).status_code == 403


def test_roles_are_read_only(admin, cast):
    role = Group.objects.get(name="coder")
    assert admin.get(address_of(Group, "change", role.pk)).status_code == 200
    assert admin.post(address_of(Group, "change", role.pk), {"name": "x"}).status_code == 403


def test_a_release_is_renamed_with_a_history_row(admin, cast):
    release = Release.objects.get()
    admin.post(address_of(Release, "change", release.pk), {"label": "5.2", "cut_off": ""})
    assert Release.objects.get().label == "5.2"
    row = release.history.latest()
    assert (row.history_user, row.author_name) == (cast.admin, "Ada Admin")


MEANT = ["Latest", "now", "compare.csv", "unreleased"]  # something else, as labels


@pytest.mark.parametrize("label", ["6.0 beta", "latest", "compare", "6/0", *MEANT])
def test_a_label_that_names_no_file_or_address_is_refused(admin, label):
    release = Release.objects.get()
    page = admin.post(address_of(Release, "change", release.pk), {"label": label, "cut_off": ""})
    assert f"“{label}”" in html.unescape(page.text)
    assert Release.objects.get().label == "6.0"


def test_a_release_is_described_with_doi_address_and_licence(admin):
    release = Release.objects.get()
    sent = {"doi": "10.5281/zenodo.1", "url": "https://data.example.org/6", "licence": "CC0-1.0"}
    admin.post(address_of(Release, "change", release.pk), {"label": "6.0", "cut_off": "", **sent})
    assert Release.objects.get().description == sent


@pytest.mark.parametrize(
    ("name", "given", "refusal"),
    [
        ("doi", "https://doi.org/10.5281/zenodo.1", "is no DOI. Give it as 10.1080/"),
        ("url", "data.example.org", "is no address. Give it as https://"),
        (
            "licence",
            "some licence",
            "is no licence of data that is known here. Give it as CC-BY-4.0",
        ),
    ],
)
def test_what_the_documents_could_not_hold_is_refused_with_an_example(admin, name, given, refusal):
    release = Release.objects.get()
    sent = {"label": "6.0", "cut_off": "", name: given}
    page = admin.post(address_of(Release, "change", release.pk), sent)
    assert f"“{given}” {refusal}" in html.unescape(page.text)
    assert Release.objects.get().description == {}


def test_a_request_to_freeze_lapses_when_the_release_says_something_else(admin, cast):
    release = take(ASK, Release.objects.get(), by=cast.admin)
    address = address_of(Release, "change", release.pk)
    page = admin.post(address, {"label": "6.0", "cut_off": "2019-12-31"}, follow=True)
    assert "The request to freeze the release has lapsed" in page.text
    release.refresh_from_db()
    assert (release.freeze_asked_by, release.freeze_asked_at) == (None, None)
    assert "request to freeze lapsed" in release.history.latest().history_change_reason


def test_a_second_open_release_is_refused_with_the_reason(admin):
    page = admin.post(address_of(Release, "add"), {"label": "6.1", "cut_off": ""})
    assert "Release 6.0 is open. It is frozen before the next one is opened." in page.text
    assert Release.objects.count() == 1


def test_a_release_leads_to_its_gate(admin):
    page = admin.get(address_of(Release, "change", Release.objects.get().pk))
    assert reverse("coding:release-gate", args=["6.0"]) in page.text


def test_saving_a_release_unchanged_writes_nothing(admin, cast):
    release = Release.objects.get()
    rows = release.history.count()
    admin.post(address_of(Release, "change", release.pk), {"label": release.label, "cut_off": ""})
    assert release.history.count() == rows


def run(**said):
    """A run of the export that ended an hour ago."""
    begun = timezone.now() - timedelta(hours=1)
    ended = {"started_at": begun, "ended_at": begun + timedelta(seconds=64)}
    return ExportRun.objects.create(**{"output": "/srv/exports", **ended, **said})


def front_page(admin):
    return admin.get(reverse("admin:index")).content.decode()


def test_the_front_page_says_that_the_export_failed_and_where_to_look(admin):
    failed = run(message="No export was made. <The disk> is full.")
    shown = front_page(admin)
    assert "failed. No export was made. &lt;The disk&gt; is full." in shown
    assert address_of(ExportRun, "change", failed.pk) in shown
    assert reverse("coding:release-list") in shown


def test_the_front_page_has_one_calm_line_while_all_is_well(admin):
    assert "xport:" not in front_page(admin)
    run(succeeded=True, message="Exported 3 sheets.")
    shown = front_page(admin)
    assert "Last export:" in shown
    assert 'class="error"' not in shown


def test_staff_without_the_role_of_admin_are_not_told(client, cast):
    run(message="No export was made.")
    cast.outsider.is_staff = True
    cast.outsider.save()
    client.force_login(cast.outsider)
    assert "No export was made." not in front_page(client)


def test_runs_of_the_export_are_read_with_how_they_stand(admin):
    failed = run(message="No export was made.")
    run(succeeded=True)
    run(ended_at=None, started_at=timezone.now() - timedelta(days=1))
    listed = admin.get(address_of(ExportRun, "changelist")).content.decode()
    for words in ("failed", "succeeded", "killed", "0:01:04", "No export was made."):
        assert words in listed
    assert admin.get(address_of(ExportRun, "change", failed.pk)).status_code == 200
    assert (
        admin.post(address_of(ExportRun, "change", failed.pk), {"message": ""}).status_code == 403
    )
    assert admin.get(address_of(ExportRun, "add")).status_code == 403


@pytest.mark.parametrize("who", ["coder", "reviewer", "outsider"])
def test_only_staff_come_in(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("admin:index")).status_code == 302


def test_every_model_of_the_record_is_in_admin():
    for model in (*RECORD, Assignment, Release):
        assert site.is_registered(model)


def test_the_lists_cost_the_same_for_many_rows(admin, cast, django_assert_max_num_queries):
    for number in range(6):
        pending(make_sheet(4000 + number), 14, "New.", by=cast.coder)
    for model in (Sheet, Formation, Revision, RevisionEvent):
        with django_assert_max_num_queries(10):
            admin.get(address_of(model, "changelist"))


def _sent_name(admin, name, person=None):
    """What answers a form of admin that gives a person, or a new account, this name."""
    if person is None:
        sent = {"username": name, "usable_password": "false"}
        return admin.post(address_of(User, "add"), sent)
    shown = admin.get(address_of(User, "change", person.pk)).context["adminform"].form.initial
    sent = {key: value for key, value in shown.items() if isinstance(value, str)}
    joined = timezone.localtime(person.date_joined)
    when = {"date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    return admin.post(
        address_of(User, "change", person.pk), {**sent, **when, "is_active": "on", "username": name}
    )


@pytest.mark.database  # it locks rows
@pytest.mark.parametrize("name", ["reader", "READER"])
def test_of_two_accounts_of_one_name_that_are_made_at_once_the_second_is_refused(
    admin, cast, monkeypatch, name
):
    """Its form was checked before the first one was there."""
    monkeypatch.setattr(NewPerson, "clean_username", lambda form: form.cleaned_data["username"])
    monkeypatch.setattr(NewPerson, "validate_unique", lambda form: None)
    answer = _sent_name(admin, name)
    assert answer.status_code == 409
    assert "There is an account “reader” already." in answer.text


def test_nobody_is_renamed_to_the_name_of_another_one_in_capitals(admin, cast):
    """Sign-ins with either name would be counted together, and people take one for the other."""
    assert _sent_name(admin, "Reader", cast.outsider).status_code == 409
    assert _sent_name(admin, "Outsider", cast.outsider).status_code == 302
    assert User.objects.filter(username="Outsider").exists()

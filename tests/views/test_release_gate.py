"""The release gate's page: what it shows, and the steps that each person may take there."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from coding.export import runs
from coding.export.released import written
from coding.models import ExportRun, Kept, Release
from coding.releases import gate_parts, gate_process, making_files
from coding.releases.gate import run_gate
from coding.releases.offered_exports import has_files
from coding.workflow.citation_corrections import ask, confirm
from coding.workflow.release_steps import ASK, take
from tests.costly import on_the_gate
from tests.factories import coded, make_sheet, pending
from tests.queries import queries_of
from tests.releases.exports_on_disk import make_export
from tests.releases.record_to_freeze import frozen, release, sheet_of

__all__ = ["release"]

pytestmark = pytest.mark.django_db


def gate(client, label="6.0"):
    return client.get(reverse("coding:release-gate", args=[label]))


def step(client, name, label="6.0", **data):
    return client.post(reverse("coding:release-step", args=[label, name]), data, follow=True)


def test_everything_holds_and_the_freeze_can_be_asked_for(admin, release):
    page = gate(admin)
    assert "Nothing is left to do: the release can be frozen." in page.text
    assert "Ask for the freeze" in page.text
    assert "Freeze for good" not in page.text


def test_what_is_in_the_way_leads_to_the_place_where_it_is_corrected(admin, cast, release):
    waiting = pending(sheet_of(3005), 14, "In effect.", by=cast.coder)
    page = gate(admin)
    assert "Something is left to do" in page.text
    assert reverse("coding:revision-read", args=[waiting.pk]) in page.text


def test_who_asked_is_told_to_wait_for_a_second_person(admin, release):
    page = step(admin, "ask")
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


def test_who_asked_cannot_freeze_by_sending_the_form_anyway(admin, cast, release):
    take(ASK, release, by=cast.admin)
    page = step(admin, "freeze", seen=run_gate(release).seen)
    assert "You asked for this freeze." in page.text
    assert Release.objects.get(label="6.0").is_open


@pytest.fixture
def exports(settings, tmp_path):
    """An empty folder of exports."""
    settings.EXPORT_DIR = tmp_path / "exports"
    return settings.EXPORT_DIR


@pytest.fixture
def started(monkeypatch):
    """The runs for which a process would be started."""
    runs: list[ExportRun] = []
    monkeypatch.setattr(making_files, "start", runs.append)
    return runs


def test_a_frozen_release_is_published_with_one_step_once_its_files_are_there(
    client, cast, release, second_admin, exports
):
    _with_files(exports, frozen(release, asked_by=cast.admin, by=second_admin))
    client.force_login(cast.admin)
    assert "Publish" in gate(client).text
    step(client, "publish")
    assert Release.objects.get(label="6.0").published_at
    client.logout()
    assert client.get(reverse("coding:release-read", args=["6.0"])).status_code == 200


def test_files_that_cite_a_release_as_it_was_before_a_correction_are_made_anew_to_publish_it(
    admin, cast, release, second_admin, exports, started
):
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    _with_files(exports, done)
    says = {"citation": "", "url": "", "licence": "", "doi": "10.5281/zenodo.1"}
    confirm(ask(done, says, by=cast.admin, reason="A DOI."), by=second_admin)
    step(admin, "publish")
    assert [run.release for run in started] == ["6.0"]
    assert Release.objects.get(label="6.0").published_at is None
    _with_files(exports, done, day=2, corrections=1)
    step(admin, "publish")
    assert Release.objects.get(label="6.0").published_at


def _with_files(exports, release, day=1, **said):
    said |= {"release": release.label, "frozen": True, "data_as_of": written(release.frozen_at)}
    make_export(exports, day, **said)


def test_publishing_makes_files_that_are_not_there_once_and_tells_how_far_they_are(
    client, cast, release, second_admin, exports, started
):
    frozen(release, asked_by=cast.admin, by=second_admin)
    client.force_login(cast.admin)
    assert "Make its files" in gate(client).text
    page = step(client, "publish")
    assert 'http-equiv="refresh"' in page.text
    assert "Make its files" not in page.text
    client.force_login(second_admin)  # who presses at the same time
    step(client, "publish")
    (run,) = started
    assert (run.release, Release.objects.get(label="6.0").published_at) == ("6.0", None)
    ExportRun.objects.update(progress="printed sheets: 3 of 849")
    assert "Now at printed sheets: 3 of 849." in gate(client).text


def test_files_that_did_not_come_are_told_with_the_reason_and_can_be_made_again(
    admin, cast, release, second_admin, exports, started
):
    frozen(release, asked_by=cast.admin, by=second_admin)
    step(admin, "publish")
    ExportRun.objects.update(heard_at=timezone.now() - timedelta(minutes=1))
    assert "its process was killed" in gate(admin).text
    step(admin, "publish")
    runs.end(started[-1], "No export was made. The disk is full.", succeeded=False)
    page = gate(admin)
    assert "The disk is full." in page.text
    assert "Make its files" in page.text
    assert "refresh" not in page.text
    assert len(started) == 2


@on_the_gate
def test_a_run_that_the_site_began_tells_how_far_it_is(
    client, cast, release, second_admin, exports, started
):
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    making_files.make_files(done)
    (run,) = started
    call_command("nightly_export", output=exports, release="6.0", run=run.pk)
    assert ExportRun.objects.get().succeeded
    assert has_files(done)
    assert making_files.state_of_making(done) is None


# Where all files have to be made and tried


@pytest.fixture
def looks(monkeypatch):
    """The looks for which a process would be started: any change takes too long for a page."""
    begun: list[str] = []
    monkeypatch.setattr(gate_parts, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(gate_process, "start", begun.append)
    return begun


def test_the_gate_is_looked_at_apart_once_for_all_and_the_page_tells_how_far_that_is(
    client, cast, release, second_admin, looks
):
    client.force_login(cast.admin)
    page = gate(client)
    assert "Its dataset files are being made and tried" in page.text
    assert 'http-equiv="refresh"' in page.text
    for not_yet in ("Ask for the freeze", "Something is left to do", "Held back"):
        assert not_yet not in page.text
    client.force_login(second_admin)  # who comes at the same time
    (saw,) = looks
    gate_process.GateRun(saw).tell("dataset files: 3 of 13")
    assert "Now at dataset files: 3 of 13." in gate(client).text
    assert len(looks) == 1


def test_what_was_found_apart_is_there_when_the_page_looks_again(admin, cast, release, looks):
    gate(admin)
    said = call_command("run_gate", saw=looks[0])
    page = gate(admin)
    assert said == "Nothing is left to do: the release can be frozen."
    assert said in page.text
    assert "Ask for the freeze" in page.text
    assert "refresh" not in page.text
    coded(sheet_of(4765), 36, {"base": 2}, by=cast.coder, reviewer=cast.reviewer)
    assert "refresh" in gate(admin).text
    assert len(looks) == 2


def test_so_is_the_gate_after_a_change_of_an_alliance_of_many_states(
    admin, cast, release, looks, monkeypatch
):
    gate(admin)
    call_command("run_gate", saw=looks[0])
    monkeypatch.setattr(gate_parts, "MOST_AT_ONCE", 1)
    for most, begun in ((2, 1), (1, 2)):
        monkeypatch.setattr(gate_parts, "MOST_STATES", most)
        coded(sheet_of(4765), 36, {"base": begun + 1}, by=cast.coder, reviewer=cast.reviewer)
        assert ("refresh" in gate(admin).text) == (begun == 2)
        assert len(looks) == begun


def test_a_look_that_was_killed_is_made_up_for_by_the_page(admin, release, looks):
    gate(admin)
    long_ago = (timezone.now() - timedelta(minutes=1)).isoformat()
    Kept.objects.update(content={"heard_at": long_ago, "progress": ""})
    assert "Ask for the freeze" in gate(admin).text
    assert len(looks) == 1


def test_so_is_one_whose_result_could_not_be_kept(admin, release, looks):
    gate(admin)
    call_command("run_gate", saw=looks[0])
    Kept.objects.filter(name__in=("gate", "gate, in parts")).delete()
    assert "Ask for the freeze" in gate(admin).text
    assert len(looks) == 1


def test_an_operator_is_told_what_is_in_the_way(cast, release):
    waiting = pending(sheet_of(3005), 14, "In effect.", by=cast.coder)
    with pytest.raises(CommandError, match=f"3005 The change by {waiting.author_name} waits"):
        call_command("run_gate")


def test_an_unknown_step_or_release_is_not_found(admin, release):
    assert step(admin, "thaw").status_code == 404
    assert gate(admin, "9.9").status_code == 404


@on_the_gate
def test_the_gate_asks_as_much_whatever_the_size_of_the_record(
    admin, release, django_assert_num_queries
):
    gate(admin)
    make_sheet(4999)
    few, as_kept = (queries_of(lambda: gate(admin)) for _ in range(2))
    assert len(as_kept) < len(few)
    for number in range(10):
        make_sheet(5000 + number)
    with django_assert_num_queries(len(few)):
        gate(admin)
    with django_assert_num_queries(len(as_kept)):
        gate(admin)

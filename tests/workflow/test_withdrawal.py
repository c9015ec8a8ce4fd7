"""A release that was imported wrongly is withdrawn: kept, renamed, and followed by nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from coding.export.released import released_scope
from coding.export.reports import ExportFailed
from coding.models import Release, Sheet
from coding.models.release import last_frozen, newest_first
from coding.record.verification import verify
from coding.releases.making_files import make_files
from coding.workflow.published_rows import releases_now
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.release_import import import_release
from coding.workflow.release_steps import PUBLISH, change, take
from coding.workflow.withdrawal import withdraw
from tests.published_phases import publish, release_of, two, varying

pytestmark = pytest.mark.django_db

WHY = "It was the first 100 rows only."


@pytest.fixture
def wrong():
    """Release 5.1 as it was imported: without one of its alliances."""
    return publish(two(), label="5.1")


def taken_back(release, cast):
    return withdraw(release, by=cast.admin, reason=WHY)


def test_it_is_kept_under_another_label_with_who_and_why(cast, wrong):
    withdrawn = taken_back(wrong, cast)
    assert (withdrawn.pk, withdrawn.label) == (wrong.pk, "5.1-withdrawn")
    assert withdrawn.withdrawn.startswith("Withdrawn by Ada Admin on 20")
    assert withdrawn.withdrawn.endswith(f": {WHY}")
    assert [sheet.cells for sheet in withdrawn.sheets.all()] == [two().coding.cells]
    last = Release.history.filter(id=wrong.pk).latest()
    assert (last.history_user, last.history_change_reason) == (cast.admin, withdrawn.withdrawn)


def test_its_label_is_free_for_the_release_as_it_was_published(cast, wrong):
    taken_back(wrong, cast)
    outcome = import_release(release_of(two(), varying()))
    assert str(outcome) == "1 new sheets, 1 unchanged"
    assert Release.objects.get(label="5.1").sheets.count() == 2
    assert taken_back(Release.objects.get(label="5.1"), cast).label == "5.1-withdrawn-2"


@pytest.mark.parametrize("label", ["5.1-preliminary", "5.1-preliminary-2023"])
def test_a_long_label_gives_way_to_what_is_put_behind_it(cast, label):
    assert taken_back(publish(two(), label=label), cast).label == "5.1-prelim-withdrawn"
    assert taken_back(publish(two(), label=label), cast).label == "5.1-prel-withdrawn-2"


def test_a_label_that_is_too_long_is_refused_before_anything_is_written():
    with pytest.raises(Refused, match="too long for a release: 20 letters"):
        publish(two(), label="5.1-preliminary-of-2023")
    assert not Release.objects.filter(label__startswith="5.1").exists()


def test_its_sheets_stay_in_the_record(cast, wrong):
    taken_back(wrong, cast)
    assert Sheet.objects.get(atop_id=1005).entered_at is not None


def test_nothing_is_measured_by_it(cast, wrong):
    publish(two(), label="5.0")
    assert last_frozen() == wrong
    taken_back(wrong, cast)
    assert (str(last_frozen()), str(releases_now().frozen)) == ("5.0", "5.0")
    assert [str(release) for release in newest_first(Release.objects.all())][-1] == "5.1-withdrawn"


def test_it_is_not_published_any_more(cast, wrong):
    withdrawn = taken_back(wrong, cast)
    with pytest.raises(Refused, match="was withdrawn"):
        take(PUBLISH, withdrawn, by=cast.admin)


def test_it_has_no_files_any_more_under_either_label(cast, wrong):
    withdrawn = taken_back(wrong, cast)
    with pytest.raises(ExportFailed, match=f"has no files any more. Withdrawn by .*{WHY}"):
        released_scope("5.1-withdrawn")
    with pytest.raises(ExportFailed, match=r"There is no frozen release “5\.1” here"):
        released_scope("5.1")
    with pytest.raises(Refused, match="was withdrawn: it has no files to make"):
        make_files(withdrawn)


def test_the_record_is_whole_with_it_and_without(cast, wrong):
    taken_back(wrong, cast)
    import_release(release_of(two(), varying()))
    assert verify().faults == []


def test_it_is_withdrawn_once(cast, wrong):
    withdrawn = taken_back(wrong, cast)
    with pytest.raises(Refused, match="was withdrawn"):
        taken_back(withdrawn, cast)


def test_what_is_published_stays(cast, wrong):
    take(PUBLISH, wrong, by=cast.admin)
    with pytest.raises(Refused, match=r"Release 5\.1 is published"):
        taken_back(wrong, cast)


def test_what_another_release_follows_stays(cast, wrong):
    release = Release.objects.get(label="6.0")
    release.follows = "5.1"
    change(release, by=cast.admin, reason="Frozen")
    with pytest.raises(Refused, match=r"Release 6\.0 was made as the one that follows 5\.1"):
        taken_back(wrong, cast)


def test_what_is_open_is_not_withdrawn(cast):
    with pytest.raises(Refused, match=r"Release 6\.0 is open\. Only one that was imported"):
        taken_back(Release.objects.get(label="6.0"), cast)


def test_it_takes_a_reason_and_an_admin(cast, wrong):
    with pytest.raises(Refused, match="Say why"):
        withdraw(wrong, by=cast.admin, reason=" ")
    for stranger in (cast.coder, cast.reviewer, cast.outsider):
        with pytest.raises(NotAllowed):
            withdraw(wrong, by=stranger, reason=WHY)


@pytest.mark.parametrize(
    "change",
    [
        "label = '5.2'",
        "label = '5.1-withdrawn'",
        "withdrawn = 'by nobody'",
        "label = '4.0', withdrawn = 'by nobody'",
        "label = '5.1-withdrawn', withdrawn = 'by nobody', cut_off = '2020-01-01'",
    ],
)
def test_the_database_lets_a_frozen_release_change_in_no_other_way(wrong, change):
    with (
        pytest.raises(IntegrityError, match="a frozen release stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE coding_release SET {change} WHERE label = '5.1'")


def test_the_command_says_what_it_did(cast, wrong, capsys):
    call_command("withdraw_release", "5.1", by="admin", reason=WHY, skip_checks=True)
    output = capsys.readouterr().out
    assert output.startswith("Release 5.1 is withdrawn, and kept as 5.1-withdrawn.")
    with pytest.raises(CommandError, match=r"no release “5\.1”\. There are: .*5\.1-withdrawn"):
        call_command("withdraw_release", "5.1", by="admin", reason=WHY, skip_checks=True)
    with pytest.raises(CommandError, match="no active account"):
        call_command("withdraw_release", "5.1-withdrawn", by="x", reason=WHY, skip_checks=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "--by names nobody. Name an account of the site."),
        ("x", "There is no active account “x”. Name an account of the site."),
        ("coder", "Only admins freeze and publish releases. Name one of them with --by."),
    ],
)
def test_the_command_needs_an_admin_and_says_so(cast, wrong, name, said):
    with pytest.raises(CommandError) as failure:
        call_command("withdraw_release", "5.1", by=name, reason=WHY, skip_checks=True)
    assert str(failure.value) == said


def test_its_page_says_so_and_offers_no_step(client, cast, wrong):
    taken_back(wrong, cast)
    client.force_login(cast.admin)
    page = client.get("/releases/5.1-withdrawn/").content.decode()
    assert '<span class="chip returned">withdrawn</span>' in page
    assert WHY in page
    assert "Publish" not in page
    assert "How to cite" not in page
    assert WHY in client.get("/releases/").content.decode()
    assert "Publish" not in client.get("/releases/5.1-withdrawn/gate/").content.decode()

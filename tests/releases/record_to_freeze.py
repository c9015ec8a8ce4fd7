"""A small record that can be frozen: two alliances of a published release, one of them revised."""

from django.core.management import call_command

from coding.models import Release, Sheet
from coding.releases import freezing
from coding.releases.gate import run_gate
from coding.workflow.release_steps import ASK, take
from tests.factories import approved_change, coded, keep
from tests.member_files import BELARUS, CANADA, RUSSIA, USA, alliance, write_member_file
from tests.shared_rows import shared


@shared
def release(cast, tmp_path) -> Release:
    """The open release after 5.1, with a cut-off and nothing waiting."""
    member_file = write_member_file(
        tmp_path,
        alliance(3005, USA, CANADA, entry="1950-05-05", defense=1, active=1),
        alliance(4765, RUSSIA, BELARUS, nonagg=1, consul=1),
    )
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)
    opened = Release.objects.get(frozen_at=None)
    opened.cut_off = "2020-12-31"
    keep(opened)
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    approved_change(sheet_of(4765), 14, "Ended in 2020.", **people)
    coded(sheet_of(4765), 36, {"base": 1}, **people)
    opened.refresh_from_db()
    return opened


def sheet_of(atop_id: int) -> Sheet:
    return Sheet.objects.get(atop_id=atop_id)


def shut(release: Release) -> dict[str, list]:
    """What does not hold, with the obstacles."""
    return {check.title: check.obstacles for check in run_gate(release).checks if not check.holds}


def frozen(release: Release, *, asked_by, by) -> Release:
    """The release, frozen as admins do it."""
    asked = take(ASK, release, by=asked_by)
    return freezing.freeze(asked, by=by, seen=run_gate(asked).seen)

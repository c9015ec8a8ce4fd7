"""A small record with a published release, codes, and a revision of every status."""

from datetime import date
from pathlib import Path

from django.core.management import call_command

from coding.codebook.sheet import RevisionNote
from coding.models import Release
from coding.models.revision import Status
from coding.workflow.holding_back import hold_back
from coding.workflow.release_steps import PUBLISH, describe, take
from tests.factories import (
    Cast,
    approved_change,
    coded,
    draft,
    make_cast,
    make_person,
    make_sheet,
    pending,
    revision_at,
    send_back,
    suggested,
)
from tests.member_files import BELARUS, CANADA, RUSSIA, USA, alliance, write_member_file
from tests.releases.record_to_freeze import frozen, sheet_of

NOTE = RevisionNote("4.0", 14, "N. Coulombe", date(2017, 12, 27), "Version 4.0: Q14 revised …")


def fill(folder: Path) -> None:
    cast = make_cast()
    _release(cast, folder)
    _revisions(cast)


def _release(cast: Cast, folder: Path) -> None:
    member_file = write_member_file(
        folder.parent,
        alliance(3005, USA, CANADA, entry="1950-05-05", defense=1, active=1),
        alliance(4765, RUSSIA, BELARUS, nonagg=1, consul=1),
    )
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0)
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    approved_change(sheet_of(4765), 14, 'Ended – „kündbar“.\n\nArt. 7: "either".', **people)
    coded(sheet_of(4765), 36, {"base": 1}, **people)
    coded(sheet_of(4765), 36, {"base": 2}, **people)
    opened = Release.objects.get(frozen_at=None)
    opened.cut_off = date(2020, 12, 31)
    opened.save()
    hold_back(opened, 3005, by=cast.admin, reason="Not agreed on yet.")
    second = make_person("admin2", "Alma Second", "admin", is_staff=True)
    opened.refresh_from_db()
    take(PUBLISH, frozen(opened, asked_by=cast.admin, by=second), by=cast.admin)
    describe(Release(label="6.1"), by=cast.admin)


def _revisions(cast: Cast) -> None:
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    sheet = make_sheet(4235, notes=[NOTE], q14="Ten years.\n\n“Article 5”.", q20="")
    for number, status in zip((21, 22, 23, 25, 26), Status, strict=True):
        revision_at(status, sheet, number, f"{status.label}.", **people)
    approved_change(sheet, 14, "Eleven years.", **people)
    approved_change(sheet, 14, "Twelve years.\n\nWith a ¶ of its own.", **people)
    send_back(pending(sheet, 27, "Short.", by=cast.coder), by=cast.reviewer)
    draft(sheet, 27, "Long enough.", by=cast.coder)
    pending(sheet, 22, "Of another coder.", by=cast.second_coder)
    pending(sheet_of(4765), 36, None, by=cast.second_coder, codes={"base": 0})
    suggested(sheet, 28, "Wordy.", "Brief.", **people)

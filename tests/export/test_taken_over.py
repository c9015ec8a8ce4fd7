"""What an export takes over from the one before: the same bytes as one made from nothing."""

import os
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding.export import nightly
from coding.export.manifest import software
from coding.export.nightly import export
from coding.export.stored_exports import exports
from coding.models import Release, Sheet, State, War
from coding.workflow.citation_corrections import ask, confirm
from coding.workflow.holding_back import hold_back, include_again
from coding.workflow.refusals import Refused
from tests.coded_sheets import approve_knowingly, joins, owes, submit
from tests.costly import costly, on_the_gate
from tests.export.processes import by_two_processes, the_same_processes
from tests.export.read_back import files, manifest, table
from tests.factories import approved_change, draft, keep, make_person, make_sheet, pending
from tests.member_files import USA

FRANCE = 220


def linked(first: Path, other: Path) -> set[str]:
    there = (name for name in files(first) if (other / name).exists())
    return {name for name in there if (first / name).samefile(other / name)}


@on_the_gate
@pytest.mark.every_file
def test_a_night_with_nothing_changed_links_every_file(released, root, monkeypatch) -> None:
    first = export(root).place
    pending(Sheet.objects.get(atop_id=4765), 14, "Not approved.", by=released.coder)
    monkeypatch.setattr(nightly, "_make", None)  # nothing is made
    second = export(root)
    assert linked(first, second.place) == {*files(first)} - {"manifest.json"}
    assert files(first).keys() == files(second.place).keys()
    assert second.rows > 0


def test_a_damaged_file_is_told_and_everything_made_anew(sheet, root) -> None:
    first = export(root).place
    whole = files(first)
    (first / "sheets/4765.pdf").write_bytes(b"something else")
    second = export(root)
    assert second.damaged == f"{first}: sheets/4765.pdf is not as it was written"
    assert files(second.place) == whole
    assert linked(first, second.place) == {*whole} - {"manifest.json", "sheets/4765.pdf"}


def test_files_are_copied_where_links_cannot_be_made(sheet, root, monkeypatch) -> None:
    def refuse(*args):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    first, second = export(root), export(root)
    assert files(first.place) == files(second.place)
    assert linked(first.place, second.place) == set()
    assert second.damaged == ""


def test_what_comes_out_the_same_is_linked_though_it_was_made_anew(cast, sheet, root) -> None:
    make_sheet(4235)
    first = export(root).place
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    second = export(root).place
    same = linked(first, second)
    assert {table(second), "sheets/4235.txt", "sheets/4235.pdf"} <= same
    assert not same & {"sheets.json", "answers.csv", "changes.csv", "sheets/4765.docx"}


def test_a_release_has_one_export_which_stays_while_it_is_whole(released, root) -> None:
    first = export(root, release="5.1")
    again = export(root, release="5.1")
    assert (first.is_new, again.is_new, again.removed) == (True, False, [])
    assert (again.place, again.files, again.bytes) == (first.place, first.files, first.bytes)
    assert again.rows == first.rows
    whole = files(first.place)
    (first.place / table(first.place)).write_text("edited")
    mended = export(root, release="5.1")
    assert mended.is_new
    assert mended.damaged == f"{first.place}: {table(mended.place)} is not as it was written"
    assert (mended.removed, files(mended.place)) == ([first.place], whole)
    assert [export.place for export in exports(root)] == [mended.place]


class Changes:
    """What people do to a record between two nights; what is refused is none."""

    def __init__(self, cast, monkeypatch) -> None:
        self.cast, self.monkeypatch, self.number = cast, monkeypatch, count(1)
        self.second_admin = make_person("alma", "Alma Second", "admin")

    def approve(self, atop_id: int, question: int, text: str | None = None, **codes) -> None:
        sheet = Sheet.objects.get(atop_id=atop_id)
        found = draft(sheet, question, text, by=self.cast.coder, **codes)
        approve_knowingly(self.cast, submit(found))

    def answer(self, atop_id: int) -> None:
        self.approve(atop_id, 14, f"Answer {next(self.number)}.")

    def wait(self, atop_id: int) -> None:
        pending(Sheet.objects.get(atop_id=atop_id), 15, "Waits.", by=self.cast.second_coder)

    def code(self, atop_id: int) -> None:
        self.approve(atop_id, 6, codes={"estmode": next(self.number) % 3})

    def join(self, atop_id: int) -> None:
        code = {4: joins(str(FRANCE)) | {f"{FRANCE}/bilat": 0}, 16: owes(str(FRANCE), "consul")}
        for question, cells in code.items():
            self.approve(atop_id, question, codes=cells)

    def leave(self, atop_id: int) -> None:
        self.approve(atop_id, 4, codes={f"{FRANCE}/member": None})

    def correct(self, atop_id: int) -> None:
        says = {"citation": "", "url": "", "licence": "", "doi": f"10.1/{next(self.number)}"}
        asked = ask(Release.objects.get(label="5.1"), says, by=self.cast.admin, reason="Typed.")
        confirm(asked, by=self.second_admin)

    def hold_back(self, atop_id: int) -> None:
        hold_back(self.open, atop_id, by=self.cast.admin, reason="Not ready.")

    def let_in(self, atop_id: int) -> None:
        include_again(self.open, atop_id, by=self.cast.admin)

    def label(self, _atop_id: int) -> None:
        release = self.open
        release.label, release.note = f"6.{next(self.number)}", "More."
        keep(release)

    def name(self, _atop_id: int) -> None:
        state = State.objects.get(code=USA)
        state.name = f"States {next(self.number)}"
        keep(state)

    def war(self, _atop_id: int) -> None:
        war = War.objects.first()
        war.name = f"War {next(self.number)}"
        keep(war)

    def update(self, _atop_id: int) -> None:
        versions = software() | {"code": str(next(self.number))}
        self.monkeypatch.setattr(nightly, "software", lambda: versions)

    @property
    def open(self) -> Release:
        return Release.objects.get(frozen_at=None)


KINDS = [name for name in vars(Changes) if name not in ("approve", "open") and name[0] != "_"]
SOME = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from([1005, 4765])), max_size=3)


@settings(parent=costly, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=SOME)
def _nights(night, some) -> None:
    night(some)


@on_the_gate  # the tests above show by day what is linked and what is made
def test_an_export_that_links_and_has_others_print_equals_one_made_here_from_nothing(
    released, root, tmp_path, monkeypatch
) -> None:
    changes, number = Changes(released, monkeypatch), count(1)

    def night(some) -> None:
        for kind, atop_id in some:
            with suppress(Refused):
                getattr(changes, kind)(atop_id)
        with monkeypatch.context() as here:
            by_two_processes(here)
            after = export(root, keep=2).place
        made = export(tmp_path / f"new-{next(number)}").place
        assert files(after) == files(made)
        assert manifest(after) == manifest(made)

    with the_same_processes(monkeypatch):
        night([])
        _nights(night)

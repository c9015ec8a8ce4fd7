"""While a release is being frozen nobody writes: no approval falls between two releases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections

from coding.models import ReleasedSheet, Revision, State
from coding.models.revision import Status
from coding.releases import freezing
from coding.releases.gate import run_gate
from coding.workflow import drafts
from coding.workflow.reference_import import save_by_hand
from coding.workflow.refusals import Refused
from tests.costly import on_the_gate
from tests.factories import approve, draft, make_cast
from tests.member_files import RUSSIA
from tests.releases.record_to_freeze import frozen, release, sheet_of

__all__ = ["release"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(seeded):
    """The cast in a database whose transactions are real ones, as threads need it."""
    return make_cast()


def test_who_approves_meanwhile_waits_and_learns_that_the_release_is_frozen(
    cast, release, second_admin, monkeypatch
) -> None:
    waiting = draft(sheet_of(4765), 14, "Denounced.", by=cast.coder)

    begun = Event()

    def note_that_it_begins(execute, *statement):
        begun.set()
        return execute(*statement)

    def submit_and_approve():
        try:
            with connection.execute_wrapper(note_that_it_begins):
                return approve(drafts.submit(waiting, by=cast.coder), by=cast.reviewer)
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        meanwhile = []

        def pin_while_somebody_approves(sheets):
            meanwhile.append(pool.submit(submit_and_approve))
            ReleasedSheet.objects.bulk_create(sheets)
            while not (begun.is_set() and _somebody_is_held_up()):
                assert not meanwhile[0].done()
                begun.wait(0.01)

        monkeypatch.setattr(freezing, "pin", pin_while_somebody_approves)
        done = frozen(release, asked_by=cast.admin, by=second_admin)
        refused = meanwhile[0].result(timeout=60)
    assert "No release is open" in str(refused)
    assert done.sheets.get(atop_id=4765).answers["14"] == "Ended in 2020."
    assert Revision.objects.get(pk=waiting.pk).status == Status.PENDING


def _elsewhere(work):
    """Do some work on a connection of its own; it has to be done within seconds."""

    def done():
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result(timeout=10)


@pytest.fixture
def during_the_gate(monkeypatch):
    """Let somebody else do some work each time the gate runs; return how often it ran."""
    ran = []

    def patch(work):
        def gate_meanwhile(release):
            gate = run_gate(release)
            ran.append(_elsewhere(work))
            return gate

        monkeypatch.setattr(freezing, "run_gate", gate_meanwhile)
        return ran

    return patch


def test_no_autosave_waits_for_the_gate(cast, release, second_admin, during_the_gate) -> None:
    sheet = sheet_of(4765)
    ran = during_the_gate(lambda: draft(sheet, 15, "Written meanwhile.", by=cast.coder))
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    assert [note.text for note in ran] == ["Written meanwhile."]
    assert done.frozen_by == second_admin


def test_what_was_written_during_the_gate_has_it_run_again(
    cast, release, second_admin, during_the_gate
) -> None:
    names = iter(["Soviet Union"])

    def rename_once():
        for name in names:
            state = State.objects.get(code=RUSSIA)
            state.name = name
            save_by_hand(state, by=cast.admin, reason="As it was called.")

    ran = during_the_gate(rename_once)
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    assert len(ran) == 2
    done.refresh_from_db()
    assert done.states[str(RUSSIA)] == "Soviet Union"


def test_an_approval_during_the_gate_refuses_the_freeze(
    cast, release, second_admin, during_the_gate
) -> None:
    waiting = draft(sheet_of(4765), 14, "Denounced.", by=cast.coder)

    def approve_once():
        if Revision.objects.get(pk=waiting.pk).status == Status.DRAFT:
            approve(drafts.submit(waiting, by=cast.coder), by=cast.reviewer)

    during_the_gate(approve_once)
    with pytest.raises(Refused, match="changed since you opened this page"):
        frozen(release, asked_by=cast.admin, by=second_admin)
    assert not ReleasedSheet.objects.filter(release=release).exists()


@on_the_gate
def test_a_freeze_gives_up_where_others_never_stop_writing(
    cast, release, second_admin, during_the_gate
) -> None:
    names = (f"Name {number}" for number in range(99))

    def rename():
        state = State.objects.get(code=RUSSIA)
        state.name = next(names)
        save_by_hand(state, by=cast.admin, reason="Why not.")

    during_the_gate(rename)
    with pytest.raises(Refused, match="others change sheets all the time"):
        frozen(release, asked_by=cast.admin, by=second_admin)
    assert not ReleasedSheet.objects.filter(release=release).exists()


def _somebody_is_held_up() -> bool:
    if connection.vendor == "sqlite":  # its first statement asks for the one lock there is
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return cursor.fetchone()[0]

"""While a release is being frozen nobody writes: no approval falls between two releases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections

from coding.models import ReleasedSheet, Revision
from coding.models.revision import Status
from coding.releases import freezing
from coding.workflow import drafts
from coding.workflow.refusals import Refused
from tests.factories import approve, draft, make_cast
from tests.releases.record_to_freeze import frozen, release, second_admin, sheet_of

__all__ = ["release", "second_admin"]

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


def _somebody_is_held_up() -> bool:
    if connection.vendor == "sqlite":  # its first statement asks for the one lock there is
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return cursor.fetchone()[0]

"""An action that another one was in the way of is run again, whole, and told of once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction

from atop_site.databases import LONGEST_WAIT
from coding.models import Link, Revision
from coding.models.revision import Status
from coding.workflow import announcements, retrying, review
from coding.workflow.chaining import recorded
from coding.workflow.drafts import submit
from coding.workflow.locks import lock_sheet
from coding.workflow.release_import import import_release
from coding.workflow.transitions import APPROVE
from tests.coded_sheets import code
from tests.costly import on_the_gate
from tests.factories import draft, make_cast, make_sheet, pending, verdicts
from tests.published_phases import release_of, two
from tests.row_counts import rows_of_every_table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(seeded):
    """The cast in a database whose transactions are real ones."""
    return make_cast()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(retrying, "_PAUSE", 0)


def _locked():
    error = OperationalError("database is locked")
    error.__cause__ = sqlite3.OperationalError("database is locked")
    return error


def _failing(action, times, error):
    """The action, which fails at its end for some times; and how often it ran."""
    ran = []

    @recorded()
    def act():
        done = action()
        ran.append(done)
        if len(ran) <= times:
            raise error
        return done

    return act, ran


def test_a_step_that_is_tried_again_is_written_and_announced_once(cast, monkeypatch):
    heard = []
    monkeypatch.setattr(announcements, "listeners", [heard.append])
    revision = draft(make_sheet(4765), 14, "Ended.", by=cast.coder)
    act, ran = _failing(lambda: submit(revision, by=cast.coder), 2, _locked())
    links = Link.objects.count()
    assert act().status == Status.PENDING
    assert len(ran) == 3
    assert [event.step for event in heard] == ["submit"]
    assert revision.events.count() == 1
    assert Link.objects.count() == links + 2  # the step, and how the revision stands


def test_after_a_few_tries_the_error_is_raised_and_nothing_is_written(cast):
    revision = draft(make_sheet(4765), 14, "Ended.", by=cast.coder)
    before = rows_of_every_table()
    act, ran = _failing(lambda: submit(revision, by=cast.coder), 99, _locked())
    with pytest.raises(OperationalError, match="locked"):
        act()
    assert len(ran) == retrying.TRIES
    assert rows_of_every_table() == before


def test_who_waited_as_long_as_one_may_for_a_lock_is_told_at_once(monkeypatch):
    """A second try would wait as long again: 40 seconds were between a save and its answer."""
    clock = iter([0, LONGEST_WAIT])
    monkeypatch.setattr(retrying, "time", SimpleNamespace(monotonic=clock.__next__))
    act, ran = _failing(lambda: None, 99, _locked())
    with pytest.raises(OperationalError):
        act()
    assert len(ran) == 1


def test_what_took_long_and_ended_in_a_deadlock_is_tried_again(monkeypatch):
    clock = SimpleNamespace(monotonic=iter([0, LONGEST_WAIT]).__next__, sleep=lambda _: None)
    monkeypatch.setattr(retrying, "time", clock)
    error, raised_anew = OperationalError("deadlock detected"), OperationalError()
    error.__cause__, raised_anew.__cause__ = psycopg.errors.DeadlockDetected(), error
    act, ran = _failing(lambda: None, 1, raised_anew)
    act()
    assert len(ran) == 2


@pytest.mark.parametrize("error", [OperationalError("disk I/O error"), ValueError("locked")])
def test_what_is_no_conflict_is_not_tried_again(error):
    act, ran = _failing(lambda: None, 99, error)
    with pytest.raises(type(error)):
        act()
    assert len(ran) == 1


def test_an_action_within_another_is_not_tried_again_by_itself():
    act, ran = _failing(lambda: None, 99, _locked())
    with pytest.raises(OperationalError), transaction.atomic():
        act()
    assert len(ran) == 1


def _at_once(*works):
    def run(work):
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_actions_that_wait_for_each_other_are_both_done(cast):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    first, second = make_sheet(4000), make_sheet(4001)
    both_hold_one = Barrier(2)
    waited = []

    def holding(*sheets):
        @recorded()
        def act():
            lock_sheet(sheets[0])
            if len(waited) < 2:
                waited.append(sheets)
                both_hold_one.wait(timeout=10)
            lock_sheet(sheets[1])
            return "done"

        return act

    assert _at_once(holding(first, second), holding(second, first)) == ["done", "done"]


@on_the_gate
def test_an_import_of_a_release_and_a_bulk_approval_do_not_lock_each_other_out(cast):
    """Sheets have keys in another order than the file lists them."""
    numbers = range(1001, 1013)
    sheets = [make_sheet(number) for number in reversed(numbers)]
    for sheet in sheets:
        code(cast, sheet, 6, {"estmode": 0})
    waiting = [pending(sheet, 14, "Ended.", by=cast.coder) for sheet in sheets]
    screen = verdicts(APPROVE, waiting)
    published = release_of(*(two(number) for number in numbers))
    outcome, imported = _at_once(
        lambda: review.decide_many(screen, by=cast.reviewer),
        lambda: import_release(published, by=cast.admin),
    )
    assert (len(outcome.done), outcome.skipped) == (len(sheets), [])
    assert len(imported.filed) == len(sheets)
    assert Revision.objects.pending().count() == len(sheets)

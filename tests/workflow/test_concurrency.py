"""Eight people at once: no write fails, no text is lost, no decision is taken twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from coding.models import Formation, Revision, Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.record.verification import verify
from coding.workflow import drafts, review, starting_sheets
from coding.workflow.drafts import TypedAnswer
from coding.workflow.refusals import DraftConflict, Refused
from coding.workflow.sheet_import import import_sheet
from coding.workflow.transitions import APPROVE
from coding.workflow.verdicts import Verdict
from tests.costly import on_the_gate
from tests.factories import content, make_cast, make_person, make_sheet, pending, seen

WRITERS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(work, arguments):
    """Run the work for all arguments in threads of their own; return results and exceptions."""

    def run(argument):
        try:
            return work(argument)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, arguments))


@pytest.fixture
def cast(seeded):
    """The cast in a database whose transactions are real ones, as threads need it."""
    return make_cast()


def test_eight_writers_lose_nothing(cast):
    sheets = [make_sheet(4000 + number) for number in range(WRITERS)]
    writers = [make_person(f"writer{number}", f"Writer {number}", "coder") for number in range(8)]

    def write(number):
        for turn in range(WRITERS):
            drafts.save_draft(
                sheets[(number + turn) % WRITERS],
                BY_NUMBER[14],
                TypedAnswer(f"Writer {number}, turn {turn}."),
                by=writers[number],
            )

    assert _at_once(write, range(WRITERS)) == [None] * WRITERS
    assert Revision.objects.count() == WRITERS * WRITERS


@pytest.mark.acceptance(1)
def test_one_draft_saved_by_eight_tabs_at_once_keeps_one_and_tells_the_others(cast):
    sheet = make_sheet(4765)

    def save(number):
        typed = TypedAnswer(f"Tab {number}.")
        return drafts.save_draft(sheet, BY_NUMBER[14], typed, by=cast.coder)

    results = _at_once(save, range(WRITERS))
    kept = [result for result in results if isinstance(result, Revision)]
    told = [result for result in results if isinstance(result, DraftConflict)]
    assert (len(kept), len(told)) == (1, WRITERS - 1)
    assert {conflict.stored.text for conflict in told} == {kept[0].text}


def test_of_eight_approvals_at_once_one_counts(cast):
    sheet = make_sheet(4765)
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    on_screen = seen(revision)
    rows = Formation.history.count()

    def approve(_):
        return review.decide(Verdict(APPROVE, revision, on_screen), by=cast.reviewer)

    results = _at_once(approve, range(WRITERS))
    assert sum(isinstance(result, Revision) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == WRITERS - 1
    assert Formation.history.count() == rows + 1
    assert Revision.objects.get().status == Status.APPROVED


@on_the_gate
def test_approvals_of_one_section_at_once_all_stand(cast):
    sheet = make_sheet(4765)
    waiting = [pending(sheet, number, f"New {number}.", by=cast.coder) for number in range(2, 10)]

    def approve(revision):
        return review.decide(Verdict(APPROVE, revision, seen(revision)), by=cast.reviewer)

    assert all(isinstance(result, Revision) for result in _at_once(approve, waiting))
    row = Formation.objects.get(sheet=sheet)
    answers = [getattr(row, BY_NUMBER[number].key) for number in range(2, 10)]
    assert answers == [f"New {number}." for number in range(2, 10)]


def test_one_sheet_imported_by_eight_at_once_enters_the_record_once(cast):
    results = _at_once(lambda _: import_sheet(content(4765)), range(WRITERS))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert sum(result.is_new for result in results) == 1
    assert (Sheet.objects.count(), Sheet.history.count(), Revision.objects.count()) == (1, 1, 0)


@on_the_gate
def test_a_changed_sheet_imported_by_eight_at_once_is_filed_once(cast):
    make_sheet(4765)
    results = _at_once(
        lambda _: import_sheet(content(4765, q14="Ended."), by=cast.admin), range(WRITERS)
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Revision.objects.count() == 1


def test_one_sheet_started_by_eight_at_once_is_started_once(cast):
    results = _at_once(
        lambda _: starting_sheets.start_sheet(5100, 0, by=cast.coder), range(WRITERS)
    )
    assert sum(isinstance(result, Sheet) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == WRITERS - 1


def test_approvals_on_eight_sheets_at_once_make_one_chain(cast):
    waiting = [
        pending(make_sheet(4000 + number), 14, "Ended.", by=cast.coder) for number in range(WRITERS)
    ]
    shown = {revision.pk: seen(revision) for revision in waiting}

    def approve(revision):
        return review.decide(Verdict(APPROVE, revision, shown[revision.pk]), by=cast.reviewer)

    assert all(isinstance(result, Revision) for result in _at_once(approve, waiting))
    assert verify().faults == []

"""Reading the record: constant queries, approved rows only, one moment."""

import ast
import threading
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coding.export import record, released
from coding.models.snapshots import snapshot
from tests.factories import approved_change, draft, make_sheet
from tests.member_files import CANADA, USA, alliance, write_member_file

ROOM = Path(record.__file__).parent
READERS = ("record.py", "released.py", "runs.py", "run_progress.py", "reference_tables.py")
WITHOUT_ROWS = tuple(
    f"coding.models.{name}." for name in ("questionnaire", "variables", "snapshots", "times")
)


def read_all() -> list[object]:
    with snapshot():
        scope = record.scope()
        return [
            scope,
            *record.approved_sheets(),
            *record.approved_changes(scope),
            *record.coded_alliances(scope),
            *record.printable_sheets(),
        ]


def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries, sheet):
    with CaptureQueriesContext(connection) as few:
        assert len(read_all()) == 1 + 1 + 0 + 1 + 1
    for atop_id in range(5000, 5010):
        change = {"by": cast.coder, "reviewer": cast.reviewer}
        approved_change(make_sheet(atop_id), 14, "Ended.", **change)
    with django_assert_num_queries(len(few)):
        assert len(read_all()) == 1 + 11 + 10 + 11 + 11


def test_a_release_is_read_with_as_many_queries_whatever_its_size(
    cast, django_assert_num_queries, tmp_path
):
    for label, size in (("4.0", 1), ("4.1", 12)):
        alliances = [alliance(5000 + number, USA, CANADA) for number in range(size)]
        members = str(write_member_file(tmp_path, *alliances, label=label))
        given = (members, "--cut-off=2018-12-31")
        call_command("import_dataset", *given, verbosity=0, skip_checks=True)
        with django_assert_num_queries(7):
            assert released.released_scope(label).sheets == size
            assert len(list(released.released_alliances(label))) == size


def test_notes_stand_with_their_own_sheet(cast):
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    for atop_id in (4001, 4002, 4003):
        make_sheet(atop_id)
    one, _, three = (sheet for sheet in map(make_sheet_of, (4001, 4002, 4003)))
    approved_change(three, 14, "Ended.", **people)
    approved_change(one, 15, "Broken.", **people)
    approved_change(one, 14, "Ended.", **people)
    notes = {sheet.atop_id: sheet.notes for sheet in record.approved_sheets()}
    assert [note.split()[2] for note in notes[4001]] == ["Q15", "Q14"]
    assert notes[4002] == ()
    assert [note.split()[2] for note in notes[4003]] == ["Q14"]


def make_sheet_of(atop_id):
    return record.Sheet.objects.get(atop_id=atop_id)


def test_only_those_that_read_the_record_and_tell_of_runs_know_models():
    for path in ROOM.glob("*.py"):
        names = {
            f"{node.module}.{alias.name}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        touching = {
            name
            for name in names
            if name.startswith(("coding.models.", "coding.workflow", "django.db"))
            and not name.startswith(WITHOUT_ROWS)
        }
        assert path.name in READERS or not touching, (path.name, touching)


def test_the_snapshot_of_a_running_transaction_is_that_transaction(sheet):
    with snapshot():
        assert connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_the_snapshot_ends_with_its_block(seeded):
    with snapshot():
        assert list(record.approved_sheets()) == []
    make_sheet(4765)
    with pytest.raises(RuntimeError), snapshot():  # noqa: PT012
        assert len(list(record.approved_sheets())) == 1
        raise RuntimeError
    make_sheet(4235)
    assert len(list(record.approved_sheets())) == 2


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_does_not_see_later_changes(seeded):
    make_sheet(4765)

    def write() -> None:
        make_sheet(4235)
        connection.close()

    with snapshot():
        assert record.scope().sheets == 1
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert [sheet.atop_id for sheet in record.approved_sheets()] == [4765]
    assert record.scope().sheets == 2


def test_drafts_do_not_move_the_time_of_the_data(cast, sheet):
    before = record.scope()
    draft(sheet, 14, "A thought.", by=cast.coder)
    assert record.scope() == before

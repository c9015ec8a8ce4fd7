"""An index of SQLite that lacks a row hides it from whoever looks it up, and is named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from coding.models import Sheet
from tests.factories import make_sheet
from tests.record.rich_record import run, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone compares its indexes"),
]


@contextmanager
def forgotten(index: str) -> Iterator[None]:
    """Let SQLite not know of an index for a while, as somebody may who has the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sqlite_master WHERE name = %s", [index])
        row = cursor.fetchone()
        change_schema("DELETE FROM sqlite_master WHERE name = %s", index)
        yield
        change_schema("INSERT INTO sqlite_master VALUES (%s, %s, %s, %s, %s)", *row)


def change_schema(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(statement, values)
        cursor.execute("PRAGMA writable_schema = RESET")


def test_a_row_that_an_index_hides_is_named_until_the_index_is_made_anew(db):
    with forgotten("sheet_once"):
        sheet = make_sheet(4765)
    assert Sheet.objects.filter(pk=sheet.pk).exists()
    assert not Sheet.objects.filter(atop_id=4765, phase=0).exists()
    assert told()[0].startswith(
        "the file of the database: SQLite says: row 1 missing from index sheet_once. "
        "It should be as the rows are: REINDEX"
    )
    run("REINDEX")
    assert told() == []

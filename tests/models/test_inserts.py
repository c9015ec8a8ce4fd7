"""Rows that are inserted by hand are those that Django would insert, by the same statement."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from coding.models import Formation, Notice, Revision, RevisionEvent
from coding.models.inserts import SavedOften, insert_new
from tests.factories import draft

pytestmark = pytest.mark.database

AT = datetime(2026, 11, 30, 5, 30, 0, 123456, UTC)
SAID = {"text": "Élan – “so”.", "base": "", "codes": {"370/spell": None, "base": 1}}


def _revision(sheet, cast):
    who = {"author": cast.coder, "author_name": "Clara", "created_at": AT, "saved_at": AT}
    return Revision(sheet=sheet, question=36, base_codes={}, note="Because.", **who, **SAID)


def _step(sheet, cast):
    revision = draft(sheet, 36, "Élan.", by=cast.coder)
    who = {"by": cast.coder, "by_name": "Clara", "at": AT}
    says = {"text": revision.text, "base": revision.base}
    return RevisionEvent(revision=revision, step="discard", **who, **says)


def _history(sheet, cast):
    row = Formation.objects.get(sheet=sheet)
    values = {
        field.attname: getattr(row, field.attname) for field in Formation._meta.concrete_fields
    }
    why = {"history_type": "~", "history_date": AT, "history_change_reason": "Because."}
    return Formation.history.model(**values, **why, history_user=None)


def _inserted(act):
    """The statements, with their values, that insert something; what they write is undone."""
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        act()
        transaction.set_rollback(True)
    return [query["sql"] for query in asked if query["sql"].startswith("INSERT")]


@pytest.mark.parametrize("new", [_revision, _step, _history])
def test_saving_a_row_inserts_what_django_would(cast, sheet, monkeypatch, new):
    made = [new(sheet, cast), new(sheet, cast)]
    ours = _inserted(made[0].save)
    assert made[0].pk is not None
    monkeypatch.delattr(SavedOften, "_do_insert")
    theirs = _inserted(made[1].save)
    assert ours[:1] == theirs[:1]
    assert "Élan" in ours[0] or new is _history


def test_new_rows_are_inserted_as_django_would_do_it_all_at_once(cast, sheet):
    said = {"kind": "approved", "at": AT, "by_name": "Rita", "sheet": sheet, "question": 14}
    rows = [
        Notice(person=person, on_site=True, by_mail=False, **said)
        for person in (cast.coder, cast.second_coder)
    ]
    assert len(_inserted(lambda: insert_new(rows))) == 1
    insert_new(rows)
    Notice.objects.bulk_create(rows)
    names = [field.attname for field in Notice._meta.concrete_fields if not field.primary_key]
    ours, theirs = Notice.objects.order_by("pk").values(*names)[:2], Notice.objects.values(*names)
    assert [*ours] == [*theirs.order_by("pk")[2:]]


def test_no_row_is_inserted_where_there_is_none(sheet, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_new([])

"""Prepared queries say what the ORM says, for each argument anew."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.transaction import TransactionManagementError

from atop_site.authentication import OneQueryBackend
from coding.models import Revision, Sheet
from coding.models.compiled_queries import Prepared
from coding.models.revision import Status
from coding.pages.open_revisions import load_open, marks_of, open_on
from tests.factories import draft, make_sheet, pending, revision_at, send_back

SUBMITTED_FROM = Prepared(
    lambda at, name: (
        Revision.objects.filter(submitted_at__gte=at, author_name=name)
        .order_by("submitted_at")
        .values_list("question", "submitted_at", "base_codes")
    )
)
ON_QUESTION = Prepared(
    lambda number: Revision.objects.filter(question=number).select_related("sheet", "follows")
)
HELD = Prepared(lambda pk: Sheet.objects.select_for_update().filter(pk=pk))


def _fields(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_everybody_has_the_permissions_that_django_gives_them(cast):
    cast.second_coder.is_superuser = True
    cast.second_coder.save()
    cast.coder.groups.add(cast.reviewer.groups.get())
    for name, person in cast.everybody().items():
        by_django = ModelBackend().get_all_permissions(type(person).objects.get(pk=person.pk))
        assert OneQueryBackend().get_all_permissions(person) == by_django, name


def test_a_person_without_account_or_deactivated_has_none(cast):
    cast.coder.is_active = False
    assert OneQueryBackend().get_all_permissions(cast.coder) == set()


def test_marks_of_one_sheet_are_not_those_of_another(cast, sheet):
    other = make_sheet(4770)
    pending(other, 20, "Other.", by=cast.coder)
    draft(sheet, 14, "Draft.", by=cast.coder)
    send_back(pending(sheet, 15, "Returned.", by=cast.second_coder), by=cast.reviewer)
    revision_at(Status.APPROVED, sheet, 16, "Approved.", by=cast.coder, reviewer=cast.reviewer)
    for one in (sheet, other):
        assert load_open(one, cast.coder) == list(open_on(one, cast.coder))
    assert set(marks_of(load_open(sheet, cast.coder), cast.coder)) == {14, 15}
    assert set(marks_of(load_open(other, cast.coder), cast.coder)) == {20}


def test_a_returned_revision_that_was_taken_up_has_no_mark(cast, sheet):
    send_back(pending(sheet, 15, "Returned.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 15, "Again.", by=cast.coder)
    assert [mark.pk for mark in marks_of(load_open(sheet, cast.coder), cast.coder)[15]] == [
        again.pk
    ]


def test_moments_and_texts_are_arguments_and_values_come_as_the_orm_gives_them(cast, sheet):
    submitted = [pending(sheet, n, "New.", by=cast.coder) for n in (14, 15, 16)]
    pending(sheet, 17, "New.", by=cast.second_coder)
    first, *later = [(one.question, one.submitted_at, {}) for one in submitted]
    name = submitted[0].author_name
    assert SUBMITTED_FROM.rows(later[0][1], name) == later
    assert SUBMITTED_FROM.rows(first[1], name) == [first, *later]
    assert SUBMITTED_FROM.rows(first[1], name, most=2) == [first, later[0]]
    assert SUBMITTED_FROM.rows(first[1], "Nobody") == []


def test_instances_come_with_what_is_joined(cast, sheet, django_assert_num_queries):
    returned = send_back(pending(sheet, 15, "Returned.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 15, "Again.", by=cast.coder)
    by_orm = list(Revision.objects.filter(question=15))
    with django_assert_num_queries(1):
        first, second = ON_QUESTION.objects(15)
        assert [_fields(first), _fields(second)] == [_fields(one) for one in by_orm]
        assert (first.follows, second.follows) == (None, returned)
        assert _fields(second.sheet) == _fields(sheet)
    assert ON_QUESTION.first(15) == returned
    assert ON_QUESTION.first(16) is None
    second.note = "Why."
    second.save(update_fields=["note"])
    assert Revision.objects.get(pk=again.pk).note == "Why."


@pytest.mark.django_db(transaction=True)
def test_rows_are_held_in_a_transaction_only():
    with transaction.atomic():
        assert HELD.first(1) is None
    with pytest.raises(TransactionManagementError):
        HELD.first(1)

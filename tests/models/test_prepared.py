"""Prepared queries say what the ORM says, for each argument anew."""

from django.contrib.auth.backends import ModelBackend

from atop_site.authentication import OneQueryBackend
from coding.models.revision import Status
from coding.views.marks import load_marks, marks_of, open_on
from tests.factories import draft, make_sheet, pending, revision_at, send_back


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
        assert load_marks(one, cast.coder) == marks_of(open_on(one), cast.coder)
    assert set(load_marks(sheet, cast.coder)) == {14, 15}
    assert set(load_marks(other, cast.coder)) == {20}


def test_a_returned_revision_that_was_taken_up_has_no_mark(cast, sheet):
    send_back(pending(sheet, 15, "Returned.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 15, "Again.", by=cast.coder)
    assert [mark.pk for mark in load_marks(sheet, cast.coder)[15]] == [again.pk]

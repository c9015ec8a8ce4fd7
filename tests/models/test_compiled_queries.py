"""CompiledQuery queries say what the ORM says, for each argument anew."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Q

from atop_site.authentication import OneQueryBackend
from coding.models import Revision, Sheet
from coding.models.approved_values import answers_now
from coding.models.compiled_queries import SHEET, CompiledQuery
from coding.models.questionnaire import SECTIONS
from coding.models.revision import Status
from coding.workflow.starting_sheets import start_sheet
from tests.factories import approved_change, draft, make_sheet, pending, send_back

SUBMITTED_FROM = CompiledQuery(
    lambda at, name: (
        Revision.objects.filter(submitted_at__gte=at, author_name=name)
        .order_by("submitted_at")
        .values_list("question", "submitted_at", "base_codes")
    )
)
ON_QUESTION = CompiledQuery(
    lambda number: (
        Revision.objects.filter(question=number).select_related("sheet", "follows").order_by("-id")
    )
)


def _fields(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_everybody_has_the_permissions_that_django_gives_them(cast):
    cast.second_coder.is_superuser = True
    cast.second_coder.save()
    cast.coder.groups.add(cast.reviewer.groups.get())
    cast.coder.user_permissions.add(Permission.objects.get(codename="add_state"))
    for name, person in cast.everybody().items():
        by_django = ModelBackend().get_all_permissions(type(person).objects.get(pk=person.pk))
        assert OneQueryBackend().get_all_permissions(person) == by_django, name


def test_a_person_without_account_or_deactivated_has_none(cast):
    cast.coder.is_active = False
    assert OneQueryBackend().get_all_permissions(cast.coder) == set()


def test_whoever_has_a_permission_is_found_as_django_finds_them(cast):
    reading = Permission.objects.get(codename="view_sheet", content_type__app_label="coding")
    cast.outsider.user_permissions.add(reading)
    cast.second_coder.groups.clear()
    cast.second_coder.is_superuser = True
    cast.second_coder.save()
    cast.reviewer.is_active = False
    cast.reviewer.save()
    ways = [{}, {"is_active": None}, {"is_active": False}, {"include_superusers": False}]
    for perm in ("coding.view_sheet", "coding.change_release", "coding.no_such", reading):
        for how in ways:
            by_django = ModelBackend().with_perm(perm, **how)
            found = User.objects.with_perm(perm, **how)
            assert sorted(found.values_list("pk")) == sorted(by_django.values_list("pk")), how
    assert cast.outsider in User.objects.with_perm("coding.view_sheet")


def test_moments_and_texts_are_arguments_and_values_come_as_the_orm_gives_them(cast, sheet):
    submitted = [pending(sheet, n, "New.", by=cast.coder) for n in (14, 15, 16)]
    pending(sheet, 17, "New.", by=cast.second_coder)
    first, *later = [(revision.question, revision.submitted_at, {}) for revision in submitted]
    name = submitted[0].author_name
    assert SUBMITTED_FROM.rows(later[0][1], name) == later
    assert SUBMITTED_FROM.rows(first[1], name) == [first, *later]
    assert SUBMITTED_FROM.rows(first[1], "Nobody") == []


def test_only_what_is_asked_with_is_bound_however_the_rest_is_written(cast, sheet):
    """SQLite plans a statement anew for each parameter that may decide on a partial index."""
    names = ("O'Hara", '100 % "sure"', "back\\slash")
    for number, name in enumerate(names, 14):
        cast.coder.first_name, cast.coder.last_name = name, ""
        pending(sheet, number, "New.", by=cast.coder)
    bound = []

    def see(execute, sql, params, many, context):
        bound.append([*params.values()])
        return execute(sql, params, many, context)

    for number, name in enumerate(names, 14):
        query = CompiledQuery(
            lambda asked, name=name: Revision.objects.filter(
                Q(question=asked) & Q(author_name=name), status=Status.PENDING, sheet__phase=0
            ).values_list("author_name")
        )
        with connection.execute_wrapper(see):
            assert query.rows(number) == [(name,)]
            assert query.rows(13) == []
    assert bound == [[14], [13], [15, names[1]], [13, names[1]], [16], [13]]


def test_instances_come_with_what_is_joined(cast, sheet, django_assert_num_queries):
    returned = send_back(pending(sheet, 15, "Returned.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 15, "Again.", by=cast.coder)
    by_orm = Revision.objects.get(pk=again.pk)
    with django_assert_num_queries(1):
        first = ON_QUESTION.first(15)
        assert _fields(first) == _fields(by_orm)
        assert first.follows == returned
        assert _fields(first.sheet) == _fields(sheet)
    assert ON_QUESTION.first(16) is None
    first.note = "Why."
    first.save(update_fields=["note"])
    assert Revision.objects.get(pk=again.pk).note == "Why."


def test_rows_are_counted_as_far_as_the_query_goes(cast, sheet):
    some = CompiledQuery(
        lambda author: Revision.objects.filter(author=author).order_by().values_list("pk")[:2]
    )
    for number, expected in enumerate([0, 1, 2, 2]):
        assert some.number(cast.coder.pk) == expected
        draft(sheet, 14 + number, "Ended.", by=cast.coder)
    assert some.number(cast.reviewer.pk) == 0


def test_every_column_of_a_sheet_is_read_as_the_orm_reads_it(cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    read = SHEET.first(4765, 0)
    by_orm = Sheet.objects.select_related(*(s.key for s in SECTIONS)).get(pk=sheet.pk)
    assert _fields(read) == _fields(by_orm)
    for section in SECTIONS:
        assert _fields(getattr(read, section.key)) == _fields(getattr(by_orm, section.key))
    assert read.entered_at.tzinfo is not None


def test_a_sheet_costs_one_query_with_all_answers(sheet, django_assert_num_queries):
    with django_assert_num_queries(1):
        read = SHEET.first(4765, 0)
        assert len(answers_now(read)) == 61
        assert read.formation.sheet is read


def test_a_sheet_that_never_entered_the_record_is_read_too(cast):
    start_sheet(5100, 2, by=cast.coder)
    assert SHEET.first(5100, 2).entered_at is None


@pytest.mark.parametrize("key", [(4765, 1), (9999, 0)])
def test_a_sheet_that_is_not_there_is_none(cast, key):
    make_sheet(4765)
    assert SHEET.first(*key) is None

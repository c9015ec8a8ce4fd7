"""A sheet read with one prepared statement is the sheet that the ORM reads."""

import pytest

from coding.models import Sheet
from coding.models.approved_values import answers_now
from coding.models.compiled_queries import SHEET
from coding.models.questionnaire import SECTIONS
from coding.workflow import starting_sheets
from tests.factories import approved_change, make_sheet


def _fields(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_every_column_is_read_as_the_orm_reads_it(cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    read = SHEET.first(4765, 0)
    by_orm = Sheet.objects.select_related(*(s.key for s in SECTIONS)).get(pk=sheet.pk)
    assert _fields(read) == _fields(by_orm)
    for section in SECTIONS:
        assert _fields(getattr(read, section.key)) == _fields(getattr(by_orm, section.key))
    assert read.entered_at.tzinfo is not None


def test_it_costs_one_query_with_all_answers(sheet, django_assert_num_queries):
    with django_assert_num_queries(1):
        read = SHEET.first(4765, 0)
        assert len(answers_now(read)) == 61
        assert read.formation.sheet is read


def test_a_sheet_that_never_entered_the_record_is_read_too(cast):
    starting_sheets.start_sheet(5100, 2, by=cast.coder)
    assert SHEET.first(5100, 2).entered_at is None


@pytest.mark.parametrize("key", [(4765, 1), (9999, 0)])
def test_what_is_not_there_is_none(cast, key):
    make_sheet(4765)
    assert SHEET.first(*key) is None

"""Where the sections of sheets stand: not begun, in work, in review, approved.

What is open comes first: a section with one change in review is in review, however much of it is
approved. The rule is told three times: for one section of a sheet, as a condition for lists, and
as one query over all sheets. A test compares them.
"""

from collections import Counter
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db import connections, models, router
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Value, When

from coding.models.questionnaire import SECTIONS, Section
from coding.models.revision import Revision, Status
from coding.models.section import SectionRow
from coding.models.sheet import Sheet


class Stage(models.TextChoices):
    """Where a section stands."""

    BLANK = "blank", "not begun"
    WORK = "work", "in work"
    REVIEW = "review", "in review"
    APPROVED = "approved", "approved"


EXPLAINED = (
    (Stage.BLANK, "nothing is approved, and nobody writes"),
    (Stage.WORK, "somebody writes, something came back, or a part is approved"),
    (Stage.REVIEW, "a change waits for a reviewer"),
    (Stage.APPROVED, "every answer and every code of the alliance; nothing is open"),
)


_COUNTS = ("answered", "codes_given", "codes_asked")
# The fields of the sections that stage_of needs, as lookups from the sheet.
COUNTED = tuple(f"{section.key}__{name}" for section in SECTIONS for name in _COUNTS)


def stage_of(section: Section, row: SectionRow, *, in_review: bool, is_open: bool) -> Stage:
    """Return the stage of a section; ``is_open`` is whether it has any open change."""
    if in_review:
        return Stage.REVIEW
    is_whole = row.answered >= len(section.questions) and row.codes_given >= row.codes_asked
    is_blank = row.answered <= _given_from_start(section) and not row.codes_given
    if is_open or not (is_whole or is_blank):
        return Stage.WORK
    return Stage.APPROVED if is_whole else Stage.BLANK


def at_stage(stage: str, section: Section | None = None) -> Q:
    """Return the condition for sheets of which the section, or any section, is at the stage."""
    return reduce(
        or_, (_condition_for(stage, part) for part in ([section] if section else SECTIONS))
    )


def _condition_for(stage: str, section: Section) -> Q:
    of_section = Revision.objects.filter(
        sheet=OuterRef("pk"), question__range=(section.first, section.last)
    ).order_by()
    in_review = Q(Exists(of_section.filter(status=Status.PENDING)))
    is_open = Q(Exists(of_section.standing()))
    answered, given, asked = (f"{section.key}__{name}" for name in _COUNTS)
    is_whole = Q(**{f"{answered}__gte": len(section.questions), f"{given}__gte": F(asked)})
    is_blank = Q(**{f"{answered}__lte": _given_from_start(section), given: 0})
    return {
        Stage.REVIEW: in_review,
        Stage.WORK: ~in_review & (is_open | ~(is_whole | is_blank)),
        Stage.APPROVED: ~is_open & is_whole,
        Stage.BLANK: ~is_open & is_blank & ~is_whole,
    }[Stage(stage)]


def _given_from_start(section: Section) -> int:
    """Return how many answers of a section stand from the start, such as the ATOP ID."""
    return sum(not question.revisable for question in section.questions)


def totals() -> dict[str, Counter[Stage]]:
    """Return the number of sections at each stage over all sheets, by section key; one query."""
    sql, parameters = _counting()
    with connections[router.db_for_read(Sheet)].cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    counts: dict[str, Counter[Stage]] = {section.key: Counter() for section in SECTIONS}
    for key, is_open, in_review, is_whole, is_blank, number in rows:
        if is_open is None:  # of all sheets, open or not
            stage = Stage.APPROVED if is_whole else Stage.BLANK if is_blank else Stage.WORK
            counts[key][stage] += number
            continue
        closed = Stage.APPROVED if is_whole else Stage.BLANK if is_blank else Stage.WORK
        counts[key][closed] -= number
        counts[key][Stage.REVIEW if in_review else Stage.WORK] += number
    return counts


@lru_cache
def _counting() -> tuple[str, tuple[Any, ...]]:
    """Return the query: sections by how much is approved, then those with open changes.

    Those of sheets that were put aside are taken off again.
    """
    standing, parameters = _standing().query.sql_with_params()
    counted = (_ALL, _OPEN, _ASIDE)  # PostgreSQL learns from the second that NULL is a number
    parts = [part.format(**_names(section)) for section in SECTIONS for part in counted]
    return f"WITH standing AS ({standing}) {' UNION ALL '.join(parts)}", parameters


def _standing() -> models.QuerySet[Revision, Any]:
    """Return the sections of sheets that have open changes, and whether one is in review."""
    places = [
        When(question__range=(section.first, section.last), then=Value(place))
        for place, section in enumerate(SECTIONS)
    ]
    in_review = Case(
        When(status=Status.PENDING, then=1), default=0, output_field=models.IntegerField()
    )
    by_section = Revision.objects.standing().order_by()
    return by_section.values(
        "sheet_id", section=Case(*places, output_field=models.IntegerField())
    ).annotate(in_review=Max(in_review))


_ALL = "SELECT '{key}', NULL, NULL, {whole}, {blank}, COUNT(*) FROM {table} part GROUP BY 4, 5"
_ASIDE = (
    "SELECT '{key}', NULL, NULL, {whole}, {blank}, -COUNT(*) FROM {sheet} sheet "
    "JOIN {table} part ON part.sheet_id = sheet.id WHERE sheet.put_aside <> '' GROUP BY 4, 5"
)
_OPEN = (
    "SELECT '{key}', 1, standing.in_review, {whole}, {blank}, COUNT(*) FROM standing "
    "JOIN {table} part ON part.sheet_id = standing.sheet_id WHERE standing.section = {place} "
    "GROUP BY 3, 4, 5"
)


def _names(section: Section) -> dict[str, Any]:
    is_whole = f"part.answered >= {len(section.questions)} AND part.codes_given >= part.codes_asked"
    is_blank = f"part.answered <= {_given_from_start(section)} AND part.codes_given = 0"
    return {
        "key": section.key,
        "place": SECTIONS.index(section),
        "table": section.model._meta.db_table,
        "sheet": Sheet._meta.db_table,
        "whole": f"CASE WHEN {is_whole} THEN 1 ELSE 0 END",
        "blank": f"CASE WHEN {is_blank} THEN 1 ELSE 0 END",
    }

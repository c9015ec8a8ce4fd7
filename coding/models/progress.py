"""How far sheets are, for lists: the counts that their rows stored when saved.

``coding.codebook.still_to_do`` counts the same for one sheet; a test compares the two.
"""

from collections.abc import Iterable, Sequence
from functools import cache, reduce
from operator import add, or_
from typing import Any

from django.apps.registry import Apps
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coding.codebook.still_to_do import NO_ROSTER, Progress
from coding.models.check_count import CheckCount
from coding.models.counted_codes import CountedCodes, codes_on
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import BY_KEY, MODELS, QUESTIONS, Section
from coding.models.section import SectionRow
from coding.models.sheet import Sheet

_COUNTING: tuple[type[CountedCodes], ...] = (*MODELS, Membership)
_OF_PAIRS = tuple(one.name for one in codes_on(PairObligation))  # few rows: counted when asked for


def with_answered(rows: "QuerySet[Any]", sheet: str = "") -> "QuerySet[Any]":
    """Annotate rows with the number of answers of a sheet; ``sheet`` is the lookup path to it."""
    return rows.annotate(answered=reduce(add, (F(f"{sheet}{key}__answered") for key in BY_KEY)))


def progress_of(rows: Iterable[Any]) -> dict[int, Progress]:
    """Return how far sheets are, by key; ``rows`` are sheets or rows of sheets; one query."""
    sheets = [getattr(row, "sheet_id", row.pk) for row in rows]
    if not sheets:
        return {}
    among = f"WHERE sheet.id IN ({', '.join(['%s'] * len(sheets))})"
    questions = len(QUESTIONS)
    return {
        pk: Progress(answered, questions, *numbers)
        for pk, answered, *numbers in _count_open(among, sheets)
    }


def shares_done() -> dict[int, float]:
    """Return the fraction of its answers and codes that each sheet has, by key; one query."""
    return {
        pk: (answered + given) / (len(QUESTIONS) + asked)
        for pk, answered, given, asked, _ in _count_open()
    }


def _count_open(among: str = "", sheets: Sequence[int] = ()) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_counting()} {among}", [*sheets])
        found: list[tuple[int, ...]] = cursor.fetchall()
    return found


@cache
def _counting() -> str:
    """Return the query for the counts of sheets as raw SQL: the ORM takes 2 ms to build it."""
    tables = [model._meta.db_table for model in MODELS]
    given, asked, answered = (
        " + ".join(f"{table}.{name}" for table in tables) for name in SectionRow.counts
    )
    members, pairs = (
        f"FROM {model._meta.db_table} WHERE sheet_id = sheet.id"
        for model in (Membership, PairObligation)
    )
    owed = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in _OF_PAIRS)
    joined = " ".join(f"JOIN {table} ON {table}.sheet_id = sheet.id" for table in tables)
    return (
        f"SELECT sheet.id, {answered}, {given} + COALESCE((SELECT SUM(codes_given) {members}), 0) "
        f"+ COALESCE((SELECT SUM({owed}) {pairs}), 0), "
        f"{asked} + COALESCE((SELECT SUM(codes_asked) {members}), {NO_ROSTER}) "
        f"+ {len(_OF_PAIRS)} * (SELECT COUNT(*) {pairs}), "
        "CASE WHEN found.changed > found.counted THEN NULL "
        "ELSE COALESCE(found.errors + found.warnings, 0) END "
        f"FROM {Sheet._meta.db_table} sheet {joined} "
        f"LEFT JOIN {CheckCount._meta.db_table} found ON found.sheet_id = sheet.id"
    )


def lacks_codes() -> Q:
    """Return the condition for sheets on which a code is still to be given."""
    members = Membership.objects.filter(sheet=OuterRef("pk"))
    half = reduce(or_, (Q(**{f"{name}__isnull": True}) for name in _OF_PAIRS))
    pairs = PairObligation.objects.filter(half, sheet=OuterRef("pk"))
    in_sections = reduce(or_, (_lacks(f"{key}__") for key in BY_KEY))
    in_rows = Q(Exists(members.filter(_lacks()))) | Q(Exists(pairs))
    return in_sections | ~Exists(members) | in_rows


def lacks_anything() -> Q:
    """Return the condition for sheets ``with_answered`` that lack an answer or a code."""
    return Q(answered__lt=len(QUESTIONS)) | lacks_codes()


def has_findings(section: Section | None = None) -> Q:
    """Return the condition for sheets with findings, or whose findings are not counted yet.

    For a section: sheets with something to correct in it.
    """
    if section:
        return Q(**{f"check_count__by_section__{section.key}__gt": 0})
    is_stale = Q(check_count__changed__gt=F("check_count__counted"))
    return Q(check_count__errors__gt=0) | Q(check_count__warnings__gt=0) | is_stale


def _lacks(path: str = "") -> Q:
    return Q(**{f"{path}codes_given__lt": F(f"{path}codes_asked")})


def count_again(apps: Apps, using: str) -> None:
    """Count codes and answers again after the declarations changed; ``apps`` has the tables.

    The counts are no part of the record, so no history is written.
    """
    for model in _COUNTING:
        there = {field.name for field in apps.get_model("coding", model.__name__)._meta.fields}
        names = [*(one.name for one in codes_on(model)), *model.counts]
        if there.issuperset(names):  # a migration may stop before it
            _count_again(model, using)


def _count_again(model: type[CountedCodes], using: str) -> None:
    changed = []
    for row in model._base_manager.using(using).iterator(chunk_size=500):
        before = [getattr(row, name) for name in model.counts]
        row.count()
        if before != [getattr(row, name) for name in model.counts]:
            changed.append(row)
    model._base_manager.using(using).bulk_update(changed, model.counts, batch_size=200)

"""How far sheets are, for lists: the counts that their rows stored when saved.

``coding.codebook.still_to_do`` counts the same for one sheet; a test compares the two.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, reduce
from operator import add, or_
from typing import Any

from django.apps.registry import Apps
from django.db import connection
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from coding.codebook.still_to_do import NO_ROSTER, Progress
from coding.models.check_count import CheckCount
from coding.models.counted_codes import CountedCodes, codes_on
from coding.models.inserts import placeholders
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import BY_KEY, MODELS, QUESTIONS, Section

_COUNTING: tuple[type[CountedCodes], ...] = (*MODELS, Membership)
# Few rows: counted when asked for.
_OF_PAIRS = tuple(code.name for code in codes_on(PairObligation))


def with_answered(rows: "QuerySet[Any]", sheet: str = "") -> "QuerySet[Any]":
    """Annotate rows with the number of answers of a sheet; ``sheet`` is the lookup path to it."""
    return rows.annotate(answered=reduce(add, (F(f"{sheet}{key}__answered") for key in BY_KEY)))


def progress_of(rows: Iterable[Any]) -> dict[int, Progress]:
    """Return how far sheets are, by key; ``rows`` are sheets or rows of sheets; one query."""
    sheets = [getattr(row, "sheet_id", row.pk) for row in rows]
    if not sheets:
        return {}
    among = f"WHERE sheet_id IN {placeholders(sheets)}"
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
        cursor.execute(f"{_counting()} {among} GROUP BY sheet_id", [*sheets])
        counts: list[tuple[int, ...]] = cursor.fetchall()
    return counts


@cache
def _counting() -> str:
    """Return the query for the counts of sheets as raw SQL: the ORM takes 2 ms to build it.

    It adds up all rows of a sheet. PostgreSQL would plan to join them for longer than that takes.
    """
    return (
        "SELECT sheet_id, SUM(answered), SUM(given), "
        f"SUM(asked) + CASE SUM(members) WHEN 0 THEN {NO_ROSTER} ELSE 0 END, "
        "CASE SUM(stale) WHEN 0 THEN SUM(findings) END "
        f"FROM ({' UNION ALL '.join(_rows())}) AS counted"
    )


def _rows() -> Iterator[str]:
    """Write the query for what the rows of each table count; the first names the columns."""
    owed = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in _OF_PAIRS)
    in_sections = "answered, codes_given AS given, codes_asked AS asked"
    for model in MODELS:
        yield _counts(model, f"{in_sections}, 0 AS members, 0 AS findings, 0 AS stale")
    yield _counts(Membership, "0, codes_given, codes_asked, 1, 0, 0")
    yield _counts(PairObligation, f"0, {owed}, {len(_OF_PAIRS)}, 0, 0, 0")
    stale = "CASE WHEN changed > counted THEN 1 ELSE 0 END"
    yield _counts(CheckCount, f"0, 0, 0, 0, errors + warnings, {stale}")


def _counts(model: type[Model], counts: str) -> str:
    return f"SELECT sheet_id, {counts} FROM {model._meta.db_table}"


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
        names = [*(code.name for code in codes_on(model)), *model.counts]
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

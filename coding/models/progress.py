"""How far sheets are, for lists: what their rows counted when they were saved.

It is what ``coding.codebook.still_to_do`` counts of one sheet; a test compares the two.
"""

from collections.abc import Iterable
from functools import reduce
from operator import add, or_
from typing import Any

from django.apps.registry import Apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from coding.codebook.still_to_do import NO_ROSTER, Progress
from coding.models.counted_codes import CountedCodes, codes_on
from coding.models.membership import Membership
from coding.models.questionnaire import BY_KEY, MODELS, QUESTIONS

_COUNTING: tuple[type[CountedCodes], ...] = (*MODELS, Membership)


def with_counts(rows: "QuerySet[Any]", sheet: str = "") -> "QuerySet[Any]":
    """Annotate rows with what the sections of a sheet counted; ``sheet`` is the way to it."""
    counts = ("answered", *CountedCodes.counts)
    sums = {name: reduce(add, (F(f"{sheet}{key}__{name}") for key in BY_KEY)) for name in counts}
    return rows.annotate(**sums)


def progress_of(rows: Iterable[Any]) -> dict[int, Progress]:
    """Return how far sheets are by their keys, from rows ``with_counts``; one query."""
    sections = {getattr(row, "sheet_id", row.pk): row for row in rows}
    of_members = Membership.objects.filter(sheet__in=sections).order_by().values("sheet")
    sums = of_members.annotate(given=Sum("codes_given"), asked=Sum("codes_asked"))
    members = {
        pk: (given, asked) for pk, given, asked in sums.values_list("sheet", "given", "asked")
    }
    found = {}
    for pk, row in sections.items():
        given, asked = members.get(pk, (0, NO_ROSTER))
        codes = row.codes_given + given, row.codes_asked + asked
        found[pk] = Progress(row.answered, len(QUESTIONS), *codes)
    return found


def lacks_codes() -> Q:
    """Return the condition for sheets on which a code is still to be given."""
    members = Membership.objects.filter(sheet=OuterRef("pk"))
    in_sections = reduce(or_, (_lacks(f"{key}__") for key in BY_KEY))
    return in_sections | ~Exists(members) | Exists(members.filter(_lacks()))


def lacks_anything() -> Q:
    """Return the condition for sheets ``with_counts`` that lack an answer or a code."""
    return Q(answered__lt=len(QUESTIONS)) | lacks_codes()


def _lacks(path: str = "") -> Q:
    return Q(**{f"{path}codes_given__lt": F(f"{path}codes_asked")})


def count_again(apps: Apps, using: str) -> None:
    """Correct what rows counted before the declarations changed; ``apps`` has the tables.

    The counts are no part of the record, so no history is written.
    """
    for model in _COUNTING:
        there = {one.name for one in apps.get_model("coding", model.__name__)._meta.fields}
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

"""Orders of the list of sheets: each gives the keys of all sheets that match a filter.

Python sorts, not the database: it stores no titles, and counts the progress of all sheets as
quickly as that of a page.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coding.models import Assignment, Sheet
from coding.models.answer_fields import Dates, Members
from coding.models.compiled_queries import CompiledQuery
from coding.models.people_names import name_of, note_namesakes
from coding.models.progress import shares_done
from coding.models.revision import Status
from coding.models.sheet import title_of
from coding.pages.titled_sheets import titled
from coding.search.words import folded
from coding.workflow.visibility import whole_record

Values = dict[int, Any]  # by the keys of sheets; those without a value come last


def in_order(sheets: QuerySet[Sheet], sort: str) -> list[int]:
    """Return the keys of the sheets in an order such as "title", or "-title" for its reverse."""
    by_id = [*sheets.order_by("atop_id", "phase").values_list("pk", flat=True)]
    is_reversed, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "id":
        return by_id[::-1] if is_reversed else by_id
    values = _VALUES[name](sheets)
    having = [pk for pk in by_id if values.get(pk) is not None]
    without = [pk for pk in by_id if values.get(pk) is None]
    return sorted(having, key=values.__getitem__, reverse=is_reversed) + without


def last_change() -> Any:
    """Return the time of the sheet's last approved change, else of its entry, as an expression."""
    of_sheet = whole_record().filter(sheet=OuterRef("pk"), status=Status.APPROVED)
    latest = of_sheet.order_by("-decided_at").values("decided_at")[:1]
    return Coalesce(Subquery(latest), F("entered_at"))


def assignees(sheets: list[int]) -> dict[int, list[str]]:
    """Return the names of the coders assigned to each sheet; two queries."""
    return _names(_ASSIGNED.all(*sheets)) if sheets else {}


def _assigned(sheets: Any) -> QuerySet[Assignment]:
    assigned = Assignment.objects.filter(sheet__pk__in=sheets).select_related("coder")
    return assigned.order_by("coder__first_name", "coder__last_name", "coder__username")


_ASSIGNED = CompiledQuery(lambda *sheets: _assigned(sheets))


def _names(assigned: Iterable[Assignment]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    listed = list(assigned)
    if listed:
        note_namesakes(assignment.coder for assignment in listed)
    for assignment in listed:
        names.setdefault(assignment.sheet_id, []).append(name_of(assignment.coder))
    return names


def _titles(sheets: QuerySet[Sheet]) -> Values:
    columns = ("pk", "formation__members", "formation__signature_dates")
    titles = {
        pk: _title(members, dates) for pk, members, dates in sheets.order_by().values_list(*columns)
    }
    unnamed = [pk for pk, title in titles.items() if not title]
    named = titled(Sheet.objects.filter(pk__in=unnamed)) if unnamed else ()
    return titles | {sheet.pk: folded(sheet.title) for sheet in named}


@lru_cache(16_384)  # finding the names takes 50 µs
def _title(members: str, dates: str) -> str:
    return folded(title_of(Members.names(members), Dates.first_year(dates)))


def _changed(sheets: QuerySet[Sheet]) -> Values:
    return dict(sheets.order_by().annotate(changed=last_change()).values_list("pk", "changed"))


def _done(sheets: QuerySet[Sheet]) -> Values:
    return shares_done()


def _assignees(sheets: QuerySet[Sheet]) -> Values:
    named = _names(_assigned(sheets.values("pk")))
    return {pk: folded(", ".join(names)) for pk, names in named.items()}


_VALUES: dict[str, Callable[[QuerySet[Sheet]], Values]] = {
    "title": _titles,
    "changed": _changed,
    "progress": _done,
    "assignee": _assignees,
}

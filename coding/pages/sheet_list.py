"""The list of sheets: all, or search results, each with the reason for the match.

The list by ATOP ID is paginated by key; any other order is computed first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict

from coding.codebook.still_to_do import Progress
from coding.conversation.comment_threads import number_open
from coding.forms.sheet_filter import SHOWN, SheetFilter
from coding.forms.sheets import read_key
from coding.models import Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.membership import load_titles
from coding.models.progress import progress_of
from coding.models.revision import Status
from coding.pages.paging import cut_to_page
from coding.pages.sheet_order import assignees, in_order
from coding.search.finding import Found, find
from coding.search.match_reasons import MatchReason, reasons
from coding.search.query import is_year
from coding.workflow.visibility import whole_record

PAGE, FOUND_PAGE = 50, 20  # sheets of a page
HEADS = {
    "id": "Sheet",
    "title": "title",
    "assignee": "Assigned to",
    "progress": "Answers",
    "changed": "Last approved",
}
NOTHING_TYPED = ("There is no letter and no number in it that could be looked for.",)


@dataclass(frozen=True)
class ColumnHead:
    """The head of a sortable column, with the order of its link."""

    label: str
    sort: str
    direction: str = ""  # "ascending", "descending", or "" if sorted by another column


@dataclass
class SheetList:
    """A page of the list. ``total`` is None where nothing was counted."""

    form: SheetFilter
    sheets: list[Sheet]
    progress: dict[int, Progress]
    assignees: dict[int, list[str]]
    total: int | None = None
    next: str = ""  # the sheet after which the next page starts, or its number
    page: int = 0  # 0 where pages have no numbers
    why: dict[int, list[MatchReason]] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    startable: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        return self.form.words

    @property
    def show_label(self) -> str:
        return SHOWN[self.form.shown]

    @property
    def heads(self) -> dict[str, ColumnHead]:
        """The sortable columns; the first click sorts in the more useful direction."""
        sorted_by, heads = self.form.sorted_by or ("" if self.words else "id"), {}
        for name, label in HEADS.items():
            first = "-changed" if name == "changed" else name
            is_reversed = sorted_by.startswith("-")
            if sorted_by.removeprefix("-") != name:
                heads[name] = ColumnHead(label, first)
            else:
                other = name if is_reversed else f"-{name}"
                heads[name] = ColumnHead(label, other, "descending" if is_reversed else "ascending")
        return heads


def load_sheet_list(query: QueryDict, viewer: Any) -> SheetList:
    """Load the page of the list that the address names."""
    form = SheetFilter.of(query)
    sheets = form.apply(Sheet.objects.all(), viewer)
    if form.words:
        return _results(form, sheets, find(form.words, viewer), _page(query))
    if form.sorted_by not in ("", "id"):
        return _in_pages(form, in_order(sheets, form.sorted_by), _page(query), PAGE)
    total = sheets.count() if form.is_set else None
    behind = sheets_after(sheets, query.get("after", "")).values_list("pk", flat=True)
    keys, last = cut_to_page(list(behind[: PAGE + 1]), PAGE)
    listed = _loaded(keys)
    goes_on = listed[-1].key if last else ""
    return _list_of_sheets(form, listed, total=total, next=goes_on)


def keys_found(form: SheetFilter, viewer: Any) -> list[int]:
    """Return the keys of all sheets that match the filter, in its order."""
    sheets = form.apply(Sheet.objects.all(), viewer)
    if not form.words:
        return in_order(sheets, form.sorted_by or "id")
    return _sorted(find(form.words, viewer), sheets, form.sorted_by)


def _page(query: QueryDict) -> int:
    page = query.get("page", "")
    return max(int(page), 1) if page.isdecimal() and len(page) < 6 else 1


def _results(form: SheetFilter, sheets: QuerySet[Sheet], found: Found, page: int) -> SheetList:
    """Load a page of the search results that match the filter."""
    result = _in_pages(form, _sorted(found, sheets, form.sorted_by), page, FOUND_PAGE)
    result.why = reasons(found, result.sheets)
    result.hints = found.query.hints or (NOTHING_TYPED if found.looks_for_nothing else ())
    result.startable = None if is_year(form.words) else read_key(form.words)
    return result


def _sorted(found: Found, sheets: QuerySet[Sheet], sort: str) -> list[int]:
    """Return the keys of the search results, the closest first or in the given order."""
    if not sort:
        return found.in_order(in_order(sheets, "id"))
    return [pk for pk in in_order(sheets, sort) if pk in found.scores]


def _in_pages(form: SheetFilter, keys: list[int], page: int, size: int) -> SheetList:
    listed = _loaded(keys[(page - 1) * size : page * size])
    goes_on = str(page + 1) if len(keys) > page * size else ""
    return _list_of_sheets(form, listed, total=len(keys), next=goes_on, page=page)


def _loaded(keys: Sequence[int]) -> list[Sheet]:
    """Return the sheets in the order of their keys, with what the list shows."""
    sheets = {sheet.pk: sheet for sheet in _LISTED.all(*keys)} if keys else {}
    return [sheets[pk] for pk in keys if pk in sheets]


def _list_of_sheets(form: SheetFilter, listed: list[Sheet], **about: Any) -> SheetList:
    load_titles(listed)
    given_to = assignees([sheet.pk for sheet in listed])
    return SheetList(form, listed, progress_of(listed), given_to, **about)


def sheet_of(words: str) -> Sheet | None:
    """Return the only sheet of that ID; an alliance with several phases is listed instead.

    A number that may be a year is not read as an ID.
    """
    key = read_key(words)
    if key is None or is_year(words):
        return None
    phases = Sheet.objects.filter(atop_id=key[0])
    named = list(phases.filter(phase=key[1]) if "." in words else phases[:2])
    return named[0] if len(named) == 1 else None


def sheets_after(sheets: QuerySet[Sheet], name: str) -> QuerySet[Sheet]:
    key = read_key(name)
    if key is None:
        return sheets
    return sheets.filter(Q(atop_id__gt=key[0]) | Q(phase__gt=key[1]), atop_id__gte=key[0])


def _with_counts(*keys: Any) -> QuerySet[Sheet]:
    """Join what the list shows, without the prose of the answers."""
    of_sheet = whole_record().filter(sheet=OuterRef("pk")).order_by()
    pending, drafts, approved = (
        revisions.values("sheet")
        for revisions in (
            of_sheet.filter(status=Status.PENDING),
            of_sheet.drafts(),
            of_sheet.filter(status=Status.APPROVED),
        )
    )
    shown = ["formation__members", "formation__signature_dates"]
    return (
        Sheet.objects.filter(pk__in=keys)
        .order_by()
        .select_related("formation")
        .only("atop_id", "phase", "entered_at", "usual_names", *shown)
        .annotate(
            threads=number_open(sheet="pk"),
            pending=Subquery(pending.annotate(number=Count("pk")).values("number")),
            drafts=Subquery(drafts.annotate(number=Count("pk")).values("number")),
            approved_at=Subquery(approved.annotate(last=Max("decided_at")).values("last")),
        )
    )


_LISTED = CompiledQuery(_with_counts)

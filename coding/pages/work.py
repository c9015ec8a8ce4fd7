"""A coder's own list: returned changes, then a line for each sheet, in pages.

Sheets with the coder's drafts or pending changes come first, with those changes; then assigned ones
without.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from coding.codebook.still_to_do import Progress
from coding.conversation.comment_threads import THREADS_OF_PERSON, open_for
from coding.forms.places_in_lists import read_id, read_place, written_place
from coding.forms.sheets import read_key
from coding.models import Assignment, Revision, Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.membership import load_titles
from coding.models.progress import progress_of
from coding.models.questionnaire import QUESTIONS
from coding.models.revision import CAME_BACK, OPEN, RevisionQuerySet, Status
from coding.pages.paging import cut_to_page
from coding.pages.put_aside import own_on_sheets_aside
from coding.pages.titled_sheets import titled
from coding.workflow.visibility import VisibleQuery

RETURNED_PAGE = 10
THREADS_PAGE = THREADS_OF_PERSON - 1
SHEETS_PAGE = 25
MOST_OPEN = 100  # drafts and pending revisions on a page; those of one sheet stay together
FEW = 12  # shown unfolded
LATEST = 10
IN_ORDER = ("sheet__atop_id", "sheet__phase")
TITLE = (*IN_ORDER, "sheet__formation__members", "sheet__formation__signature_dates")


@dataclass(frozen=True)
class OwnSheet:
    """One line: a sheet, its progress, and the coder's open revisions on it."""

    sheet: Sheet
    progress: Progress
    is_assigned: bool
    drafts: list[Revision] = field(default_factory=list)
    pending: list[Revision] = field(default_factory=list)


@dataclass(frozen=True)
class WorkList:
    """A page of one of the lists; ``next`` is where the next page starts, "" on the last."""

    listed: Sequence[Any]
    next: str = ""
    is_first: bool = True


@dataclass(frozen=True)
class WorkPage:
    """The page. ``counts`` are those of all pages."""

    counts: dict[str, int]
    returned: WorkList
    open: WorkList
    assigned: WorkList
    threads: WorkList  # open threads of comments that concern the coder
    approved: list[Revision]
    aside: list[Revision]  # revisions on sheets that were put aside

    @property
    def shows_drafts(self) -> bool:
        """Whether the drafts are few enough to be shown unfolded."""
        return sum(len(work.drafts) for work in self.open.listed) <= FEW

    @property
    def shows_pending(self) -> bool:
        """Whether the pending revisions are few enough to be shown unfolded."""
        return sum(len(work.pending) for work in self.open.listed) <= FEW


def load_work(user: Any, query: QueryDict) -> WorkPage:
    """Load the page that the address names; each of its lists has its own position there."""
    opened, open_next = _opened(user, read_key(query.get("open", "")))
    assigned, assigned_next = _assigned(user, read_key(query.get("assigned", "")))
    lines = _lines(user, opened, assigned)
    return WorkPage(
        counts=_counts(user),
        returned=_returned(user, query.get("returned", "")),
        open=WorkList([lines[pk] for pk in opened], open_next, not query.get("open")),
        assigned=WorkList([lines[pk] for pk in assigned], assigned_next, not query.get("assigned")),
        threads=_threads(user, read_id(query.get("comments", ""))),
        approved=_titled(_APPROVED.all(user, user.pk)),
        aside=own_on_sheets_aside(user),
    )


def _of_a_line(own: RevisionQuerySet) -> QuerySet[Revision]:
    """Join what a line of a single revision shows, without the prose."""
    shown = ("question", "decided_at", "comment", "version", "suggestion", "author_id")
    return own.select_related("sheet__formation").only(*shown, *TITLE)


def _titled(revisions: list[Revision]) -> list[Revision]:
    load_titles([revision.sheet for revision in revisions])
    return revisions


_APPROVED = VisibleQuery(
    lambda revisions, author: _of_a_line(
        revisions.filter(author=author, status=Status.APPROVED)
    ).order_by("-decided_at")[:LATEST]
)
_STANDING = VisibleQuery(
    lambda revisions, author: (
        revisions.filter(author=author)
        .standing()
        .order_by()
        .values("status")
        .annotate(number=Count("pk"))
        .values_list("status", "number")
    )
)
_ASSIGNED = CompiledQuery(
    lambda coder: (
        Assignment.objects.filter(coder=coder)
        .order_by()
        .values("coder")
        .annotate(number=Count("pk"))
        .values_list("number")
    )
)


def _counts(user: Any) -> dict[str, int]:
    assigned = next((number for (number,) in _ASSIGNED.rows(user.pk)), 0)
    counts: dict[str, int] = dict.fromkeys((*OPEN, Status.RETURNED), 0)
    return {**counts, **dict(_STANDING.rows(user, user.pk)), "assigned": assigned}


def _came_back(own: RevisionQuerySet) -> QuerySet[Revision]:
    return _of_a_line(own).filter(CAME_BACK).order_by("-decided_at", "-pk")


_RETURNED = VisibleQuery(
    lambda revisions, author: _came_back(revisions.filter(author=author))[: RETURNED_PAGE + 1]
)
_RETURNED_BEFORE = VisibleQuery(
    lambda revisions, author, at, pk: _came_back(revisions.filter(author=author)).filter(
        Q(decided_at__lt=at) | Q(pk__lt=pk), decided_at__lte=at
    )[: RETURNED_PAGE + 1]
)


def _returned(user: Any, after: str) -> WorkList:
    """Return a page of returned changes, latest first."""
    place = read_place(after)
    read = _titled((_RETURNED_BEFORE if place else _RETURNED).all(user, user.pk, *place or ()))
    shown, last = cut_to_page(read, RETURNED_PAGE)
    behind = written_place(last.decided_at, last.pk) if last and last.decided_at else ""
    return WorkList(shown, behind, place is None)


def _threads(user: Any, before: int | None) -> WorkList:
    """Return a page of the open comments that concern the coder, latest first."""
    shown, last = cut_to_page(open_for(user, before), THREADS_PAGE)
    return WorkList(shown, str(last.pk) if last else "", before is None)


def _after_sheet(rows: QuerySet[Any, Any], atop_id: Any, phase: Any) -> QuerySet[Any, Any]:
    """Return the rows of sheets after that ID and phase."""
    later = Q(sheet__atop_id__gt=atop_id) | Q(sheet__phase__gt=phase)
    return rows.filter(later, sheet__atop_id__gte=atop_id)


class _BySheet:
    """A query by sheets, from the first one or after one; compiled for each case."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], most: int) -> None:
        self._all = VisibleQuery(lambda revisions, person: build(revisions, person)[:most])
        self._behind = VisibleQuery(
            lambda revisions, person, *key: _after_sheet(build(revisions, person), *key)[:most]
        )

    def read(self, user: Any, after: tuple[int, int] | None) -> list[Any]:
        return (self._behind if after else self._all).all(user, user.pk, *after or ())


_READ_AT_ONCE = MOST_OPEN + len(QUESTIONS)  # an author has one open revision at a question
_OPENED = _BySheet(
    lambda revisions, author: (
        revisions.filter(author=author)
        .open()
        .select_related("sheet")
        .only("question", "status", "saved_at", "submitted_at", *IN_ORDER)
        .order_by(*IN_ORDER, "question")
    ),
    _READ_AT_ONCE,
)
_IDLE = _BySheet(
    lambda revisions, coder: (
        Assignment.objects.filter(
            ~Exists(revisions.open().filter(author=coder, sheet=OuterRef("sheet")).order_by()),
            coder=coder,
        )
        .select_related("sheet")
        .order_by(*IN_ORDER)
    ),
    SHEETS_PAGE + 1,
)


def _opened(user: Any, after: tuple[int, int] | None) -> tuple[dict[int, list[Revision]], str]:
    """Return the open revisions on a page's sheets, by sheet, and where the page ends.

    All open revisions on a sheet are on one page.
    """
    read = _OPENED.read(user, after)
    by_sheet = {pk: list(group) for pk, group in groupby(read, key=lambda own: own.sheet_id)}
    whole = list(by_sheet)[:-1] if len(read) == _READ_AT_ONCE else list(by_sheet)
    page: dict[int, list[Revision]] = {}
    for pk in whole[:SHEETS_PAGE]:
        if sum(map(len, page.values())) >= MOST_OPEN:
            break
        page[pk] = by_sheet[pk]
    is_last = len(page) == len(by_sheet)
    return page, "" if is_last else page[[*page][-1]][0].sheet.key


def _assigned(user: Any, after: tuple[int, int] | None) -> tuple[list[int], str]:
    """Return the assigned sheets on a page that have no open revisions, and where it ends."""
    shown, last = cut_to_page(_IDLE.read(user, after), SHEETS_PAGE)
    return [work.sheet_id for work in shown], last.sheet.key if last else ""


def _lines(
    user: Any, opened: dict[int, list[Revision]], assigned: Iterable[int]
) -> dict[int, OwnSheet]:
    mine = Assignment.objects.filter(coder=user, sheet=OuterRef("pk"))
    listed = Sheet.objects.filter(pk__in=[*opened, *assigned])
    sheets = titled(listed.annotate(is_assigned=Exists(mine)))
    progress = progress_of(sheets)
    return {
        sheet.pk: OwnSheet(
            sheet,
            progress[sheet.pk],
            sheet.is_assigned,
            *([r for r in opened.get(sheet.pk, ()) if r.status == status] for status in OPEN),
        )
        for sheet in sheets
    }

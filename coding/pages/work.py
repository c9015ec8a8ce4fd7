"""A coder's own list: what came back, then a line for each sheet, in pages.

Sheets on which the coder writes or waits come first, with what is open on them; then those that
are assigned and have nothing open.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from coding.codebook.still_to_do import Progress
from coding.conversation.threads import open_for
from coding.forms.places import read_id, read_place, written_place
from coding.forms.sheets import read_key
from coding.models import Assignment, Revision, Sheet
from coding.models.membership import load_titles, titles
from coding.models.progress import progress_of
from coding.models.questionnaire import QUESTIONS
from coding.models.revision import CAME_BACK, OPEN, RevisionQuerySet, Status
from coding.pages.put_aside import own_on_sheets_aside
from coding.workflow.visibility import visible_to

RETURNED_PAGE = THREADS_PAGE = 10
SHEETS_PAGE = 25
MOST_OPEN = 100  # drafts and pending revisions of a page; those of one sheet stand together
FEW = 12  # as many are shown without a press
LATEST = 10
IN_ORDER = ("sheet__atop_id", "sheet__phase")
TITLE = (*IN_ORDER, "sheet__formation__members", "sheet__formation__signature_dates")


@dataclass(frozen=True)
class OwnSheet:
    """One line: a sheet, how far it is, and what the coder has open on it."""

    sheet: Sheet
    progress: Progress
    is_assigned: bool
    drafts: list[Revision] = field(default_factory=list)
    pending: list[Revision] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A page of one of the lists; ``next`` is where the next page begins, "" on the last."""

    listed: list[Any]
    next: str = ""
    is_first: bool = True


@dataclass(frozen=True)
class Work:
    """What the page shows. ``counts`` are those of all pages."""

    counts: dict[str, int]
    returned: Part
    open: Part
    assigned: Part
    threads: Part  # of comments that concern the coder and are open
    approved: list[Revision]
    aside: list[Revision]  # on sheets that were put aside

    @property
    def shows_drafts(self) -> bool:
        """Whether there are so few drafts on the page that they need no press to be shown."""
        return sum(len(one.drafts) for one in self.open.listed) <= FEW

    @property
    def shows_pending(self) -> bool:
        """Whether the same holds of what waits for a reviewer."""
        return sum(len(one.pending) for one in self.open.listed) <= FEW


def load_work(user: Any, query: QueryDict) -> Work:
    """Load the page that the address asks for; each of its lists has a place of its own in it."""
    own = visible_to(user).filter(author=user)
    opened, open_next = _opened(own, read_key(query.get("open", "")))
    assigned, assigned_next = _assigned(user, own, read_key(query.get("assigned", "")))
    lines = _lines(user, opened, assigned)
    return Work(
        _counts(user, own),
        _returned(own, query.get("returned", "")),
        Part([lines[pk] for pk in opened], open_next, not query.get("open")),
        Part([lines[pk] for pk in assigned], assigned_next, not query.get("assigned")),
        _threads(user, read_id(query.get("comments", ""))),
        list(_titled(own).filter(status=Status.APPROVED).order_by("-decided_at")[:LATEST]),
        list(own_on_sheets_aside(user)),
    )


def _titled(revisions: RevisionQuerySet) -> QuerySet[Revision]:
    """Join what a line of a single revision shows, without the prose."""
    shown = ("question", "decided_at", "comment", "version", "suggestion", "author_id")
    joined = revisions.select_related("sheet__formation")
    return joined.prefetch_related(titles("sheet__memberships")).only(*shown, *TITLE)


def _counts(user: Any, own: RevisionQuerySet) -> dict[str, int]:
    standing = own.standing().order_by().values("status").annotate(number=Count("pk"))
    counts = dict.fromkeys((*OPEN, Status.RETURNED), 0) | dict(
        standing.values_list("status", "number")
    )
    return {**counts, "assigned": Assignment.objects.filter(coder=user).count()}


def _returned(own: RevisionQuerySet, after: str) -> Part:
    """Return a page of what came back, latest first."""
    place, found = read_place(after), _titled(own).filter(CAME_BACK)
    if place:
        at, pk = place
        found = found.filter(Q(decided_at__lt=at) | Q(pk__lt=pk), decided_at__lte=at)
    listed = list(found.order_by("-decided_at", "-pk")[: RETURNED_PAGE + 1])
    shown = listed[:RETURNED_PAGE]
    goes_on = len(listed) > RETURNED_PAGE and shown[-1].decided_at
    return Part(shown, written_place(goes_on, shown[-1].pk) if goes_on else "", place is None)


def _threads(user: Any, before: int | None) -> Part:
    """Return a page of the open comments that concern the coder, latest first."""
    found = open_for(user).select_related("sheet")
    if before:
        found = found.filter(pk__lt=before)
    listed = list(found[: THREADS_PAGE + 1])
    shown = listed[:THREADS_PAGE]
    goes_on = len(listed) > THREADS_PAGE
    return Part(shown, str(shown[-1].pk) if goes_on else "", before is None)


def _behind(rows: QuerySet[Any, Any], key: tuple[int, int] | None) -> QuerySet[Any, Any]:
    """Return the rows of sheets behind the one of that ID and phase."""
    if key is None:
        return rows
    later = Q(sheet__atop_id__gt=key[0]) | Q(sheet__phase__gt=key[1])
    return rows.filter(later, sheet__atop_id__gte=key[0])


def _opened(
    own: RevisionQuerySet, after: tuple[int, int] | None
) -> tuple[dict[int, list[Revision]], str]:
    """Return what is open on the sheets of a page, by sheet, and the sheet at which it ends.

    All that is open on a sheet is on one page.
    """
    limit = MOST_OPEN + len(QUESTIONS)  # an author has one open revision at a question
    found = _behind(own.open(), after).select_related("sheet").order_by(*IN_ORDER, "question")
    shown = ("question", "status", "saved_at", "submitted_at", "sheet__atop_id", "sheet__phase")
    read = list(found.only(*shown)[:limit])
    by_sheet = {pk: list(group) for pk, group in groupby(read, key=lambda one: one.sheet_id)}
    whole = list(by_sheet)[:-1] if len(read) == limit else list(by_sheet)
    page: dict[int, list[Revision]] = {}
    for pk in whole[:SHEETS_PAGE]:
        if sum(map(len, page.values())) >= MOST_OPEN:
            break
        page[pk] = by_sheet[pk]
    is_last = len(page) == len(by_sheet)
    return page, "" if is_last else page[[*page][-1]][0].sheet.key


def _assigned(
    user: Any, own: RevisionQuerySet, after: tuple[int, int] | None
) -> tuple[list[int], str]:
    """Return the assigned sheets of a page on which nothing is open, and where it ends."""
    is_open = own.open().filter(sheet=OuterRef("sheet")).order_by()
    found = _behind(Assignment.objects.filter(~Exists(is_open), coder=user), after)
    listed = list(found.select_related("sheet").order_by(*IN_ORDER)[: SHEETS_PAGE + 1])
    shown = listed[:SHEETS_PAGE]
    goes_on = len(listed) > SHEETS_PAGE
    return [one.sheet_id for one in shown], shown[-1].sheet.key if goes_on else ""


def _lines(
    user: Any, opened: dict[int, list[Revision]], assigned: Iterable[int]
) -> dict[int, OwnSheet]:
    """Return the line of each sheet."""
    mine = Assignment.objects.filter(coder=user, sheet=OuterRef("pk"))
    found = Sheet.objects.filter(pk__in=[*opened, *assigned])
    shown = ("atop_id", "phase", "formation__members", "formation__signature_dates")
    sheets = list(found.select_related("formation").only(*shown).annotate(is_assigned=Exists(mine)))
    load_titles(sheets)
    progress = progress_of(sheets)
    return {
        one.pk: OwnSheet(
            one,
            progress[one.pk],
            one.is_assigned,
            *([r for r in opened.get(one.pk, ()) if r.status == status] for status in OPEN),
        )
        for one in sheets
    }

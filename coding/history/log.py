"""Who did what, when: everything that is recorded, as one log, the newest first.

Each source is one table, with who may read it. A page merges the first rows of each source after a
given place, so it costs the same however long the log is.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from coding.history.log_entries import (
    Entry,
    of_annotation,
    of_assignment,
    of_batch,
    of_comment,
    of_correction_asked,
    of_correction_decided,
    of_file,
    of_import_asked,
    of_import_decided,
    of_list,
    of_release,
    of_security,
    of_sheet,
    of_step,
)
from coding.models import (
    Batch,
    Comment,
    Correction,
    ImportRequest,
    Original,
    Participation,
    Release,
    SecurityEvent,
    Sheet,
    State,
    StateSpell,
    War,
)
from coding.models.annotation import Annotation
from coding.models.assignment import AssignmentEvent
from coding.models.people_names import shared_names, with_username
from coding.workflow import rules
from coding.workflow.transitions import TRANSITIONS
from coding.workflow.visibility import steps_visible_to

Rows = QuerySet[Any]
_DECISIONS = [transition.name for transition in TRANSITIONS if transition.is_decision]


@dataclass(frozen=True)
class Source:
    """A table of the log. ``moment``, ``by`` and ``sheet`` are lookup paths for the filters.

    ``sheet`` is None if rows belong to no sheet; they are left out if the log is filtered by sheet.
    """

    kind: str
    rows: Callable[[Any], Rows]
    entry: Callable[[Any], Entry]
    moment: str = "at"
    by: str = "by"
    sheet: str | None = None
    key: str = "pk"
    why_not: rules.WhyNot = rules.why_not_read


def _why_not_read_security(user: Any) -> rules.Reason:
    allowed = user.has_perm("coding.view_securityevent")
    return None if allowed else "Only admins read the security log."


def _steps(viewer: Any) -> Rows:
    shown = ("step", "by", "by_name", "at", "comment", "version", "revision__question")
    sheets = ("revision__sheet__atop_id", "revision__sheet__phase", "by__username")
    steps = steps_visible_to(viewer).select_related("revision__sheet", "by")
    return steps.only(*shown, *sheets)


def _decisions(viewer: Any) -> Rows:
    return _steps(viewer).filter(step__in=_DECISIONS)


def _rows(model: Any, *joined: str) -> Callable[[Any], Rows]:
    """Return a function for all rows: whoever may read the source may read each row."""
    return lambda viewer: model.objects.select_related(*joined)


def _changes_of(
    model: Any,
    kind: str,
    entry: Callable[[Any], Entry],
    *joined: str,
    sheet: str | None = None,
    by_people: bool = False,
) -> Source:
    """Return the source of all changes of a tracked model, or only of those made by people."""

    def rows(viewer: Any) -> Rows:
        changes: Rows = model.history.select_related("history_user", *joined)
        return changes.exclude(history_user=None) if by_people else changes

    return Source(kind, rows, entry, "history_date", "history_user", sheet, "history_id")


def _asked(
    model: Any, kind: str, entry: Callable[[Any], Entry], *joined: str, **which: Any
) -> Source:
    """Return the source of what admins asked for."""
    rows = _rows(model, "asked_by", *joined)
    return Source(kind, rows, entry, "asked_at", "asked_by", **which)


def _decided(
    model: Any, kind: str, entry: Callable[[Any], Entry], *joined: str, **which: Any
) -> Source:
    """Return the source of what a second admin decided on."""

    def rows(viewer: Any) -> Rows:
        return _rows(model, "decided_by", *joined)(viewer).exclude(decided_at=None)

    return Source(kind, rows, entry, "decided_at", "decided_by", **which)


# Official lists add thousands of rows to these; only changes by people are shown.
_LISTS = ((State,), (StateSpell, "state"), (War,), (Participation, "state", "war"))
STEPS = Source("changes", _steps, of_step, sheet="revision__sheet__")
DECISIONS = Source("decisions", _decisions, of_step, sheet="revision__sheet__")
SOURCES = (
    STEPS,
    _changes_of(Sheet, "sheets", of_sheet, sheet=""),
    Source("assignments", _rows(AssignmentEvent, "sheet", "by"), of_assignment, sheet="sheet__"),
    Source("comments", _rows(Comment, "sheet", "by"), of_comment, sheet="sheet__"),
    Source("rules", _rows(Annotation, "by"), of_annotation),
    *(_changes_of(model, "lists", of_list, *joined, by_people=True) for model, *joined in _LISTS),
    _changes_of(Release, "releases", of_release),
    _asked(Correction, "releases", of_correction_asked, "release"),
    _decided(Correction, "releases", of_correction_decided, "release"),
    Source(
        "files",
        lambda viewer: Original.objects.select_related("sheet", "by").defer("content", "said"),
        of_file,
        sheet="sheet__",
    ),
    Source("imports", _rows(Batch, "by"), of_batch, why_not=rules.why_not_import),
    _asked(ImportRequest, "imports", of_import_asked, why_not=rules.why_not_import),
    _decided(ImportRequest, "imports", of_import_decided, why_not=rules.why_not_import),
    Source(
        "security", _rows(SecurityEvent), of_security, by="person", why_not=_why_not_read_security
    ),
)
KINDS = {
    "changes": "steps of changes",
    "decisions": "approvals and returns",
    "sheets": "sheets: started, phases, names",
    "assignments": "assignments",
    "comments": "comments",
    "rules": "annotations of coding rules",
    "lists": "states and wars",
    "releases": "releases",
    "files": "files kept with sheets",
    "imports": "the import desk",
    "security": "sign-ins, rights and downloads",
}
_OF_FEW = {"imports": rules.why_not_import, "security": _why_not_read_security}


def kinds_for(viewer: Any) -> dict[str, str]:
    """Return the kinds of entries that a person may read."""
    return {
        kind: words
        for kind, words in KINDS.items()
        if _OF_FEW.get(kind, rules.why_not_read)(viewer) is None
    }


@dataclass(frozen=True)
class LogQuery:
    """What of the log is asked for. ``people`` maps keys to user names; None means everybody."""

    viewer: Any
    kind: str = ""
    sheet: tuple[int, int | None] | None = None  # without a phase, all phases
    people: dict[int, str] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, order=True)
class LogPlace:
    """The sort key of an entry: moment, then source, then row; each newest first."""

    at: datetime
    rank: int
    row: int


@dataclass(frozen=True)
class LogLine:
    """An entry at its place."""

    place: LogPlace
    entry: Entry = field(compare=False)


def page_of(asked: LogQuery, behind: LogPlace | None, most: int) -> list[LogLine]:
    """Return the newest lines after a place; people with the same name get their user names."""
    shared = shared_names()
    return [_told_apart(line, shared) for line in islice(_merged(asked, behind, most), most)]


def _told_apart(line: LogLine, shared: Container[str]) -> LogLine:
    entry = line.entry
    if not entry.username or entry.who not in shared:
        return line
    return replace(line, entry=replace(entry, who=with_username(entry.who, entry.username)))


def all_of(asked: LogQuery) -> Iterator[LogLine]:
    """Yield all lines for the filters, reading a part at a time."""
    return _merged(asked, None, None)


def _merged(asked: LogQuery, behind: LogPlace | None, most: int | None) -> Iterator[LogLine]:
    sources = [
        (rank, source)
        for rank, source in enumerate(_sources(asked.kind))
        if source.why_not(asked.viewer) is None and not (asked.sheet and source.sheet is None)
    ]
    lines = [_lines(rank, source, asked, behind, most) for rank, source in sources]
    return merge(*lines, key=lambda line: line.place, reverse=True)


def _sources(kind: str) -> list[Source]:
    if kind == DECISIONS.kind:
        return [DECISIONS]
    return [source for source in SOURCES if kind in ("", source.kind)]


def _lines(
    rank: int, source: Source, asked: LogQuery, behind: LogPlace | None, most: int | None
) -> Iterator[LogLine]:
    rows = source.rows(asked.viewer).filter(_wanted(source, asked))
    if behind:
        rows = rows.filter(_after_place(source, rank, behind))
    rows = rows.order_by(f"-{source.moment}", f"-{source.key}")
    for row in rows[:most] if most else rows.iterator(chunk_size=500):
        yield LogLine(LogPlace(getattr(row, source.moment), -rank, row.pk), source.entry(row))


def _wanted(source: Source, asked: LogQuery) -> Q:
    wanted = Q()
    if asked.sheet and source.sheet is not None:
        atop_id, phase = asked.sheet
        wanted &= Q(**{f"{source.sheet}atop_id": atop_id})
        if phase is not None:
            wanted &= Q(**{f"{source.sheet}phase": phase})
    if asked.people is not None:
        by_word = source.by == "person"
        among = list(asked.people.values() if by_word else asked.people)
        wanted &= Q(**{f"{source.by}__in": among})
    if asked.since:
        wanted &= Q(**{f"{source.moment}__gte": asked.since})
    if asked.until:
        wanted &= Q(**{f"{source.moment}__lte": asked.until})
    return wanted


def _after_place(source: Source, rank: int, place: LogPlace) -> Q:
    """Return the condition for rows after a place; the limit by time is a condition of its own."""
    earlier = Q(**{f"{source.moment}__lt": place.at})
    if -rank > place.rank:
        return earlier
    same = Q() if -rank < place.rank else Q(**{f"{source.key}__lt": place.row})
    at_most = Q(**{f"{source.moment}__lte": place.at})
    return at_most & (earlier | same) if same else at_most

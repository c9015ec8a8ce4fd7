"""Who sees which revision: one rule, used by every reader of revisions.

Whoever may read sheets sees what was submitted. A draft is visible to its author, even after it was
discarded; after a handover, to the new author as well. Others learn that somebody is
writing, but not what. Admins read the whole record; when they read somebody's draft, listeners are
notified. Timelines, revision notes, the queue and exports leave drafts out. Rounds of blind coding
will add to the rule. Pages ask ``why_not_read`` first. docs/visibility.md has the rule as a table.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from coding.models import Revision, RevisionEvent
from coding.models.compiled_queries import CompiledQuery
from coding.models.people_names import name_of
from coding.models.revision import RevisionQuerySet, Status
from coding.workflow.announcements import Happening, announce
from coding.workflow.permissions import has_permission
from coding.workflow.transitions import DRAFT_ENDS


def is_private(revision: Revision) -> bool:
    """Whether it is a draft, or ended as one; one query if it was withdrawn."""
    if revision.status != Status.WITHDRAWN:
        return revision.status == Status.DRAFT
    return revision.events.filter(step__in=DRAFT_ENDS).exists()


def may_see(revision: Revision, viewer: Any) -> bool:
    is_own = revision.author_id is not None and revision.author_id == viewer.pk
    if is_own or sees_all(viewer) or not is_private(revision):
        return True
    if revision.status == Status.DRAFT:  # only an ended draft can be followed by another
        return False
    return revision.followed_by.filter(author=viewer.pk).exists()


def sees_all(viewer: Any) -> bool:
    """Whether the person reads the whole record, drafts of others among it."""
    return has_permission(viewer, "view_revision")


def tell_of_drafts_read(revisions: Iterable[Revision], *, by: Any) -> None:
    """Tell listeners which drafts of others somebody was shown."""
    for revision in revisions:
        if revision.author_id != by.pk and sees_all(by) and is_private(revision):
            announce(Happening(revision, "read", f"of {revision.author_name} read", name_of(by)))


def _condition(is_all: bool, viewer: Any, revision: str = "") -> Q:
    """Return the rule as a condition; ``revision`` is the path to one, such as "revision__"."""
    if is_all:
        return Q()
    pk = OuterRef("revision_id" if revision else "pk")
    as_draft = Exists(RevisionEvent.objects.filter(revision=pk, step__in=DRAFT_ENDS).order_by())
    private = Q(**{f"{revision}status": Status.DRAFT}) | (
        Q(**{f"{revision}status": Status.WITHDRAWN}) & Q(as_draft)
    )
    goes_on = Exists(Revision.objects.filter(follows=pk, author=viewer).order_by())
    return ~private | Q(**{f"{revision}author": viewer}) | Q(goes_on)


def _visible(is_all: bool, viewer: Any) -> RevisionQuerySet:
    return Revision.objects.filter(_condition(is_all, viewer))


def _steps(is_all: bool, viewer: Any) -> "QuerySet[RevisionEvent]":
    return RevisionEvent.objects.filter(_condition(is_all, viewer, "revision__"))


def visible_to(viewer: Any) -> RevisionQuerySet:
    return _visible(sees_all(viewer), viewer.pk)


def steps_visible_to(viewer: Any) -> "QuerySet[RevisionEvent]":
    return _steps(sees_all(viewer), viewer.pk)


class VisibleQuery:
    """A query of what a person may see, compiled once for admins and once for others.

    ``build`` gets the visible rows as a queryset, then the query's own arguments.
    """

    visible: Callable[..., "QuerySet[Any]"] = staticmethod(_visible)

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._compiled: dict[bool, CompiledQuery] = {}

    def rows(self, viewer: Any, *arguments: Any) -> list[tuple[Any, ...]]:
        return self._for(viewer).rows(viewer.pk, *arguments)

    def number(self, viewer: Any, *arguments: Any) -> int:
        return self._for(viewer).number(viewer.pk, *arguments)

    def all(self, viewer: Any, *arguments: Any) -> list[Any]:
        return self._for(viewer).all(viewer.pk, *arguments)

    def _for(self, viewer: Any) -> CompiledQuery:
        is_all = sees_all(viewer)
        if is_all not in self._compiled:
            self._compiled[is_all] = CompiledQuery(partial(self._built, is_all))
        return self._compiled[is_all]

    def _built(self, is_all: bool, viewer: Any, *arguments: Any) -> "QuerySet[Any, Any]":
        return self._build(self.visible(is_all, viewer), *arguments)


class VisibleSteps(VisibleQuery):
    """The same for steps of revisions."""

    visible = staticmethod(_steps)


def _own(is_all: bool, viewer: Any) -> RevisionQuerySet:
    """Return the rows of an author who is only known when the statement runs.

    PostgreSQL keeps one plan for all authors then. With the number itself it would plan each time,
    for longer than it answers: most people have fewer revisions than the average.
    """
    return Revision.objects.filter(author=Func(viewer, template="(SELECT %(expressions)s)"))


class OwnQuery(VisibleQuery):
    """The same for a person's own revisions, without the rule: their author sees all of them."""

    visible = staticmethod(_own)


def _own_words(is_all: bool, viewer: Any) -> RevisionQuerySet:
    return Revision.objects.filter(author=viewer).open()


class OwnWordsQuery(VisibleQuery):
    """The same for a person's own drafts and pending revisions, which search finds too.

    Nobody finds other people's open revisions, whatever their role.
    """

    visible = staticmethod(_own_words)


def visible_to_all() -> RevisionQuerySet:
    """Return what everybody may see: approved changes, as prints and exports tell them."""
    return Revision.objects.approved()


def steps_visible_to_all() -> "QuerySet[RevisionEvent]":
    """Return the steps of what everybody may see."""
    return RevisionEvent.objects.filter(revision__status=Status.APPROVED)


def whole_record() -> RevisionQuerySet:
    """Return all revisions, for counts and rules that are the same for everybody."""
    return Revision.objects.all()


def is_recorded(revision: Revision) -> bool:
    """Whether the record tells of the revision: a draft is not part of it yet."""
    return revision.status != Status.DRAFT

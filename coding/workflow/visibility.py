"""Who sees which revision: one rule, asked by every reader of revisions.

Everybody who may read sheets sees every revision. A draft is its author's to change and to submit;
others see it beside the answer, so that two people on one question see both texts. Timelines,
revision notes, the queue and exports leave drafts out. Rounds of blind coding will add to the rule.
Pages ask ``why_not_read`` first.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from coding.models import Revision, RevisionEvent
from coding.models.compiled_queries import CompiledQuery
from coding.models.revision import RevisionQuerySet, Status

# Statuses in which only the author sees a revision, and admins, who may read the whole record.
AUTHORS_ALONE: tuple[Status, ...] = ()


def may_see(revision: Revision, viewer: Any) -> bool:
    is_hidden = revision.status in AUTHORS_ALONE
    return not is_hidden or revision.author_id == viewer.pk or _sees_all(viewer)


def _sees_all(viewer: Any) -> bool:
    return bool(viewer.has_perm("coding.view_revision"))


def _hidden_from(viewer: Any) -> tuple[Status, ...]:
    """Return the statuses in which the person sees no revisions but their own."""
    return () if not AUTHORS_ALONE or _sees_all(viewer) else AUTHORS_ALONE


def _condition(hidden: tuple[Status, ...], viewer: Any, revision: str = "") -> Q:
    """Return the rule as a condition; ``revision`` is the path to one, such as "revision__"."""
    if not hidden:
        return Q()
    return ~Q(**{f"{revision}status__in": hidden}) | Q(**{f"{revision}author": viewer})


def _visible(hidden: tuple[Status, ...], viewer: Any) -> RevisionQuerySet:
    return Revision.objects.filter(_condition(hidden, viewer))


def _steps(hidden: tuple[Status, ...], viewer: Any) -> "QuerySet[RevisionEvent]":
    return RevisionEvent.objects.filter(_condition(hidden, viewer, "revision__"))


def visible_to(viewer: Any) -> RevisionQuerySet:
    return _visible(_hidden_from(viewer), viewer.pk)


def steps_visible_to(viewer: Any) -> "QuerySet[RevisionEvent]":
    return _steps(_hidden_from(viewer), viewer.pk)


class VisibleQuery:
    """A query of what a person may see, compiled once for each form that the rule takes.

    ``build`` adds to what is visible; its other parameters are the query's arguments.
    """

    visible: Callable[..., "QuerySet[Any]"] = staticmethod(_visible)

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._compiled: dict[tuple[Status, ...], CompiledQuery] = {}

    def rows(self, viewer: Any, *arguments: Any) -> list[tuple[Any, ...]]:
        return self._for(viewer).rows(viewer.pk, *arguments)

    def all(self, viewer: Any, *arguments: Any) -> list[Any]:
        return self._for(viewer).all(viewer.pk, *arguments)

    def _for(self, viewer: Any) -> CompiledQuery:
        hidden = _hidden_from(viewer)
        if hidden not in self._compiled:
            self._compiled[hidden] = CompiledQuery(partial(self._built, hidden))
        return self._compiled[hidden]

    def _built(
        self, hidden: tuple[Status, ...], viewer: Any, *arguments: Any
    ) -> "QuerySet[Any, Any]":
        return self._build(self.visible(hidden, viewer), *arguments)


class VisibleSteps(VisibleQuery):
    """The same of steps."""

    visible = staticmethod(_steps)


def visible_to_all() -> RevisionQuerySet:
    """Return what everybody may see: approved changes, as prints and exports tell them."""
    return Revision.objects.approved()


def whole_record() -> RevisionQuerySet:
    """Return all revisions, for what is counted or must hold whoever asks."""
    return Revision.objects.all()


def is_recorded(revision: Revision) -> bool:
    """Whether the record tells of the revision: a draft is not part of it yet."""
    return revision.status != Status.DRAFT

"""Who sees which revision: one rule, asked by every reader of revisions.

Everybody who may read sheets sees every revision. Only its author changes and submits a draft;
others see it beside the answer while it is written. Timelines and revision notes leave drafts out,
as the queue and exports do. Pages ask ``why_not_read`` first.

A viewer is a person, or their id in a query that is compiled once for everybody.
"""

from typing import Any

from django.db.models import Q, QuerySet

from coding.models import Revision, RevisionEvent
from coding.models.revision import RevisionQuerySet, Status


def _rule(viewer: Any, revision: str = "") -> Q:
    """Return the rule as a condition; ``revision`` is the way to one, such as "revision__"."""
    return Q()


def visible_to(viewer: Any) -> RevisionQuerySet:
    """Return the revisions that a viewer may see."""
    return Revision.objects.filter(_rule(viewer))


def steps_visible_to(viewer: Any) -> "QuerySet[RevisionEvent]":
    """Return the steps of the revisions that a viewer may see."""
    return RevisionEvent.objects.filter(_rule(viewer, "revision__"))


def visible_to_all() -> RevisionQuerySet:
    """Return what everybody may see: approved changes, as prints and exports tell them."""
    return Revision.objects.approved()


def whole_record() -> RevisionQuerySet:
    """Return all revisions, for what is counted or must hold whoever asks."""
    return Revision.objects.all()


def is_recorded(revision: Revision) -> bool:
    """Whether the record tells of the revision: a draft is not part of it yet."""
    return revision.status != Status.DRAFT

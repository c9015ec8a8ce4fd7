"""Who sees which revision: one rule, asked by every reader of revisions.

Everybody who may read sheets sees every revision. A draft is its author's to change and to submit;
others see it beside the answer, so that two people on one question see both texts. Timelines,
revision notes, the queue and exports leave drafts out. Rounds of blind coding will add to the rule.
Pages ask ``why_not_read`` first.
"""

from typing import Any

from django.db.models import Q, QuerySet

from coding.models import Revision, RevisionEvent
from coding.models.revision import RevisionQuerySet, Status

# Statuses in which only the author sees a revision, and admins, who may read the whole record.
AUTHORS_ALONE: tuple[Status, ...] = ()


def may_see(revision: Revision, viewer: Any) -> bool:
    is_hidden = revision.status in AUTHORS_ALONE
    return not is_hidden or revision.author_id == viewer.pk or _sees_all(viewer)


def _condition(viewer: Any, revision: str = "") -> Q:
    """Return the rule as a condition; ``revision`` is the path to one, such as "revision__"."""
    if not AUTHORS_ALONE or _sees_all(viewer):
        return Q()
    is_hidden = Q(**{f"{revision}status__in": AUTHORS_ALONE})
    return ~is_hidden | Q(**{f"{revision}author": viewer.pk})


def _sees_all(viewer: Any) -> bool:
    return bool(viewer.has_perm("coding.view_revision"))


def visible_to(viewer: Any) -> RevisionQuerySet:
    return Revision.objects.filter(_condition(viewer))


def steps_visible_to(viewer: Any) -> "QuerySet[RevisionEvent]":
    return RevisionEvent.objects.filter(_condition(viewer, "revision__"))


def visible_to_all() -> RevisionQuerySet:
    """Return what everybody may see: approved changes, as prints and exports tell them."""
    return Revision.objects.approved()


def whole_record() -> RevisionQuerySet:
    """Return all revisions, for what is counted or must hold whoever asks."""
    return Revision.objects.all()


def is_recorded(revision: Revision) -> bool:
    """Whether the record tells of the revision: a draft is not part of it yet."""
    return revision.status != Status.DRAFT

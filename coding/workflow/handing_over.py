"""Hands the open work of authors who left to another coder, who writes new drafts from it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from coding.models import Revision
from coding.models.people_names import name_of
from coding.models.revision import Origin, RevisionQuerySet, Status
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.drafts import begin, open_revision
from coding.workflow.locks import lock_sheet
from coding.workflow.record_writer import add_event, move
from coding.workflow.refusals import NotAllowed, require, take_each
from coding.workflow.transitions import HAND_OVER
from coding.workflow.visibility import visible_to


def active_coders() -> "QuerySet[User]":
    """Return who writes answers now, by name."""
    return User.objects.with_perm("coding.propose_revision").order_by(
        "first_name", "last_name", "username"
    )


def left_by_authors(viewer: Any) -> RevisionQuerySet:
    """Return drafts, pending revisions and returned ones of people who are no active coders."""
    stays = active_coders().filter(pk=OuterRef("author")).order_by()
    standing = visible_to(viewer).standing().filter(origin=Origin.WRITTEN)
    return standing.exclude(Exists(stays))


@recorded()
def hand_over(revision: Revision, *, to: Any, by: Any, batch: str = "") -> Revision:
    """Return a new draft of the coder that continues a revision whose author left.

    The old draft is withdrawn under its author's name; a returned revision stays returned.
    """
    require(rules.why_not_hand_over(by), NotAllowed)
    sheet = lock_sheet(revision.sheet)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    own = open_revision(sheet, revision.question, to) if to else None
    require(rules.why_not_ready_to_hand_over(revision, to, own))
    data = {"by": by, "at": moment(), "comment": f"To {name_of(to)}.", "batch": batch}
    if revision.status == Status.DRAFT:
        move(revision, HAND_OVER, **data)
    else:
        add_event(revision, HAND_OVER, **data)
    kept = ("text", "base", "note", "codes", "base_codes", "warnings")
    return begin(
        sheet,
        revision.asked,
        by=to,
        data={name: getattr(revision, name) for name in kept},
        follows=revision,
    )


def hand_over_many(
    revisions: Iterable[Revision], *, to: Any, by: Any
) -> tuple[list[Revision], list[tuple[Revision, str]]]:
    """Hand over several, one by one; return the new drafts, and those skipped with the reason."""
    require(rules.why_not_hand_over(by), NotAllowed)
    batch = uuid.uuid4().hex
    return take_each(revisions, lambda revision: hand_over(revision, to=to, by=by, batch=batch))

"""Decisions of reviewers, on one revision or on many; never on their own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from coding.codebook.cells import CellValues
from coding.codebook.text import typed
from coding.models import Release, ReleasedSheet, Revision, Sheet
from coding.models.variables import declared
from coding.workflow import rules
from coding.workflow.checking import check_approval
from coding.workflow.phase_numbers import FIRST, lock_for_decision, number_first_phase
from coding.workflow.proposed_codes import replaced_by
from coding.workflow.record_writer import fingerprint, hold, move, name_of, write_approved
from coding.workflow.refusals import DecidedBefore, NotAllowed, Refused, StaleReview, require
from coding.workflow.transitions import Effect, Transition


@dataclass(frozen=True)
class Verdict:
    """What a reviewer decides on one revision; ``seen`` is the fingerprint of what was shown."""

    transition: Transition
    revision: Revision
    seen: str
    comment: str = ""

    @property
    def answers(self) -> tuple[int, int] | None:
        """The sheet and question that it brings a new answer to, if it does."""
        if self.transition.effect is not Effect.ANSWER:
            return None
        return self.revision.sheet_id, self.revision.question


@dataclass
class Outcome:
    """What became of several decisions taken together: the skipped ones with their reason."""

    done: list[Verdict] = field(default_factory=list)
    done_before: list[Verdict] = field(default_factory=list)  # by the same person, just so
    skipped: list[tuple[Verdict, str]] = field(default_factory=list)


@transaction.atomic
def decide(
    transition: Transition,
    revision: Revision,
    *,
    by: Any,
    seen: str,
    comment: str = "",
    batch: str = "",
) -> Revision:
    """Decide on one revision: answer, revision and record change together, or not at all."""
    sheet = lock_for_decision(revision.sheet)
    was_recorded = sheet.entered_at is not None
    revision, row = hold(revision, sheet)
    require(rules.why_not_take(transition, revision, by), NotAllowed)
    again = rules.has_decided_so(transition, revision, by, comment)
    require(rules.why_not_from(transition, revision, by), DecidedBefore if again else Refused)
    require(rules.why_not_without(transition, comment))
    approved = getattr(row, revision.asked.key)
    replaced = replaced_by(sheet, revision.asked, revision.codes)
    if fingerprint(revision, approved, replaced) != seen:
        raise StaleReview(
            f"Q{revision.question} of {sheet} changed since you opened it. "
            "The difference below is the new one; nothing was decided."
        )
    now = timezone.now()
    if transition.effect is Effect.ANSWER:
        check_approval(sheet, revision)
        if revises(sheet, revision, approved, replaced):
            revision.version = revision.version or open_release_label()
        write_approved(row, sheet, by=by, at=now, revision=revision)
        if not was_recorded:
            number_first_phase(sheet, by=by, at=now)
        revision.text = revision.text if revision.changes_text else approved
        revision.base, revision.base_codes = approved, replaced
    revision.decided_by, revision.decided_by_name = by, name_of(by)
    revision.decided_at, revision.comment = now, typed(comment)
    said = revision.comment
    return move(revision, transition, by=by, at=now, comment=said, batch=batch, fields=_DECIDED)


_DECIDED = (
    *("decided_by", "decided_by_name", "decided_at", "comment", "version"),
    *("text", "base", "base_codes"),
)


def revises(sheet: Sheet, revision: Revision, approved: str, replaced: CellValues) -> bool:
    """Whether the change gets a revision note; first answers and codes get none.

    On a published sheet a new code is a revision too, such as those of a member that joins.
    """
    was_coded = any(value is not None for value in replaced.values())
    was_answered = revision.changes_text and (approved or sheet.printed_from)
    return bool(was_answered or was_coded or (revision.codes and _was_published(sheet)))


def _was_published(sheet: Sheet) -> bool:
    numbers = {sheet.phase, 0} if sheet.phase == FIRST else {sheet.phase}  # 0: it was the only one
    return ReleasedSheet.objects.filter(atop_id=sheet.atop_id, phase__in=numbers).exists()


def open_release_label() -> str:
    release = Release.objects.filter(frozen_at=None).first()
    if release is None:
        raise Refused("No release is open. An admin opens the next one before changes go on.")
    return release.label


@transaction.atomic
def decide_many(verdicts: Sequence[Verdict], *, by: Any) -> Outcome:
    """Take several decisions in one transaction; each is checked again, the skipped are listed.

    Rosters are approved first, since codes of members wait for their members.
    """
    require(rules.why_not_decide(by), NotAllowed)
    outcome, batch = Outcome(), uuid.uuid4().hex
    alliances = {one.revision.sheet.atop_id for one in verdicts}
    list(Sheet.objects.select_for_update().filter(atop_id__in=alliances).order_by("pk"))
    for one in sorted(verdicts, key=_turn):
        try:
            require(_why_not_beside(verdicts, one))
            how = {"seen": one.seen, "comment": one.comment, "batch": batch}
            decide(one.transition, one.revision, by=by, **how)
            outcome.done.append(one)
        except DecidedBefore:
            outcome.done_before.append(one)
        except Refused as refused:
            outcome.skipped.append((one, str(refused)))
    return outcome


def _why_not_beside(verdicts: Sequence[Verdict], one: Verdict) -> rules.Reason:
    """Whether several answers to one question would be approved unseen of each other."""
    approved = sum(one.answers is not None and one.answers == other.answers for other in verdicts)
    if approved < 2:
        return None
    return (
        f"{approved} proposals at Q{one.revision.question} of {one.revision.sheet} cannot be "
        "approved together. Approve one of them, then look at the others against the new answer."
    )


def _turn(verdict: Verdict) -> tuple[bool, bool]:
    """Returns come first, since they change nothing that was seen of the others; then rosters."""
    return verdict.answers is not None, verdict.revision.question != declared("member").home

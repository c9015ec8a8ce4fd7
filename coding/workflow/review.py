"""Decisions of reviewers, on one revision or on many; never on their own."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from coding.codebook.batches import batches
from coding.models import Revision
from coding.models.approved_values import approved_state
from coding.models.compiled_queries import CompiledQuery
from coding.models.people_names import name_of
from coding.models.variables import declared
from coding.workflow import rules
from coding.workflow.approval import Consent, approve_together
from coding.workflow.chaining import recorded
from coding.workflow.checking import Alliance
from coding.workflow.checking_together import Passed
from coding.workflow.locks import lock_for_decision, lock_sheets
from coding.workflow.refusals import DecidedBefore, NotAllowed, Refused, require
from coding.workflow.verdicts import Verdict, hold_as_seen, require_as_seen, take

ALLIANCES_AT_ONCE = 10  # decided on in one transaction
_NOW = CompiledQuery(lambda *keys: Revision.objects.filter(pk__in=keys))


@dataclass
class ReviewOutcome:
    """The result of several decisions taken together; skipped ones have their reason.

    ``done_before`` are decisions that the same reviewer has made already, by a double click.
    """

    done: list[Verdict] = field(default_factory=list)
    done_before: list[Verdict] = field(default_factory=list)
    skipped: list[tuple[Verdict, str]] = field(default_factory=list)

    def __add__(self, other: "ReviewOutcome") -> "ReviewOutcome":
        return ReviewOutcome(
            self.done + other.done,
            self.done_before + other.done_before,
            self.skipped + other.skipped,
        )


@recorded()
def decide(verdict: Verdict, *, by: Any, consent: Consent | None = None) -> Revision:
    """Decide on one revision: answer, revision and record change together, or not at all."""
    held = hold_as_seen(verdict, lock_for_decision(verdict.revision.sheet), by=by)
    if verdict.answers:
        own, sheet = held.revision, held.revision.sheet
        alliance = Alliance.around(sheet, approved_state(sheet))
        approval = approve_together(alliance, [own], consent or Consent(), by_name=name_of(by))
        for _, why in approval.refused:
            raise why
        own.warnings = approval.warnings[own.pk]
    return take(verdict, held, by=by)


def decide_many(
    verdicts: Sequence[Verdict], *, by: Any, consent: Consent | None = None
) -> ReviewOutcome:
    """Take several decisions; each is checked again, the skipped are listed.

    What is approved of one alliance is approved together: as much of it as the checks let through.
    A transaction takes the decisions of a few alliances, so that others do not wait for all.
    """
    require(rules.why_not_decide(by), NotAllowed)
    outcome, batch = ReviewOutcome(), uuid.uuid4().hex
    of_each: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        of_each[verdict.revision.sheet.atop_id].append(verdict)
    alliances = [*of_each.values()]
    for some in batches(alliances, ALLIANCES_AT_ONCE):
        together = [*chain.from_iterable(some)]
        outcome += _decide_together(together, by=by, consent=consent or Consent(), batch=batch)
    return outcome


@recorded()
def _decide_together(
    verdicts: Sequence[Verdict], *, by: Any, consent: Consent, batch: str
) -> ReviewOutcome:
    """Take decisions in one transaction. Returns come first: they change nothing others rest on."""
    together = _Together(by, consent, batch)
    lock_sheets(atop_id__in={verdict.revision.sheet.atop_id for verdict in verdicts})
    approvals: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if against := _why_not_beside(verdicts, verdict):
            together.outcome.skipped.append((verdict, against))
        elif verdict.answers:
            approvals[verdict.revision.sheet.atop_id].append(verdict)
        else:
            together.take_alone(verdict)
    sheets = {verdict.revision.sheet for of_each in approvals.values() for verdict in of_each}
    for atop_id, alliance in Alliance.of_each(sheets).items():
        together.approve(approvals[atop_id], alliance)
    return together.outcome


class _Together:
    """Decisions of one person that are taken in one action."""

    def __init__(self, by: Any, consent: Consent, batch: str) -> None:
        self.by, self.consent, self.batch = by, consent, batch
        self.outcome = ReviewOutcome()

    def take_alone(self, verdict: Verdict) -> None:
        """Take a decision that brings no answer."""
        try:
            sheet = lock_for_decision(verdict.revision.sheet)
            held = hold_as_seen(verdict, sheet, by=self.by)
            take(verdict, held, by=self.by, batch=self.batch)
            self.outcome.done.append(verdict)
        except Refused as why:
            self._set_aside(verdict, why)

    def _set_aside(self, verdict: Verdict, why: Refused) -> None:
        if isinstance(why, DecidedBefore):
            self.outcome.done_before.append(verdict)
        else:
            self.outcome.skipped.append((verdict, str(why)))

    def approve(self, verdicts: Sequence[Verdict], alliance: Alliance) -> None:
        """Approve as much of one alliance as may be approved together; name the rest.

        Rosters come first, since codes of members wait for their members.
        """
        standing, name = self._as_seen(verdicts, alliance), name_of(self.by)
        while standing:
            revisions = [verdict.revision for verdict in standing.values()]
            approval = approve_together(alliance, revisions, self.consent, by_name=name)
            for revision, why in approval.refused:
                self.outcome.skipped.append((standing.pop(revision.pk), str(why)))
            ordered = sorted(standing.values(), key=_is_not_roster)
            failed = self._write(ordered, approval.warnings)
            if failed is None:
                self.outcome.done += ordered
                return
            self.outcome.skipped.append(failed)
            del standing[failed[0].revision.pk]

    def _as_seen(self, verdicts: Sequence[Verdict], alliance: Alliance) -> dict[int, Verdict]:
        """Return the verdicts that can be taken now, by revision; skip the others."""
        now = {
            revision.pk: revision
            for revision in _NOW.all(*(verdict.revision.pk for verdict in verdicts))
        }
        rules.read_steps(now.values())
        standing = {}
        for verdict in verdicts:
            revision = now[verdict.revision.pk]
            revision.sheet, state = alliance.phases[revision.sheet_id]
            approved = state.coding.cells if revision.codes else {}
            replaced = {cell: approved.get(cell) for cell in revision.codes}
            try:
                require_as_seen(
                    verdict, revision, state.answers[revision.question], replaced, by=self.by
                )
                standing[revision.pk] = replace(verdict, revision=revision)
            except Refused as why:
                self._set_aside(verdict, why)
        return standing

    def _write(
        self, verdicts: Sequence[Verdict], warnings: Mapping[int, list[Passed]]
    ) -> tuple[Verdict, str] | None:
        """Approve all, or none: return the one that cannot be approved, with the reason."""
        verdict = None
        try:
            with recorded():
                for verdict in verdicts:
                    sheet = lock_for_decision(verdict.revision.sheet)
                    held = hold_as_seen(verdict, sheet, by=self.by)
                    held.revision.warnings = warnings[held.revision.pk]
                    take(verdict, held, by=self.by, batch=self.batch)
        except Refused as why:
            assert verdict is not None
            return verdict, str(why)
        return None


def _why_not_beside(verdicts: Sequence[Verdict], verdict: Verdict) -> rules.Reason:
    """Refuse to approve several answers to one question together."""
    approved = sum(
        verdict.answers is not None and verdict.answers == other.answers for other in verdicts
    )
    if approved < 2:
        return None
    return (
        f"{approved} changes of Q{verdict.revision.question} of {verdict.revision.sheet} cannot be "
        "approved together. Approve one of them, then look at the others against the new answer."
    )


def _is_not_roster(verdict: Verdict) -> bool:
    return verdict.revision.question != declared("member").home

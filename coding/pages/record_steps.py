"""The steps of a revision, for the page of a record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from coding.history import timeline
from coding.history.codes_in_words import CodeChange, Names
from coding.history.differences import DiffPiece
from coding.models import RevisionEvent
from coding.models.people_names import with_username
from coding.workflow.transitions import step_named


@dataclass(frozen=True)
class RecordStep:
    """One step of a revision: who did what, with which changes."""

    css: str
    did: str
    by: str
    author: str  # of the revision, for a decision; "" for the author's own step
    at: datetime
    comment: str
    revision: int
    question: str
    note: str
    pieces: list[DiffPiece]
    codes: list[CodeChange]
    lines: list[str]
    can_go_back: bool

    @classmethod
    def of(cls, event: RevisionEvent, names: Names) -> "RecordStep":
        revision, step = event.revision, step_named(event.step)
        return cls(
            css=step.css,
            did=step.done,
            by=event.by_name,
            author=_author(event),
            at=event.at,
            comment=event.comment,
            revision=revision.pk,
            question=f"Q{revision.question} {revision.asked.label}",
            note=revision.note,
            pieces=timeline.words_of(event)
            if step.brings_words
            else timeline.words_suggested(event),
            codes=timeline.codes_of(event, names)
            if step.brings_words
            else timeline.codes_suggested(event, names),
            lines=revision.note_lines if step.brings_notes else [],
            can_go_back=step.brings_notes and revision.can_be_undone,
        )


def _author(event: RevisionEvent) -> str:
    """Return the revision's author, with the user name if the event is by a namesake."""
    revision = event.revision
    is_known = None not in (revision.author_id, event.by_id)
    if is_known and event.by_id == revision.author_id:
        return ""
    if revision.author_name != event.by_name:
        return revision.author_name
    return with_username(revision.author_name, str(revision.author)) if is_known else ""


@dataclass(frozen=True)
class TakenTogether:
    """Steps that one person took at once, or one step alone."""

    steps: list[RecordStep]

    @property
    def last(self) -> RecordStep:
        return self.steps[0]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each kind of step as (style of its chip, what was done, how often)."""
        return [(*kind, n) for kind, n in Counter((s.css, s.did) for s in self.steps).items()]

    @property
    def authors(self) -> list[str]:
        """The authors of the revisions, where others decided."""
        return sorted({step.author for step in self.steps if step.author})


def taken_together(events: Iterable[RevisionEvent], names: Names) -> list[TakenTogether]:
    """Return the steps in order; those of one action on many revisions form one entry."""
    actions = groupby(events, key=lambda event: event.batch or event.pk)
    return [TakenTogether([RecordStep.of(step, names) for step in steps]) for _, steps in actions]

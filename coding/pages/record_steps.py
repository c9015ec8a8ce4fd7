"""The steps of a record, as its page shows them."""

from dataclasses import dataclass
from datetime import datetime

from coding.history import timeline
from coding.history.codes_in_words import CodeChange, Names
from coding.history.differences import Piece
from coding.models import RevisionEvent
from coding.workflow.transitions import step_named


@dataclass(frozen=True)
class RecordStep:
    """One step of a revision: who did what, and what it brought."""

    css: str
    did: str
    by: str
    at: datetime
    comment: str
    revision: int
    question: str
    note: str
    pieces: list[Piece]
    codes: list[CodeChange]
    lines: list[str]

    @classmethod
    def of(cls, event: RevisionEvent, names: Names) -> "RecordStep":
        """Return the step that an event tells of."""
        revision, step = event.revision, step_named(event.step)
        return cls(
            step.css,
            step.done,
            event.by_name,
            event.at,
            event.comment,
            revision.pk,
            f"Q{revision.question} {revision.asked.label}",
            revision.note,
            timeline.words_of(event) if step.brings_words else [],
            timeline.codes_of(event, names) if step.brings_words else [],
            revision.note_lines if step.brings_notes else [],
        )

"""The steps of a record as a list.

They are put together here: a template takes longer for the dozens on a page than for all the rest
of it (docs/benchmarks.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from coding.history import timeline
from coding.history.codes_in_words import CodeChange, Names
from coding.history.differences import Piece
from coding.models import RevisionEvent
from coding.templatetags.coding import marked, timed
from coding.workflow.transitions import step_named


@dataclass(frozen=True)
class Step:
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
    def of(cls, event: RevisionEvent, names: Names) -> "Step":
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


def record(steps: Iterable[Step], *, of_sheet: bool) -> SafeString:
    """Return the items of a list; those of a whole sheet say which revision each belongs to."""
    return mark_safe("".join(_item(step, of_sheet=of_sheet) for step in steps))


def _item(step: Step, *, of_sheet: bool) -> str:
    link, note = "", ""
    if of_sheet:
        link = f' <a href="../../../revisions/{step.revision}/">{escape(step.question)}</a>'
        note = f"“{step.note}”" if step.note and step.pieces else ""
    parts = [
        f'<p class="step"><span class="chip {step.css}">{escape(step.did)}</span>{link} '
        f"<span>by {escape(step.by)}</span> {timed(step.at)}</p>",
        _note(f"“{step.comment}”") if step.comment else "",
        _note(note) if note else "",
        f'<div class="diff small">{marked(step.pieces)}</div>' if step.pieces else "",
        _codes(step.codes) if step.codes else "",
        *map(_note, step.lines),
    ]
    return f"<li>{''.join(parts)}</li>"


def _note(words: str) -> str:
    return f'<p class="note">{escape(words)}</p>'


def _codes(codes: list[CodeChange]) -> str:
    return render_to_string("coding/_components/code_changes.html", {"codes": codes})

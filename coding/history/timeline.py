"""What happened to a question or a sheet, newest first: proposals, decisions, imports."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import QuerySet

from coding.history.codes_in_words import CodeChange, Names, changes, names_of, states_in
from coding.history.differences import ADDED, DiffPiece, difference
from coding.models import Revision, RevisionEvent, Sheet
from coding.models.questionnaire import BY_NUMBER, Question
from coding.models.revision import Origin
from coding.workflow.visibility import VisibleQuery, VisibleSteps, is_recorded, steps_visible_to


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a feed: who did what, when, why, and the words that changed."""

    at: datetime
    status: str  # styles the chip
    who: str
    did: str
    question: Question | None = None
    why: str = ""
    comment: str = ""
    decider: str = ""
    note_lines: list[str] = field(default_factory=list)
    revision: Revision | None = None
    follows: bool = False
    codes: list[CodeChange] = field(default_factory=list)

    @property
    def can_go_back(self) -> bool:
        """Whether what the revision replaced can be proposed again."""
        return self.revision is not None and self.revision.can_be_undone

    @cached_property
    def pieces(self) -> list[DiffPiece]:
        """The words that the revision changed, or would change."""
        return words_changed(self.revision) if self.revision else []


def words_changed(revision: Revision) -> list[DiffPiece]:
    """Return the words that a revision changes; none where it changes codes alone.

    A printed revision note does not say which answer it replaced. Only the paragraphs that name
    its version ("Version 4.0: …") are known to come from it.
    """
    return _words(revision, revision.base, revision.text)


def words_of(event: RevisionEvent) -> list[DiffPiece]:
    """Return the words that the revision changed at the time of the step."""
    return _words(event.revision, event.base, event.text)


def codes_of(event: RevisionEvent, names: Names) -> list[CodeChange]:
    """Return the codes that the revision changed at the time of the step."""
    return changes(event.codes, event.base_codes, names)


def words_suggested(step: Revision | RevisionEvent) -> list[DiffPiece]:
    """Return how a reviewer's suggestion differs from the words that were proposed."""
    text = step.suggestion.get("text", step.text)
    return difference(step.text, text) if text != step.text else []


def codes_suggested(step: Revision | RevisionEvent, names: Names) -> list[CodeChange]:
    """Return how a reviewer's suggestion differs from the codes that were proposed."""
    if not step.suggestion:
        return []
    given = {**step.base_codes, **step.suggestion["codes"]}
    proposed = {**step.base_codes, **step.codes}
    return changes({cell: given.get(cell) for cell in {**given, **proposed}}, proposed, names)


def _words(revision: Revision, old: str, new: str) -> list[DiffPiece]:
    if revision.origin != Origin.PRINTED:
        return difference(old, new) if old != new else []
    mark = f"Version {revision.version}:"
    paragraphs = revision.text.split("\n")
    return [DiffPiece(ADDED, text + "\n") for text in paragraphs if text.startswith(mark)]


_OF_QUESTION = VisibleQuery(
    lambda revisions, sheet, number: revisions.filter(sheet=sheet, question=number)
)


def revisions_of(sheet: Sheet, number: int, *, viewer: Any) -> list[Revision]:
    return _OF_QUESTION.all(viewer, sheet.pk, number)


def of_question(sheet: Sheet, revisions: Iterable[Revision]) -> list[TimelineEntry]:
    """Return the timeline of a question from its revisions, without drafts.

    One query reads the names of states, where codes of members changed.
    """
    recorded = [revision for revision in revisions if is_recorded(revision)]
    names = names_of(states_in(*(revision.codes for revision in recorded)))
    entries = [_of_revision(revision, names) for revision in recorded]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return [*entries, _beginning(sheet)]


def _of_revision(revision: Revision, names: Names) -> TimelineEntry:
    at = revision.decided_at or revision.submitted_at or revision.saved_at
    return TimelineEntry(
        at=at,
        status=revision.status,
        who=revision.author_name,
        did=revision.get_status_display(),
        question=BY_NUMBER[revision.question],
        why=revision.note,
        comment=revision.comment,
        decider=revision.decided_by_name,
        note_lines=revision.note_lines,
        revision=revision,
        follows=revision.follows_id is not None,
        codes=changes(revision.codes, revision.base_codes, names),
    )


def _beginning(sheet: Sheet) -> TimelineEntry:
    if sheet.printed_from:
        did = f"imported from the printed sheet {sheet.printed_from}"
    else:
        did = "started here"
    return TimelineEntry(at=sheet.started_at, status="beginning", who="", did=did)


def of_sheet(
    sheet: Sheet, *, viewer: Any, before: int | None = None, most: int = 50
) -> list[RevisionEvent]:
    """Return the newest steps that a person sees on a sheet, older than the one ``before``."""
    if before is None:
        return _newest(most).all(viewer, sheet.pk)
    return list(_on_sheet(steps_visible_to(viewer), sheet.pk).filter(id__lt=before)[:most])


@cache
def _newest(most: int) -> VisibleSteps:
    return VisibleSteps(lambda steps, sheet: _on_sheet(steps, sheet)[:most])


# The columns of a step and its revision that pages show. Converting the others, datetimes and
# lists, took half as long as the query.
_OF_STEP = (
    *("step", "by", "by_name", "at", "text", "base", "codes", "base_codes"),
    *("comment", "suggestion", "batch"),
)
_OF_REVISION = (
    *("question", "author", "author_name", "origin", "status", "text", "note"),
    *("decided_at", "version", "printed_note"),
)


def _on_sheet(steps: "QuerySet[RevisionEvent]", sheet: Any) -> "QuerySet[RevisionEvent]":
    on_sheet = steps.filter(revision__sheet=sheet).select_related("revision").order_by("-id")
    return on_sheet.only(*_OF_STEP, *(f"revision__{name}" for name in _OF_REVISION))


def revision_notes(approved: Iterable[Revision]) -> tuple[str, ...]:
    """Return the notes as printed; a line that names several questions appears once."""
    return tuple(dict.fromkeys(line for revision in approved for line in revision.note_lines))

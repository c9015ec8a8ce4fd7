"""Revisions move by the steps of their record: what fits, and what each step does.

All of it is read from the table of transitions.
"""

from collections.abc import Iterator

from coding.models import Revision, RevisionEvent
from coding.models.guarded_tables import FIXED, columns_of, table
from coding.models.revision import OPEN, Origin, Status
from coding.protection.sql import Refusal, SqlPart, Statement, differs, one_of
from coding.workflow import transitions
from coding.workflow.transitions import (
    FILED,
    HAND_OVER,
    RECORDED,
    SUGGEST,
    Effect,
    Party,
    Step,
    Transition,
)

_ENDED = one_of(status.value for status in Status if status not in OPEN)
_BY_STEPS = ("submitted_at", "decided_by_name", "comment", "suggestion", "version")
_NOT_THEIRS = ("words_also_by", "brought_by")  # columns with the ids of who approves no such words
_BEGINNINGS = {FILED: Origin.IMPORTED, RECORDED: Origin.PRINTED}


def begins_as_draft() -> Iterator[Refusal]:
    """Yield what is refused before a revision is added."""
    yield Refusal(
        f"NEW.status <> '{Status.DRAFT.value}' OR NEW.comment <> '' OR NEW.suggestion <> '{{}}'",
        "a revision begins as a draft; its steps move it",
    )
    yield Refusal(
        f"NEW.origin = '{Origin.WRITTEN.value}' AND NEW.author_id IS NULL",
        "what is written here has an author",
    )


def stays_as_decided() -> Iterator[Refusal]:
    """Yield what is refused before a revision is changed."""
    yield Refusal(f"OLD.status IN {_ENDED}", "a decided revision never changes")
    yield Refusal(
        differs(["id", *columns_of(Revision, FIXED[Revision])], "OLD", "NEW"),
        "whose revision it is, of what and where from, never changes",
    )
    yield Refusal(
        f"NEW.status = OLD.status AND OLD.status <> '{Status.DRAFT.value}'",
        "nobody changes what is in review",
    )
    yield Refusal(
        f"NEW.status = OLD.status AND ({differs(_BY_STEPS, 'OLD', 'NEW')}) "
        f"OR NEW.status <> OLD.status AND NOT ({_newest_step_leads_there()})",
        "a revision moves by the steps of its record",
    )


def _newest_step_leads_there() -> str:
    ways = " OR ".join(
        f"step = '{step.name}' AND OLD.status = '{source}' AND NEW.status = '{step.target.value}'"
        for step, source in _moves()
    )
    events = table(RevisionEvent)
    newest = f"(SELECT MAX(id) FROM {events} WHERE revision_id = NEW.id)"
    return f"EXISTS (SELECT 1 FROM {events} WHERE id = {newest} AND ({ways}))"


def _moves() -> Iterator[tuple[Step, str]]:
    for transition in transitions.TRANSITIONS:
        yield transition, transition.source.value
    for beginning in _BEGINNINGS:
        yield beginning, Status.DRAFT.value


def must_lead_on() -> Iterator[Refusal]:
    """Yield what is refused before a step is written down."""
    ways = [*map(_may_be_taken, transitions.TRANSITIONS), *map(_may_begin, _BEGINNINGS)]
    yield Refusal(
        f"NOT {_of_revision(' OR '.join(f'({way})' for way in ways))}",
        "the revision does not stand where this step begins, or it is not this person's to take",
    )
    yield Refusal(f"NOT {_of_revision(_says_the_same())}", "a step says what its revision says")
    for transition in transitions.TRANSITIONS:
        if transition.needs_comment:
            yield Refusal(
                f"NEW.step = '{transition.name}' AND NEW.comment = ''", transition.why_comment
            )


def _of_revision(condition: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table(Revision)} revision "
        f"WHERE revision.id = NEW.revision_id AND ({condition}))"
    )


def _may_be_taken(step: Transition) -> str:
    sources = [step.source.value]
    if step == HAND_OVER:  # a returned revision can be handed over too, and stays returned
        sources.append(Status.RETURNED.value)
    is_there = f"NEW.step = '{step.name}' AND revision.status IN {one_of(sources)}"
    return f"{is_there} AND {_may_take(step)}"


def _may_take(step: Transition) -> str:
    if step.party is Party.AUTHOR:  # a later import withdraws what an earlier one filed
        is_author = "NEW.by_id = revision.author_id"
        return f"({is_author} OR revision.origin = '{Origin.IMPORTED.value}')"
    is_another = "NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM revision.author_id"
    if step.brings_answer:
        is_another += " AND NEW.by_id IS DISTINCT FROM revision.words_by_id"
        for name in _NOT_THEIRS:
            is_another += f" AND {_is_none_of(name)}"
    return is_another


def _is_none_of(name: str) -> str:
    """Return the condition that no id of a column is that of who takes the step.

    "[3, 17]" is looked at as " 3, 17,", which holds " 17," and not " 7,".
    """
    ids = f"replace(replace(CAST(revision.{name} AS text), '[', ' '), ']', ',')"
    return f"replace({ids}, ' ' || NEW.by_id || ',', '') = {ids}"


def _may_begin(step: Step) -> str:
    begun = f"EXISTS (SELECT 1 FROM {table(RevisionEvent)} WHERE revision_id = NEW.revision_id)"
    return (
        f"NEW.step = '{step.name}' AND revision.status = '{Status.DRAFT.value}' "
        f"AND revision.origin = '{_BEGINNINGS[step].value}' AND NOT {begun}"
    )


def _says_the_same() -> str:
    """Return the condition that a step has its revision's content.

    An approval also stores what it replaces: the answer as it was approved until then.
    """
    same = differs(["text", "base", "base_codes", "version", "warnings"], "NEW", "revision")
    answering = one_of(step.name for step in transitions.TRANSITIONS if step.brings_answer)
    return (
        "NEW.codes = revision.codes AND "
        f"(NOT ({same}) OR NEW.step IN {answering} AND "
        "(NEW.text = revision.text OR revision.text = revision.base AND NEW.text = NEW.base))"
    )


def move_along() -> Iterator[SqlPart]:
    """Yield what is done after a step is inserted: its revision gets the step's target status."""
    for step, source in _moves():
        changes = ", ".join([f"status = '{step.target.value}'", *_changes(step)])
        yield Statement(
            f"UPDATE {table(Revision)} SET {changes} WHERE id = NEW.revision_id "
            f"AND status = '{source}' AND NEW.step = '{step.name}'"
        )
    arrived = " OR ".join(
        f"NEW.step = '{step.name}' AND revision.status = '{step.target.value}'"
        for step, _ in _moves()
    )
    handed_over = f"NEW.step = '{HAND_OVER.name}'"
    yield Refusal(f"NOT {_of_revision(f'{arrived} OR {handed_over}')}", "the step was not taken")


def _changes(step: Step) -> Iterator[str]:
    if step == RECORDED:
        yield "decided_at = created_at"
    elif isinstance(step, Transition) and step.effect is Effect.CHECK:
        yield "submitted_at = NEW.at"
    elif isinstance(step, Transition) and step.is_decision:
        yield "decided_by_id = NEW.by_id, decided_by_name = NEW.by_name, decided_at = NEW.at"
        yield "comment = NEW.comment"
        if step == SUGGEST:
            yield "suggestion = NEW.suggestion"
        if step.brings_answer:
            columns = ("text", "base", "base_codes", "version", "warnings")
            yield ", ".join(f"{name} = NEW.{name}" for name in columns)

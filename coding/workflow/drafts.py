"""What coders do: write, submit, take back and give up their own revisions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from coding.codebook.text import as_typed, canonical
from coding.models import Revision, Sheet
from coding.models.compiled_queries import OPEN_OF_AUTHOR, CompiledQuery
from coding.models.people_names import name_of
from coding.models.questionnaire import Question
from coding.models.revision import Origin, Status
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.locks import in_use, lock_sheet, lock_sheets
from coding.workflow.proposed_codes import TypedCodes
from coding.workflow.record_writer import approved_answer, move
from coding.workflow.refusals import DraftConflict, NotAllowed, Refused, require
from coding.workflow.submission import submit_together
from coding.workflow.transitions import SUBMIT, TAKE_BACK, Effect, Transition
from coding.workflow.whose_words import whose_words


@dataclass(frozen=True)
class TypedAnswer:
    """What an author typed at a question: prose, reason and codes.

    ``text`` is None to leave the approved answer as it is. ``edits`` is the number of saves that
    the page knew of; 0 means no draft yet.
    """

    text: str | None
    note: str = ""
    codes: TypedCodes = field(default_factory=TypedCodes)
    edits: int = 0


def open_revision(sheet: Sheet, number: int, author: Any) -> Revision | None:
    """Return the author's own draft or pending revision of the question, if any."""
    written = _row_of_draft(sheet, number, author)
    return None if written and written.proposes_nothing else written


def open_revisions(sheet: Sheet, author: Any, origin: str = Origin.WRITTEN) -> list[Revision]:
    """Return the author's drafts and pending revisions of the sheet that have this origin."""
    return list(Revision.objects.open().filter(sheet=sheet, author=author, origin=origin))


def _row_of_draft(sheet: Sheet, number: int, author: Any) -> Revision | None:
    """Return the author's own open revision, also where it is a draft that proposes nothing."""
    written: Revision | None = OPEN_OF_AUTHOR.first(sheet.pk, number, author.pk)
    return written


@recorded()
def save_draft(sheet: Sheet, question: Question, typed: TypedAnswer, *, by: Any) -> Revision | None:
    """Save what the author has typed as their open revision, without a history row.

    Saving something unchanged writes nothing. Returns None if there is nothing to save: it equals
    what is approved. Raises DraftConflict, with the stored draft, if the page does not know of the
    latest save.
    """
    _require_ready(question, typed.codes, by)
    lock_sheet(sheet)
    draft = _row_of_draft(sheet, question.number, by)
    data = _values(sheet, question, draft, typed)
    if draft is None or data != _words_of(draft):
        if conflict := _why_conflict(draft, typed.edits):
            raise DraftConflict(conflict, draft)
        draft = _update(draft, data) if draft else _start_draft(sheet, question, by=by, data=data)
    return None if draft is None or draft.proposes_nothing else draft


def _require_ready(question: Question, codes: TypedCodes, by: Any) -> None:
    require(rules.why_not_propose(by), NotAllowed)
    require(rules.why_not_ready_to_revise(question))
    require(rules.why_not_ready_to_code(question, codes.typed))


def _update(draft: Revision, data: dict[str, Any]) -> Revision:
    for name, value in data.items():
        setattr(draft, name, value)
    draft.edits += 1
    draft.saved_at = timezone.now()
    draft.save(update_fields=[*data, "edits", "saved_at"])
    return draft


_WORDS = ("text", "base", "note", "codes", "base_codes")


def _words_of(draft: Revision) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in _WORDS}


def _values(
    sheet: Sheet, question: Question, draft: Revision | None, typed: TypedAnswer
) -> dict[str, Any]:
    """Return what the draft holds once it is saved.

    A draft of codes alone rests on the answer as it is approved now, not as it was at the start.
    """
    base = draft.base if draft else None
    if draft is None or not draft.changes_text or typed.text is None:
        base = approved_answer(sheet, question.number)
    kept, kept_base = (draft.codes, draft.base_codes) if draft else ({}, {})
    proposed, replaced = typed.codes.over(kept, kept_base)
    return {
        "text": base if typed.text is None else canonical(typed.text),
        "base": base,
        "note": as_typed(typed.note),
        "codes": proposed,
        "base_codes": replaced,
    }


def _why_conflict(draft: Revision | None, edits: int) -> rules.Reason:
    """Refuse a save that would overwrite a draft that the page has not seen."""
    if draft is None:
        gone = "The draft you were writing has been submitted and decided, or discarded, meanwhile."
        return gone if edits else None
    if draft.status == Status.PENDING:  # said first: saving again would not help
        return "This change is in review. Reopen it to go on writing."
    if draft.proposes_nothing or draft.edits == edits:
        return None
    return (
        "This draft was saved in another window meanwhile. Both texts are here: keep what counts."
    )


def _start_draft(
    sheet: Sheet, question: Question, *, by: Any, data: dict[str, Any]
) -> Revision | None:
    if data["text"] == data["base"] and not data["note"] and not data["codes"]:
        return None
    return _create(sheet, question, by, {**data, "follows_id": _followed(sheet, question, by)})


def _followed(sheet: Sheet, question: Question, by: Any) -> int | None:
    """Return the key of the returned revision that a new draft follows.

    A draft that follows it and was discarded does not break the link: whose_words.py looks along
    these links for whose words a revision contains.
    """
    latest = _LATEST.first(sheet.pk, question.number, by.pk)
    if latest is None or latest.status == Status.APPROVED:
        return None
    if latest.status == Status.WITHDRAWN:
        return latest.follows_id
    return None if latest.followed_by.exists() else latest.pk


_LATEST = CompiledQuery(
    lambda sheet, question, author: Revision.objects.filter(
        sheet=sheet, question=question, author=author
    ).order_by("-pk")[:1]
)


def begin(
    sheet: Sheet, question: Question, *, by: Any, data: dict[str, Any], follows: Revision | None
) -> Revision:
    """Return a new draft; an empty draft row of the author is reused."""
    written, data = _row_of_draft(sheet, question.number, by), {**data, "follows": follows}
    return _update(written, data) if written else _create(sheet, question, by, data)


def _create(sheet: Sheet, question: Question, by: Any, data: dict[str, Any]) -> Revision:
    now = timezone.now()
    return Revision.objects.create(
        sheet=sheet,
        question=question.number,
        author=by,
        author_name=name_of(by),
        created_at=now,
        saved_at=now,
        **data,
    )


@recorded()
def take_step(
    transition: Transition, revision: Revision, *, by: Any, reasons: Mapping[str, str] | None = None
) -> Revision:
    """Move the author's own revision along one of the author's transitions.

    ``reasons`` maps the box of a check's warning to the author's reason for passing it.
    """
    if transition.effect is Effect.CHECK:
        done, refused = submit_many([revision], by=by, reasons=reasons)
        for _, why in refused:
            raise why
        return done[0]
    sheet = lock_sheet(revision.sheet)
    return move(_locked(transition, revision, sheet, by=by), transition, by=by, at=moment())


def _locked(transition: Transition, revision: Revision, sheet: Sheet, *, by: Any) -> Revision:
    held = Revision.objects.select_for_update().get(pk=revision.pk)
    held.sheet = sheet
    require(rules.why_not_take(transition, held, by), NotAllowed)
    require(rules.why_not_from(transition, held, by))
    return held


def submit(revision: Revision, *, by: Any, reasons: Mapping[str, str] | None = None) -> Revision:
    """Put the draft into the queue. Raises ChecksFound where a check stands against it."""
    return take_step(SUBMIT, revision, by=by, reasons=reasons)


def take_back(revision: Revision, *, by: Any) -> Revision:
    return take_step(TAKE_BACK, revision, by=by)


@recorded()
def submit_many(
    revisions: Collection[Revision], *, by: Any, reasons: Mapping[str, str] | None = None
) -> tuple[list[Revision], list[tuple[Revision, Refused]]]:
    """Submit drafts together, so that they may explain each other; return what was refused, too.

    As many are submitted as the checks let go together; the others stay drafts.
    """
    held, refused = [], []
    sheets = lock_sheets(pk__in={revision.sheet_id for revision in revisions})
    for revision in revisions:
        try:
            held.append(
                _locked(
                    SUBMIT, revision, in_use(revision.sheet, sheets.get(revision.sheet_id)), by=by
                )
            )
        except Refused as why:
            refused.append((revision, why))
    now, submission = moment(), submit_together(held, reasons=reasons or {})
    for revision in submission.ready:
        first, *others = whose_words(revision) or [None]
        revision.submitted_at, revision.words_by = now, first
        revision.words_also_by = sorted(person.pk for person in others)
        revision.save(update_fields=["warnings", "words_by", "words_also_by"])
        move(revision, SUBMIT, by=by, at=now)
    return submission.ready, [*refused, *submission.refused]

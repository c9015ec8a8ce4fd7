"""Saves and submits answers sent from a writing page, and explains refusals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coding.forms.draft import Draft
from coding.forms.errors import refusal_of
from coding.forms.places_in_lists import read_id
from coding.models import Revision, Sheet
from coding.models.questionnaire import Question
from coding.workflow import drafts
from coding.workflow.checking_together import ChecksFound
from coding.workflow.refusals import DraftConflict, NotAllowed, Refused
from coding.workflow.visibility import visible_to


@dataclass(frozen=True)
class DraftRefusal:
    """Why an answer was not saved, or not submitted.

    ``part`` is the part of the form concerned: text, note, codes or checks. ``typed`` is the form
    that was sent and not saved.
    """

    reason: str
    part: str = "text"
    typed: Draft | None = None
    is_conflict: bool = False

    @classmethod
    def of(cls, question: Question, error: Refused, **more: Any) -> "DraftRefusal":
        """Make the refusal for the question's own page, which needs no "Q14: " before it."""
        reason = str(error).removeprefix(f"Q{question.number}: ")
        # A message about codes may begin with a variable's name, which has no capital.
        if more.get("part") not in ("checks", "codes"):
            reason = reason[:1].upper() + reason[1:]
        return cls(reason, **more)


NOTHING_TO_SUBMIT = DraftRefusal("Nothing was changed, so there is nothing to submit.")


@dataclass(frozen=True)
class DraftOutcome:
    """What became of an answer that was sent: the resulting draft, if any, or the refusal."""

    draft: Revision | None = None
    is_saved: bool = False
    is_submitted: bool = False
    refusal: DraftRefusal | None = None
    not_beside: tuple[Refused, ...] = ()  # why drafts of other questions were not submitted with it


def save(
    sheet: Sheet, question: Question, form: Draft, *, by: Any, own: Revision | None = None
) -> Revision | None:
    """Save what was typed as the author's draft; return the resulting draft, if any.

    An unchanged answer is not saved: its text may be an approved answer that has been replaced
    since the page was loaded, and saving it would propose to go back. A draft that the page has not
    shown is left alone, too. ``own`` is the author's open revision. The common note is used for a
    changed answer that has no note.
    """
    _require_valid(form, by)
    typed = form.answer
    shown = own if own and own.edits == typed.edits else None  # else it was edited elsewhere
    if form.common_note and not typed.note and (form.is_changed or shown):
        typed = replace(typed, note=form.common_note)
    elif not (form.is_changed or form.accepted):
        return shown
    return drafts.save_draft(sheet, question, typed, by=by)


def _require_valid(form: Draft, by: Any) -> None:
    """Raise Refused unless the form is valid, and this person opened it."""
    if not form.is_valid():
        raise Refused(refusal_of(form))
    if form.cleaned_data["author"] not in (None, by.pk):
        raise NotAllowed(
            "Somebody else was signed in here when this page was opened. Sign in with the account "
            "that wrote the text, then save it."
        )


def save_sent(
    sheet: Sheet, question: Question, form: Draft, *, by: Any, own: Revision | None
) -> DraftOutcome:
    """Save an answer, or return why it was refused."""
    try:
        draft = save(sheet, question, form, by=by, own=own)
    except DraftConflict as conflict:
        return DraftOutcome(
            refusal=DraftRefusal.of(question, conflict, typed=form, is_conflict=True)
        )
    except Refused as refused:
        part = "codes" if form.codes.joining or not form.is_valid() else "text"
        return DraftOutcome(refusal=DraftRefusal.of(question, refused, part=part, typed=form))
    return DraftOutcome(draft, is_saved=draft is not None and draft is not own)


def submit_saved(
    outcomes: Mapping[int, DraftOutcome],
    *,
    by: Any,
    reasons: Mapping[str, str] | None = None,
    beside: Iterable[Revision] = (),
) -> dict[int, DraftOutcome]:
    """Submit the saved drafts together; return the outcome of each, by question.

    ``beside`` are drafts of other questions to submit with them.
    """
    saved = {number: outcome.draft for number, outcome in outcomes.items() if outcome.draft}
    others = [draft for draft in beside if draft.pk not in {draft.pk for draft in saved.values()}]
    _, refused = drafts.submit_many([*saved.values(), *others], by=by, reasons=reasons)
    against = {revision.pk: why for revision, why in refused}
    not_beside = tuple(against[revision.pk] for revision in others if revision.pk in against)
    after = {
        number: replace(outcome, not_beside=not_beside) for number, outcome in outcomes.items()
    }
    for number, draft in saved.items():
        why = against.get(draft.pk)
        refusal = _refusal_of(draft, why) if why else None
        after[number] = replace(after[number], is_submitted=why is None, refusal=refusal)
    return after


def drafts_named(ids: str, *, by: Any) -> list[Revision]:
    """Return the person's own drafts whose ids a button names, to submit with the answers sent."""
    named = [pk for pk in map(read_id, ids.split()) if pk]
    if not named:
        return []
    own = visible_to(by).drafts().filter(author=by.pk)
    return list(own.filter(pk__in=named).select_related("sheet"))


def status_of(refusals: Iterable[DraftRefusal]) -> int:
    """Return the status of a page that shows these refusals."""
    statuses = [409 if refusal.is_conflict else 400 for refusal in refusals]
    return max(statuses, default=200)


def _refusal_of(draft: Revision, why: Refused) -> DraftRefusal:
    if isinstance(why, ChecksFound):
        return DraftRefusal.of(draft.asked, why, part="checks")
    return DraftRefusal.of(draft.asked, why, part="text" if draft.note else "note")

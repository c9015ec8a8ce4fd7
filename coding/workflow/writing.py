"""The one place where approved answers are written, each with its history row."""

import hashlib
import json
from datetime import datetime
from functools import partial
from typing import Any

from coding.models import Revision, RevisionEvent, Sheet
from coding.models.questionnaire import BY_NUMBER, Question
from coding.models.section import SectionRow
from coding.models.tracking import Tracked
from coding.workflow.codes import Proposed, set_alliance_codes, write_member_codes


def name_of(user: Any) -> str:
    """Return the name a person signs with."""
    return user.get_full_name() or user.get_username()


def approved_answer(sheet: Sheet, number: int) -> str:
    """Return the approved answer to one question of the sheet."""
    question = BY_NUMBER[number]
    return str(question.section.model.objects.values_list(question.key, flat=True).get(sheet=sheet))


def fingerprint(revision: Revision, approved: str, replaced: Proposed) -> str:
    """Return what binds a decision to the screen: proposal, note, answer and codes it replaces."""
    seen = "\x1f".join([revision.status, revision.text, revision.note, approved])
    if revision.codes or revision.warnings:
        seen += json.dumps([revision.codes, replaced, revision.warnings], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:20]


def save_tracked(
    row: Tracked,
    *,
    by: Any,
    at: datetime,
    reason: str,
    author_name: str = "",
    revision: Revision | None = None,
    fields: list[str] | None = None,
    remove: bool = False,
) -> None:
    """Save a tracked row with its history row: reviewer or importer, author, reason, revision.

    ``remove`` takes the row off the record instead; its history ends with a row that says so.
    """
    row._history_user = by  # type: ignore[attr-defined]
    row._history_date = at  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    row.change = (author_name, revision)  # type: ignore[misc]
    if remove:
        row.take_off()
    else:
        row.save(update_fields=fields)


def lock_row(sheet: Sheet, question: Question) -> SectionRow:
    """Return the row that holds the question's approved answer, and hold it."""
    row: SectionRow = question.section.model.objects.select_for_update().get(sheet=sheet)
    row.sheet = sheet
    return row


def write_approved(
    row: SectionRow, sheet: Sheet, *, by: Any, at: datetime, revision: Revision
) -> None:
    """Make what the revision changes the approved answer and codes; what says so already stays."""
    question = revision.asked
    save = partial(
        save_tracked,
        by=by,
        at=at,
        reason=revision.note,
        author_name=revision.author_name,
        revision=revision,
    )
    fields = set_alliance_codes(row, revision.codes)
    if revision.changes_text and getattr(row, question.key) != revision.text:
        setattr(row, question.key, revision.text)
        fields += [question.key, "answered"]
    if fields:
        save(row, fields=fields)
    write_member_codes(sheet, revision.codes, save)
    if sheet.entered_at is None:
        sheet.entered_at = at
        save_tracked(sheet, by=by, at=at, reason="First approved answer", fields=["entered_at"])


def add_event(
    revision: Revision, step: str, *, by: Any, at: datetime, comment: str = "", batch: str = ""
) -> None:
    """Add one step to the record of the revision, with the text it carries now."""
    RevisionEvent.objects.create(
        revision=revision,
        step=step,
        by=by,
        by_name=name_of(by) if by else revision.author_name,
        at=at,
        text=revision.text,
        base=revision.base,
        codes=revision.codes,
        base_codes=revision.base_codes,
        comment=comment,
        batch=batch,
    )

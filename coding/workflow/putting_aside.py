"""An admin puts aside a sheet that was started by mistake, and can take it back.

All that was written on it is kept, but lists, search, checks, counts, releases and exports leave it
out (``Sheet.objects``), and its number is free. A sheet with anything approved cannot be put aside:
data rely on it (ADR 32).
"""

from typing import Any

from django.db import IntegrityError

from coding.codebook.text import on_one_line
from coding.models import Revision, Sheet
from coding.models.people_names import name_of
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.assigning import unassign
from coding.workflow.chaining import moment, recorded
from coding.workflow.locks import lock_sheet
from coding.workflow.record_writer import save_tracked
from coding.workflow.refusals import NotAllowed, Refused, require
from coding.workflow.starting_sheets import why_not_ready_to_start


@recorded()
def put_aside(sheet: Sheet, reason: str, *, by: Any) -> Sheet:
    """Put the sheet aside. Nobody has it assigned any more; what is drafted on it stays."""
    require(rules.why_not_put_aside(by), NotAllowed)
    held, text = lock_sheet(sheet), on_one_line(reason)
    require(why_not_ready_to_put_aside(held))
    require(None if text else "Say why the sheet is put aside.")
    unassign([held.pk], of=None, by=by)
    held.put_aside = text
    save_tracked(held, by=by, at=moment(), reason=f"Put aside: {text}")
    announce(Happening(held, "put-aside", "put aside", name_of(by)))
    return held


@recorded()
def take_back_sheet(sheet: Sheet, *, by: Any) -> Sheet:
    """Take the sheet back where its number is still free, with what is drafted on it."""
    require(rules.why_not_put_aside(by), NotAllowed)
    held = Sheet.every.select_for_update().get(pk=sheet.pk)
    require(why_not_ready_to_take_back(held))
    held.put_aside = ""
    try:
        with recorded():
            save_tracked(held, by=by, at=moment(), reason="Taken back")
    except IntegrityError as error:  # somebody started one of its number a moment ago
        raise Refused(f"There is a sheet {held.key} already.") from error
    announce(Happening(held, "take-back", "taken back", name_of(by)))
    return held


def why_not_ready_to_put_aside(sheet: Sheet) -> rules.Reason:
    """Refuse if something rests on the sheet: what is approved, in review, or a later phase."""
    if sheet.entered_at is not None:
        return (
            "Answers on it are approved, and data rest on them. What is wrong is corrected by "
            "other answers; a release can leave the alliance out (“hold back”, at its gate)."
        )
    waiting = Revision.objects.pending().filter(sheet=sheet).first()
    if waiting is not None:
        return (
            f"A change of Q{waiting.question} by {waiting.author_name} waits for review. Have it "
            "returned or withdrawn first."
        )
    later = sheet.followed_by.first()
    return f"{later.key} goes on from it. Put that one aside first." if later else None


def why_not_ready_to_take_back(sheet: Sheet) -> rules.Reason:
    """Refuse if it was taken back already, or its number is in use again."""
    if not sheet.put_aside:
        return f"Sheet {sheet.key} is not put aside."
    return why_not_ready_to_start(sheet.atop_id, sheet.phase)

"""Takes what a writing page sent and hands it to the workflow, box by box."""

from collections.abc import Mapping
from typing import Any

from coding.codebook.cells import CellValues
from coding.forms.draft import Draft
from coding.models import Revision, Sheet
from coding.models.questionnaire import Question
from coding.pages.editor import Box
from coding.pages.roster import joined
from coding.workflow import drafts
from coding.workflow.checking import ChecksFound
from coding.workflow.refusals import DraftConflict, NotAllowed, Refused


def keep(
    sheet: Sheet,
    question: Question,
    form: Draft,
    *,
    by: Any,
    standing: Revision | None,
    common_note: str = "",
    proposed: CellValues | None = None,
) -> Revision | None:
    """Save what was typed as the author's draft; return the draft there is, if any.

    A box in which nothing was typed is left alone: its text may be an approved answer that has
    been replaced since the page was loaded, and saving it would propose to go back. The common
    note stands in where an answer that is being changed has none of its own.
    """
    if not form.is_valid():
        raise Refused(" ".join(str(error) for said in form.errors.values() for error in said))
    if form.cleaned_data["author"] not in (None, by.pk):
        raise NotAllowed(
            "Somebody else was signed in here when this page was opened. Sign in with the account "
            "that wrote the text, then save it."
        )
    said = form.what_to_keep
    joining = form.codes.joining
    said["codes"] = joined(said["codes"], joining).with_cells(proposed or {})
    if common_note and not said["note"] and (form.is_changed or standing):
        said["note"] = common_note
    elif not (form.is_changed or joining or proposed):
        return standing
    return drafts.save_draft(sheet, question, by=by, **said)


def keep_box(
    sheet: Sheet,
    box: Box,
    form: Draft,
    *,
    by: Any,
    common_note: str = "",
    proposed: CellValues | None = None,
) -> Revision | None:
    """Save one box; on a refusal the box keeps what was typed, and shows why.

    ``proposed`` are codes that the page proposed and the coder accepted.
    """
    try:
        box.own = keep(
            sheet,
            box.question,
            form,
            by=by,
            standing=box.own,
            common_note=common_note,
            proposed=proposed,
        )
        return box.own
    except DraftConflict as conflict:
        box.own, box.has_conflict = conflict.stored, True
        box.refuse(form, str(conflict))
    except Refused as refused:
        is_of_codes = form.codes.joining or not form.is_valid()
        box.refuse(form, str(refused), at="codes" if is_of_codes else "text")
    return None


def submit_box(box: Box, *, by: Any, reasons: Mapping[str, str] | None = None) -> bool:
    """Submit the draft of one box; return whether it is in the queue now."""
    if box.own is None:
        box.refuse(None, "Nothing was changed, so there is nothing to submit.")
        return False
    try:
        box.own = drafts.submit(box.own, by=by, reasons=reasons)
    except ChecksFound as found:
        box.refuse(None, str(found), at="checks")
        return False
    except Refused as refused:
        box.refuse(None, str(refused), at="text" if box.own.note else "note")
        return False
    return True

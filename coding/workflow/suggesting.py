"""A reviewer returns a change with a suggested wording, which its author may take up.

A suggestion is stored with the revision and with the step, as ``{"text": …, "codes": …}``. The
reviewer who suggested words may not approve them when they come back unchanged.
"""

from collections.abc import Mapping
from typing import Any

from coding.codebook.cells import CellValues
from coding.codebook.text import canonical
from coding.models import Revision
from coding.workflow import rules
from coding.workflow.chaining import recorded
from coding.workflow.checking import box_of
from coding.workflow.drafts import TypedAnswer, open_revision, save_draft
from coding.workflow.locks import lock_sheet
from coding.workflow.proposed_codes import TypedCodes, replaced_by
from coding.workflow.refusals import NotAllowed, Refused, require
from coding.workflow.review import decide
from coding.workflow.transitions import SUGGEST
from coding.workflow.verdicts import Verdict


@recorded()
def suggest(
    revision: Revision,
    *,
    by: Any,
    seen: str,
    comment: str,
    text: str | None = None,
    codes: CellValues | None = None,
) -> Revision:
    """Return a pending change with other words or codes; what is left out stays as proposed."""
    lock_sheet(revision.sheet)
    held = Revision.objects.select_for_update().get(pk=revision.pk)
    require(rules.why_not_take(SUGGEST, held, by), NotAllowed)
    held.suggestion = {
        "text": held.text if text is None else canonical(text),
        "codes": held.codes if codes is None else codes,
    }
    require(rules.why_not_ready_to_suggest(held))
    instead = held.suggestion
    return decide(Verdict(SUGGEST, held, seen, comment, instead), by=by)


@recorded()
def take_up(returned: Revision, *, by: Any) -> Revision:
    """Return a new draft of the author that says what was suggested; they may go on from it."""
    sheet = lock_sheet(returned.sheet)
    returned = Revision.objects.select_for_update().get(pk=returned.pk)
    require(rules.why_not_own(returned, by) or rules.why_not_propose(by), NotAllowed)
    own = open_revision(sheet, returned.question, by)
    require(rules.why_not_ready_to_take_up(returned, own))
    text, codes = returned.suggestion["text"], returned.suggestion["codes"]
    suggested = TypedAnswer(
        text=None if text == returned.base else text,
        note=returned.note or f"As {returned.decided_by_name} suggested.",
        codes=TypedCodes(codes, replaced_by(sheet, returned.asked, codes)),
    )
    draft = save_draft(sheet, returned.asked, suggested, by=by)
    if draft is None:
        raise Refused("What was suggested is approved already.")
    return draft


def reasons_given(revision: Revision) -> Mapping[str, str]:
    """Return the author's stored reasons for passing warnings, by box."""
    return {
        box_of(warning.get("sheet") or revision.sheet.key, warning["key"]): warning["reason"]
        for warning in revision.warnings
        if "reason" in warning
    }

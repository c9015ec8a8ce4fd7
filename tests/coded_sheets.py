"""A small alliance on a sheet of the record, with members and codes approved as people would.

370 Belarus and 705 Kazakhstan signed on 17 January 1996, as the factory's prose says.
"""

from coding.checks.rule import Finding
from coding.models import Revision, Sheet
from coding.models.rows_in_record import alliances_in_record
from coding.workflow import drafts
from coding.workflow.approval import Consent, objections
from coding.workflow.checking import Alliance, current_reference
from coding.workflow.checking_together import ChecksFound
from coding.workflow.published_rows import token_of, what_leaves
from coding.workflow.review import decide
from coding.workflow.transitions import APPROVE
from coding.workflow.verdicts import Verdict
from tests.factories import Cast, approve, draft, make_sheet, seen

BELARUS, RUSSIA, KAZAKHSTAN, UZBEKISTAN = 370, 365, 705, 704
OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")

Cells = dict[str, int | None]


def joins(*keys: str, year: int = 1996, month: int = 1, day: int = 17) -> Cells:
    """The cells with which members join the roster on one day: "370", or "370.2" to come back."""
    cells: Cells = {}
    for key in keys:
        cells[f"{key}/member"] = int(key.partition(".")[0])
        cells |= {f"{key}/yrent": year, f"{key}/moent": month, f"{key}/dayent": day}
    return cells


def leaves(key: str, *, year: int, month: int = 1, day: int = 17) -> Cells:
    """The cells with which a member's time in the alliance ends."""
    return {f"{key}/yrexit": year, f"{key}/moexit": month, f"{key}/dayexit": day}


def owes(key: str, *owed: str) -> Cells:
    """All five obligations of a member: 1 for those named."""
    return {f"{key}/{name}": int(name in owed) for name in OBLIGATIONS}


def with_members(
    cast: Cast, *keys: str, atop_id: int = 4765, year: int = 1996, **answers: str
) -> Sheet:
    """A sheet whose roster is approved."""
    sheet = make_sheet(atop_id, **{"q3": "", "q4": "", **answers})
    code(cast, sheet, 4, joins(*keys, year=year))
    return sheet


def code(cast: Cast, sheet: Sheet, number: int, cells: Cells) -> Revision:
    """Codes of one question, proposed by the coder and approved by the reviewer."""
    revision = submit(draft(sheet, number, None, by=cast.coder, codes=cells))
    return approve(revision, by=cast.reviewer)


def submit(revision: Revision) -> Revision:
    """Submit, with a reason for each warning of the checks."""
    try:
        return drafts.submit(revision, by=revision.author)
    except ChecksFound as found:
        keys = [caused.box for caused in found.against]
    return drafts.submit(revision, by=revision.author, reasons=dict.fromkeys(keys, "Told so."))


def approve_knowingly(cast: Cast, revision: Revision) -> Revision:
    """Approve by a reviewer who explains, and confirms, all that the page asks about."""
    alliance = Alliance.of(revision.sheet)
    against = objections(alliance, [revision])
    gone = what_leaves(alliance, [revision])
    reasons = {caused.brought.box: "Told so." for caused in against}
    consent = Consent(reasons, [token_of(gone)])
    return decide(Verdict(APPROVE, revision, seen(revision)), by=cast.reviewer, consent=consent)


def findings_from_nothing() -> dict[str, list[Finding]]:
    """What the checks find in each sheet of the record, by its key, whatever is cached."""
    reference = current_reference()
    alliances = map(Alliance.of_rows, alliances_in_record())
    return {
        sheet.key: alliance.find(pk, reference)
        for alliance in alliances
        for pk, (sheet, _) in alliance.phases.items()
    }

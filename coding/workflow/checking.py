"""Runs the checks over a sheet as it is approved, or as it would be with revisions."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from coding.checks.facts import Facts, Reference
from coding.checks.registry import errors, run, run_at
from coding.checks.rule import ERROR, Finding
from coding.codebook.cells import Coding
from coding.codebook.sheet import SheetState
from coding.codebook.text import typed
from coding.models import Membership, Revision, Sheet
from coding.models.approved_values import answers_now, approved_coding, approved_state, with_codes
from coding.models.questionnaire import Question
from coding.models.reference import read_lists
from coding.models.variables import BY_NAME, VARIABLES, told_at
from coding.workflow.refusals import Refused

CHUNK = 200  # sheets held in memory at a time


def with_revisions(state: SheetState, revisions: Iterable[Revision]) -> SheetState:
    """Return the state as it would be with the revisions approved."""
    given = list(revisions)
    texts = {one.question: one.text for one in given if one.changes_text}
    coding = state.coding.with_cells(*(one.codes for one in given))
    return SheetState({**state.answers, **texts}, coding)


def find(sheet: Sheet, state: SheetState, *, question: int, reference: Reference) -> list[Finding]:
    """Return what the checks find at a question; nothing for a sheet without codes."""
    if not state.coding.alliance and not state.coding.members:
        return []
    facts = Facts(
        sheet.atop_id,
        sheet.phase,
        state.coding,
        reference,
        state.answers,
        _other_phases(sheet),
        date.today(),
        read=told_at(question),
    )
    return run_at(facts, [question])


def current_reference() -> Reference:
    """Return what is the same for all sheets: the declarations, and the lists; three queries."""
    return Reference(BY_NAME, read_lists())


def _other_phases(sheet: Sheet) -> dict[int, Coding]:
    if not sheet.phase:
        return {}
    others = Sheet.objects.filter(atop_id=sheet.atop_id, entered_at__isnull=False)
    joined = with_codes(others.exclude(pk=sheet.pk))
    # The only sheet becomes phase 1 when this one enters the record.
    return {other.phase or 1: approved_coding(other) for other in joined}


def new_findings(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Return what a change brings; what stands in the record already is nobody's to answer for."""
    known = {(one.rule, one.cells, one.found) for one in before}
    return [one for one in after if (one.rule, one.cells, one.found) not in known]


def key_of_finding(finding: Finding) -> str:
    """Return a short name for one finding, by which a reason for passing it is sent back."""
    said = "\x1f".join([finding.rule, *finding.cells, finding.found])
    return f"{finding.rule}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that can be passed with a reason."""
    return [finding for finding in findings if finding.severity is not ERROR]


class ChecksFound(Refused):
    """The checks stand against a submission. ``findings`` are those that do."""

    def __init__(self, number: int, findings: list[Finding]) -> None:
        self.findings = findings
        blocking = errors(findings)
        if blocking:
            said = " ".join(one.said for one in blocking)
        else:
            count = "A warning needs" if len(findings) == 1 else f"{len(findings)} warnings need"
            said = f"{count} a reason before this can be submitted."
        super().__init__(f"Q{number}: {said}")


def check_submission(
    sheet: Sheet, revision: Revision, own: Collection[Revision], reasons: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the warnings that the author passes, with the reasons, as the revision keeps them.

    ``own`` are the author's open revisions of the sheet, this one among them: a code may go with
    one that is drafted at another question. Raises ChecksFound for an error at this question, and
    for a new warning without a reason; what stood in the record before is not asked about.
    """
    if not _is_coded(sheet, revision.asked, own):
        return []
    fresh = _new_at(sheet, revision, own)
    if errors(fresh):
        raise ChecksFound(revision.question, errors(fresh))
    given = {one["key"]: one["reason"] for one in revision.warnings} | dict(reasons)
    kept = passed(fresh, given)
    explained = {one["key"] for one in kept}
    open_warnings = [one for one in fresh if key_of_finding(one) not in explained]
    if open_warnings:
        raise ChecksFound(revision.question, open_warnings)
    return kept


def _is_coded(sheet: Sheet, asked: Question, revisions: Collection[Revision]) -> bool:
    """Whether there are codes that the answer can disagree with: a member's, or its section's."""
    if any(one.codes for one in revisions):
        return True
    given = Q(Exists(Membership.objects.filter(sheet=OuterRef("sheet"))))
    for variable in VARIABLES:
        if variable.is_coded and variable.where == asked.section.key:
            given |= Q((f"{variable.name}__isnull", False))
    return bool(asked.section.model.objects.filter(given, sheet=sheet).exists())


def check_approval(sheet: Sheet, revision: Revision) -> None:
    """Raise ChecksFound where the approval would bring an error into the record.

    Errors are between codes; prose that disagrees with them is a warning (docs/checks.md).
    """
    if not revision.codes:
        return
    blocking = _new_at(sheet, revision, [revision], errors)
    if blocking:
        raise ChecksFound(revision.question, blocking)


def _new_at(
    sheet: Sheet,
    revision: Revision,
    revisions: Iterable[Revision],
    counted: Callable[[list[Finding]], list[Finding]] = list,
) -> list[Finding]:
    """Return what the revisions bring at the question of one of them, of what is counted."""
    whole = with_codes(Sheet.objects.filter(pk=sheet.pk)).get()
    before, reference = approved_state(whole), current_reference()
    after = with_revisions(before, revisions)
    at = revision.question
    found = counted(find(whole, after, question=at, reference=reference))
    return found and new_findings(find(whole, before, question=at, reference=reference), found)


def passed(findings: Iterable[Finding], reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the warnings with the reasons for passing them, as a revision keeps them."""
    return [
        {
            "key": key_of_finding(finding),
            "rule": finding.rule,
            "found": finding.found,
            "reason": typed(reasons[key_of_finding(finding)]),
        }
        for finding in warnings(findings)
        if typed(reasons.get(key_of_finding(finding), ""))
    ]


def findings_of(sheet: Sheet, coding: Coding, answers: Mapping[int, str]) -> list[Finding]:
    """Return all that the checks find in what is approved; nothing for a sheet without codes."""
    if not (coding.alliance or coding.members):
        return []
    others, reference = _other_phases(sheet), current_reference()
    return run(Facts(sheet.atop_id, sheet.phase, coding, reference, answers, others, date.today()))


def checked_sheets() -> Iterator[tuple[Sheet, list[Finding]]]:
    """Yield every sheet of the record with all that the checks find, in order of ATOP ID."""
    reference, today = current_reference(), date.today()
    entered = with_codes(Sheet.objects.filter(entered_at__isnull=False))
    ordered = entered.order_by("atop_id", "phase").iterator(chunk_size=CHUNK)
    for atop_id, of_alliance in groupby(ordered, key=lambda sheet: sheet.atop_id):
        sheets = list(of_alliance)
        codings = {sheet.phase: approved_coding(sheet) for sheet in sheets}
        for sheet in sheets:
            coding = codings[sheet.phase]
            others = {phase: one for phase, one in codings.items() if phase != sheet.phase}
            answers = answers_now(sheet)
            facts = Facts(atop_id, sheet.phase, coding, reference, answers, others, today)
            yield sheet, run(facts) if coding.alliance or coding.members else []

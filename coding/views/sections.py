"""Writing a whole section at once, and a sheet section by section."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.codebook.cells import CellValues
from coding.codebook.counted_nouns import counted
from coding.decorators import Key, coder_only, load_whole_sheet
from coding.forms.consent import reasons_in
from coding.forms.draft import Draft
from coding.models import Revision, Sheet
from coding.models.questionnaire import Question, Section
from coding.models.revision import Status
from coding.pages.section import load_section_page, next_section
from coding.pages.suggested_codes import load_suggested
from coding.posted_drafts import (
    DraftOutcome,
    DraftRefusal,
    drafts_named,
    save_sent,
    status_of,
    submit_saved,
)
from coding.workflow import drafts


@coder_only
def section_write(request: HttpRequest, key: Key, section: Section) -> HttpResponse:
    """Show a whole section as one form; save or submit every answer that was changed."""
    sheet, refusals = load_whole_sheet(key), {}
    if request.method == "POST":
        refusals = _save_section(request, sheet, section)
        if not refusals:
            return _go_to_next_section(request, sheet, section)
    page = load_section_page(
        sheet,
        section,
        request.user,
        refusals=refusals,
        reasons=reasons_in(request.POST),
        common_note=request.POST.get("common", ""),
    )
    status = status_of(refusals.values())
    return render(request, "coding/writing/section.html", vars(page), status=status)


def _go_to_next_section(request: HttpRequest, sheet: Sheet, section: Section) -> HttpResponse:
    """Go to the section that the button names; after the last one, to the sheet as proposed."""
    if request.POST.get("action") not in ("next", "everything"):
        return redirect("coding:section-write", sheet.key, section)
    later = next_section(section)
    if later and request.POST["action"] == "next":
        return redirect("coding:section-write", sheet.key, later)
    return redirect("coding:sheet-proposed", sheet.key)


def _save_section(request: HttpRequest, sheet: Sheet, section: Section) -> dict[int, DraftRefusal]:
    """Save or submit each answer of the section; return what was refused, by question."""
    by, action = request.user, request.POST.get("action")
    own = [draft for draft in drafts.open_revisions(sheet, by) if draft.status == Status.DRAFT]
    outcomes = _save_answers(request, sheet, section, {draft.question: draft for draft in own})
    beside = drafts_named(request.POST.get("together", ""), by=by)
    if action == "everything":
        beside = [revision for revision in own if revision.asked.section != section]
    if beside or action in ("submit", "next", "everything"):
        reasons = reasons_in(request.POST)
        outcomes = submit_saved(outcomes, by=by, reasons=reasons, beside=beside)
    refusals = {number: outcome.refusal for number, outcome in outcomes.items() if outcome.refusal}
    _report(request, outcomes.values(), beside, is_refused=bool(refusals))
    return refusals


def _save_answers(
    request: HttpRequest, sheet: Sheet, section: Section, own: dict[int, Revision]
) -> dict[int, DraftOutcome]:
    by, outcomes = request.user, {}
    for question in section.questions:
        number, accepted = question.number, _accepted(request, sheet, question)
        form = Draft.of_section(request.POST, number, accepted)
        if form:
            outcomes[number] = save_sent(sheet, question, form, by=by, own=own.get(number))
    return outcomes


def _accepted(request: HttpRequest, sheet: Sheet, question: Question) -> CellValues:
    """Return the suggested codes that a button of the question accepts."""
    use = request.POST.getlist(f"q{question.n}-use")
    return load_suggested(sheet, question, request.user)[1].accepted(use) if use else {}


def _report(
    request: HttpRequest,
    outcomes: Iterable[DraftOutcome],
    beside: list[Revision],
    *,
    is_refused: bool,
) -> None:
    not_beside = {why for outcome in outcomes for why in outcome.not_beside}
    submitted = sum(outcome.is_submitted for outcome in outcomes)
    if submitted or beside:
        submitted += len(beside) - len(not_beside)
    saved = sum(outcome.is_saved for outcome in outcomes)
    for why in not_beside:
        messages.warning(request, f"Not submitted with it: {why}")
    if submitted:
        messages.success(request, f"Submitted for review: {counted(submitted, 'answer')}.")
    elif saved:
        messages.success(request, f"Saved as your draft: {counted(saved, 'answer')}.")
    elif not is_refused:
        messages.info(request, "Nothing was changed.")

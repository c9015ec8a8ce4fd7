"""Writing: one question, autosaved drafts, and the author's steps."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from coding.codebook.counted_nouns import counted
from coding.decorators import Key, coder_only, load_sheet, load_whole_sheet, reader_only
from coding.forms.draft import MOST_CHARACTERS, Draft
from coding.forms.places_in_lists import read_id
from coding.forms.typed_codes import box_text
from coding.models import Revision, Sheet
from coding.models.questionnaire import BY_NUMBER, Question
from coding.models.revision import Status
from coding.models.times import time_in_words
from coding.outages import waiting_at_most
from coding.pages.question import load_question_page
from coding.pages.suggested_codes import load_suggested
from coding.posted_drafts import (
    NOTHING_TO_SUBMIT,
    DraftOutcome,
    drafts_named,
    save,
    save_sent,
    status_of,
    submit_saved,
)
from coding.sheets.lines.pasted import read_pasted
from coding.workflow import drafts, rules
from coding.workflow.refusals import DraftConflict, NotAllowed, Refused, require
from coding.workflow.transitions import author_step
from coding.workflow.visibility import tell_of_drafts_read, visible_to

_PATIENCE = 8  # seconds for who else writes to SQLite; the script of the page tries again by itself


@reader_only
def question_write(request: HttpRequest, key: Key, question: Question) -> HttpResponse:
    """Show one question with everything around it; save or submit what a coder typed."""
    refusals = []
    if request.method == "POST":
        require(rules.why_not_propose(request.user), NotAllowed)
        sheet = load_sheet(key)
        outcome = _save_question(request, sheet, question)
        if outcome.refusal is None:
            return _report_and_go_on(request, sheet, question, outcome)
        refusals = [outcome.refusal]
    sheet, refusal = load_whole_sheet(key), next(iter(refusals), None)
    page = load_question_page(
        sheet, question, request.user, refusal=refusal, sent=Draft(request.POST)
    )
    tell_of_drafts_read((revision for revision, _ in page.others), by=request.user)
    status = status_of(refusals)
    return render(request, "coding/writing/question.html", vars(page), status=status)


def _save_question(request: HttpRequest, sheet: Sheet, question: Question) -> DraftOutcome:
    """Save what was typed, with the suggestions accepted; submit it where the button says so."""
    by, action = request.user, request.POST.get("action")
    use, accepted = request.POST.getlist("use"), {}
    if use:
        whole = load_whole_sheet((sheet.atop_id, sheet.phase))
        accepted = load_suggested(whole, question, by, is_alone=True)[1].accepted(use)
    form = Draft(request.POST, accepted=accepted)
    own = drafts.open_revision(sheet, question.number, by)
    if action == "take-back" and own and own.status == Status.PENDING:
        own = drafts.take_back(own, by=by)
    beside = drafts_named(request.POST.get("together", ""), by=by)
    submits = action in ("submit", "next") or bool(beside)
    outcome = save_sent(sheet, question, form, by=by, own=own)
    if submits and outcome.draft:
        sent = {question.number: outcome}
        (outcome,) = submit_saved(sent, by=by, reasons=form.reasons, beside=beside).values()
    for why in outcome.not_beside:
        messages.warning(request, f"Not submitted with it: {why}")
    is_empty = submits and outcome.draft is None and outcome.refusal is None
    return DraftOutcome(refusal=NOTHING_TO_SUBMIT) if is_empty else outcome


def _report_and_go_on(
    request: HttpRequest, sheet: Sheet, question: Question, outcome: DraftOutcome
) -> HttpResponse:
    """Report what was done, and go to the question that the button names."""
    is_next = request.POST.get("action") == "next"
    if outcome.is_submitted:
        text = f"Q{question.number} is submitted for review."
        messages.success(request, text, extra_tags="next" if is_next else "")
    elif outcome.is_saved:
        messages.success(request, f"Q{question.number} is saved as your draft.")
    elif outcome.draft is None:
        messages.info(request, f"Q{question.number}: nothing was changed; there is no draft.")
    else:
        messages.info(request, f"Q{question.number}: nothing was changed.")
    after = BY_NUMBER.get(question.number + 1, question) if is_next else question
    return redirect("coding:question-write", sheet.key, after)


@coder_only
def codes_suggested(request: HttpRequest, key: Key, question: Question) -> HttpResponse:
    """Show the codes suggested by a question's draft, as a fragment of its section's page."""
    editor, suggestions = load_suggested(load_whole_sheet(key), question, request.user)
    page = {"editor": editor, "suggestions": suggestions}
    return render(request, "coding/writing/_suggested_anew.html", page)


@coder_only
def pasted_read(request: HttpRequest) -> HttpResponse:
    """Answer the writing pages' script with pasted lines joined into paragraphs."""
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect("coding:work-list")
    text = request.POST.get("text", "")
    if len(text) > MOST_CHARACTERS:
        return JsonResponse({"reason": "It is too long to be read."}, status=400)
    pasted = read_pasted(text, around=request.POST.get("around", ""))
    return JsonResponse({**vars(pasted), "paragraphs": pasted.paragraphs})


@login_not_required  # answers 401 itself: a script cannot follow a redirect to the sign-in page
@require_POST
def draft_save(request: HttpRequest, key: Key, question: Question) -> JsonResponse:
    """Save a draft for the writing pages' script; answer with the outcome."""
    if not request.user.is_authenticated:
        return _answer("signed-out", "You are signed out.", status=401)
    sheet, form = load_sheet(key), Draft(request.POST)
    try:
        with waiting_at_most(_PATIENCE):
            draft = save(sheet, question, form, by=request.user)
    except DraftConflict as conflict:
        return _answer("conflict", str(conflict), status=409, stored=conflict.stored)
    except NotAllowed as refused:
        return _answer("refused", str(refused), status=403)
    except Refused as refused:
        return _answer("refused", str(refused), status=400)
    return _answer("saved", "", stored=draft, edits=form.cleaned_data["edits"])


def _answer(
    state: str, reason: str, *, status: int = 200, stored: Revision | None = None, edits: int = 0
) -> JsonResponse:
    data: dict[str, Any] = {"state": state, "edits": stored.edits if stored else edits}
    if state == "saved":
        data["is_draft"] = stored is not None
        data["saved_at"] = time_in_words(stored.saved_at if stored else timezone.now())
    else:
        data["reason"] = reason
    if state == "conflict":
        data |= {
            "text": stored.text if stored else None,
            "codes": {cell: box_text(value) for cell, value in stored.codes.items()}
            if stored
            else {},
            "note": stored.note if stored else "",
            "is_draft": stored is not None and stored.status == Status.DRAFT,
        }
    return JsonResponse(data, status=status)


@coder_only
def drafts_submit(request: HttpRequest, key: Key) -> HttpResponse:
    """Submit the selected drafts on one sheet; say which were skipped, and why."""
    sheet = load_sheet(key)
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect("coding:sheet-read", sheet.key)
    sent = [read_id(text) for text in request.POST.getlist("revision")]
    chosen = [pk for pk in sent if pk is not None]
    selected = visible_to(request.user).filter(sheet=sheet, pk__in=chosen).select_related("sheet")
    done, skipped = drafts.submit_many(selected, by=request.user)
    if done:
        answers = counted(len(done), "answer")
        messages.success(request, f"Submitted for review: {answers} of {sheet.key}.")
    elif not skipped:
        messages.info(request, "No draft was selected, so nothing was submitted.")
    for revision, why in skipped:
        at = f"Q{revision.question}: "
        messages.warning(request, f"Not submitted: {at}{str(why).removeprefix(at)}")
    return _back(request, "coding:sheet-read", sheet.key)


def _back(request: HttpRequest, page: str, *where: Any) -> HttpResponse:
    """Go back to the list of work if the button was there, else to the page."""
    if request.POST.get("back") == "work":
        return redirect("coding:work-list")
    return redirect(page, *where)


@reader_only
def revision_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one of the author's steps with a revision: submit, take back, withdraw, discard."""
    if request.method != "POST":
        return redirect("coding:revision-read", pk)
    revision = get_object_or_404(visible_to(request.user).select_related("sheet"), pk=pk)
    transition = author_step(step)
    if transition is None:
        raise Http404("There is no such step.")
    try:
        drafts.take_step(transition, revision, by=request.user)
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Q{revision.question} is {transition.done}.")
    if rules.why_not_propose(request.user):
        return redirect("coding:sheet-read", revision.sheet.key)
    return _back(request, "coding:question-write", revision.sheet.key, revision.question)

"""Writing: one question, a whole section, drafts that save themselves, and the author's steps."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from coding.decorators import coder_only, load_sheet, load_whole_sheet, reader_only
from coding.forms.draft import Draft
from coding.forms.review import read_id
from coding.forms.typed_codes import written
from coding.history import timeline
from coding.history.codes_in_words import CodeChange, changes
from coding.models import Revision, Sheet
from coding.models.approved_values import answers_now
from coding.models.questionnaire import BY_KEY, BY_NUMBER, Question, Section
from coding.models.revision import Status
from coding.pages.checks import Checks, checks_at, reasons_sent
from coding.pages.code_panel import panels_of
from coding.pages.editor import Box, boxes_of
from coding.pages.open_revisions import Mark, load_marks, load_open, marks_of
from coding.pages.rail import rail
from coding.pages.suggested_codes import Proposals, proposals_of
from coding.posted_drafts import keep, keep_box, submit_box
from coding.workflow import drafts, rules
from coding.workflow.refusals import DraftConflict, NotAllowed, Refused, require
from coding.workflow.transitions import author_step
from coding.workflow.visibility import visible_to

Key = tuple[int, int]


@reader_only
def question_write(request: HttpRequest, key: Key, question: Question) -> HttpResponse:
    """Show one question with everything around it; save or submit what a coder typed."""
    sheet, by = load_whole_sheet(key), request.user
    revisions = timeline.revisions_of(sheet, question.number, viewer=by)
    panels = panels_of(sheet, [question], revisions, user=by, alone=True)
    box = boxes_of(sheet, panels, revisions, by)[question.number]
    proposals = None
    if rules.why_not_propose(by) is None and box.is_open:
        proposals = proposals_of(box.codes, lambda: drafts.answers_as_drafted(sheet, by))
    if request.method == "POST":
        done = _act_on_question(request, sheet, box, proposals)
        if done:
            return done
    marks = load_marks(sheet, by)
    context = {
        "sheet": sheet,
        "checks": _checks(request, sheet, box, marks),
        "rail": rail(answers_now(sheet), marks, lambda asked: f"../{asked.number}/", question),
        "box": box,
        "proposals": proposals,
        "reason_against": rules.why_not_propose(by) or box.reason_against,
        "entries": timeline.of_question(sheet, revisions),
        "others": _of_others(revisions, box, by),
        "previous": BY_NUMBER.get(question.number - 1),
        "next": BY_NUMBER.get(question.number + 1),
    }
    return render(request, "coding/writing/question.html", context, status=_status([box]))


def _of_others(
    revisions: Iterable[Revision], box: Box, user: Any
) -> list[tuple[Revision, list[CodeChange]]]:
    """Return what other people have open on the question, with the codes that it changes."""
    return [
        (one, changes(one.codes, one.base_codes, box.codes.names))
        for one in revisions
        if one.is_open and one.author_id != user.pk
    ]


def _checks(request: HttpRequest, sheet: Sheet, box: Box, marks: dict[int, list[Mark]]) -> Checks:
    """Return what the checks find, with the reasons given so far for passing warnings."""
    kept = {one["key"]: one["reason"] for one in box.own.warnings} if box.own else {}
    reasons = kept | reasons_sent(request.POST)
    own = _own(sheet, request.user, marks)
    return checks_at(sheet, box.question, box.codes, own, reasons)


def _own(sheet: Sheet, user: Any, marks: dict[int, list[Mark]]) -> Iterator[Revision]:
    """Read the user's own revisions once they are asked for, where the marks show some."""
    if any(mark.is_own for of_question in marks.values() for mark in of_question):
        yield from drafts.open_revisions(sheet, user)


def _status(boxes: list[Box]) -> int:
    if any(box.has_conflict for box in boxes):
        return 409
    return 400 if any(box.error for box in boxes) else 200


def _act_on_question(
    request: HttpRequest, sheet: Sheet, box: Box, proposals: Proposals | None
) -> HttpResponse | None:
    """Carry out what the button says; return where to go, or None when the page says why not."""
    require(rules.why_not_propose(request.user), NotAllowed)
    action, number = request.POST.get("action", "save"), box.question.number
    if action == "take-back" and box.own and box.is_pending:
        box.own = drafts.take_back(box.own, by=request.user)
    before = box.own
    chosen = proposals.chosen(request.POST.getlist("use")) if proposals else {}
    draft = keep_box(sheet, box, Draft(request.POST), by=request.user, proposed=chosen)
    if box.error:
        return None
    if action in ("submit", "next"):
        if not submit_box(box, by=request.user, reasons=reasons_sent(request.POST)):
            return None
        messages.success(request, f"Q{number} is submitted for review.")
    elif draft is None or draft is before:
        messages.info(request, f"Q{number}: nothing was changed.")
    else:
        messages.success(request, f"Q{number} is saved as your draft.")
    after = BY_NUMBER.get(number + 1, box.question) if action == "next" else box.question
    return redirect("coding:question-write", sheet.key, after)


@coder_only
def section_write(request: HttpRequest, key: Key, section: Section) -> HttpResponse:
    """Show a whole section as one form; save or submit every answer that was changed."""
    sheet, by = load_whole_sheet(key), request.user
    revisions = load_open(sheet, by)
    panels = panels_of(sheet, section.questions, revisions, user=by, alone=False)
    boxes = boxes_of(sheet, panels, revisions, by)
    if request.method == "POST":
        _act_on_section(request, sheet, list(boxes.values()))
        if not any(box.error for box in boxes.values()):
            return redirect("coding:section-write", sheet.key, section)
    context = {
        "sheet": sheet,
        "rail": rail(
            answers_now(sheet),
            marks_of(revisions, by),
            lambda asked: f"../{asked.section.key}/#q{asked.number}",
        ),
        "section": section,
        "boxes": boxes.values(),
        "refused": [box for box in boxes.values() if box.error],
        "common_note": request.POST.get("common", ""),
        "sections": BY_KEY.values(),
    }
    status = _status(list(boxes.values()))
    return render(request, "coding/writing/section.html", context, status=status)


def _act_on_section(request: HttpRequest, sheet: Sheet, boxes: list[Box]) -> None:
    """Save each box; where the button says so, submit each draft that has no error."""
    common_note = request.POST.get("common", "").strip()
    saved = submitted = 0
    for box in boxes:
        form = Draft.of_section(request.POST, box.question.number)
        if form is None:
            continue
        before = box.own
        draft = keep_box(sheet, box, form, by=request.user, common_note=common_note)
        saved += draft is not None and draft is not before
        if request.POST.get("action") == "submit" and draft and not box.error:
            submitted += submit_box(box, by=request.user)
    if submitted:
        messages.success(request, f"Submitted for review: {_answers(submitted)}.")
    elif saved:
        messages.success(request, f"Saved as your draft: {_answers(saved)}.")
    elif not any(box.error for box in boxes):
        messages.info(request, "Nothing was changed.")


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"


@login_not_required  # answers 401 itself: a script cannot follow a redirect to the sign-in page
@require_POST
def draft_save(request: HttpRequest, key: Key, question: Question) -> JsonResponse:
    """Save a draft for the writing pages' script, and say how that went."""
    if not request.user.is_authenticated:
        return _answer("signed-out", "You are signed out.", status=401)
    sheet, form = load_sheet(key), Draft(request.POST)
    try:
        draft = keep(sheet, question, form, by=request.user, standing=None)
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
    said: dict[str, Any] = {"state": state, "edits": stored.edits if stored else edits}
    if state == "saved":
        said["saved_at"] = f"{stored.saved_at if stored else timezone.now():%H:%M}"
    else:
        said["reason"] = reason
    if state == "conflict":
        said |= {
            "text": stored.text if stored else None,
            "codes": {cell: written(value) for cell, value in stored.codes.items()}
            if stored
            else {},
            "note": stored.note if stored else "",
            "is_draft": stored is not None and stored.status == Status.DRAFT,
        }
    return JsonResponse(said, status=status)


@coder_only
def drafts_submit(request: HttpRequest, key: Key) -> HttpResponse:
    """Submit the selected drafts on one sheet; say which were skipped, and why."""
    sheet = load_sheet(key)
    if request.method != "POST":  # signing in again leads here by a link
        return redirect("coding:sheet-read", sheet.key)
    sent = [read_id(text) for text in request.POST.getlist("revision")]
    chosen = [pk for pk in sent if pk is not None]
    found = visible_to(request.user).filter(sheet=sheet, pk__in=chosen).select_related("sheet")
    done, skipped = drafts.submit_many(found, by=request.user)
    if done:
        messages.success(request, f"Submitted for review: {_answers(len(done))} of {sheet.key}.")
    elif not skipped:
        messages.info(request, "No draft was selected, so nothing was submitted.")
    for revision, reason in skipped:
        at = f"Q{revision.question}: "
        messages.warning(request, f"Not submitted: {at}{reason.removeprefix(at)}")
    return _back(request, "coding:sheet-read", sheet.key)


def _back(request: HttpRequest, page: str, *where: Any) -> HttpResponse:
    """Go back to the list of work when the button stood there, else to the page."""
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

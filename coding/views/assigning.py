"""Assigns, unassigns and hands over sheets: those ticked, or all that a filter finds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from coding.codebook.counted_nouns import counted
from coding.decorators import requires
from coding.forms.assigning import ASSIGN, HAND_OVER, AssigningForm
from coding.forms.errors import errors_of
from coding.models import AssignmentEvent
from coding.pages.assigning import Assigning, load_assigning
from coding.workflow import rules
from coding.workflow.assigning import Assigned, assign, hand_over_sheets, unassign
from coding.workflow.refusals import Refused

CHANGED = (
    "The sheets, or who has them, changed since this page was made. This is how they stand now: "
    "look again, then press the button once more."
)


@requires(rules.why_not_assign)
def sheets_assign(request: HttpRequest) -> HttpResponse:
    """Show the sheets with possible coders; do what a button says with those on the page."""
    page = load_assigning(request.GET, request.user)
    if request.method != "POST":
        return _page(request, page)
    form = AssigningForm(
        request.POST,
        coders={coder.person.pk: coder.person for coder in page.coders},
        holders={holder.person.pk: holder.person for holder in page.holders},
    )
    if form.data.get("seen") != page.seen:
        return _page(request, page, [CHANGED], status=409)
    if not form.is_valid():
        return _page(request, page, errors_of(form), status=400)
    try:
        done = _do(form, page, request.user)
    except Refused as refused:
        return _page(request, page, [str(refused)], status=400)
    _report(request, done)
    return redirect(_back(request, page))


def _do(form: AssigningForm, page: Assigning, by: Any) -> Assigned:
    do = form.cleaned_data["do"]
    if do == ASSIGN:
        return assign(page.keys, to=form.taker, by=by)
    if do == HAND_OVER:
        return hand_over_sheets(page.keys, of=form.giver, to=form.taker, by=by)
    return unassign(page.keys, of=form.giver, by=by)


def _report(request: HttpRequest, assigned: Assigned) -> None:
    """Report what was done, with the work that moved along or stayed."""
    steps = {
        step: [event for event in assigned.steps if event.step == step]
        for step in AssignmentEvent.Step
    }
    sentences = []
    for step, events in steps.items():
        if events:
            people = sorted({event.coder_name for event in events})
            way = "to" if step == AssignmentEvent.Step.ASSIGN else "from"
            sheets = counted(len({event.sheet_id for event in events}), "sheet")
            sentences.append(f"{sheets} {step.label} {way} {', '.join(people)}.")
    if assigned.drafts:
        sentences.append(f"{counted(len(assigned.drafts), 'draft')} went along.")
    if sentences:
        messages.success(request, " ".join(sentences))
    else:
        messages.info(request, "Nothing changed: it is so already.")
    for revision, why in assigned.skipped:
        messages.warning(request, f"{revision.sheet} Q{revision.question} did not go along: {why}")


def _back(request: HttpRequest, page: Assigning) -> str:
    """Return the page the admin came from: the sheet, or the filtered list."""
    if page.only and len(request.GET) == 1:
        return reverse("coding:sheet-read", args=[page.only.key])
    query = request.GET.copy()
    query.pop("sheet", None)
    return f"{reverse('coding:sheet-list')}?{query.urlencode()}"


def _page(
    request: HttpRequest, page: Assigning, complaints: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {"page": page, "complaints": complaints or [], "query": request.GET.urlencode()}
    return render(request, "coding/sheets/assign.html", context, status=status)

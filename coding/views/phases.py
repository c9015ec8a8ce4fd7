"""The phases of an alliance: starting the next one, taking over answers of the one before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.codebook.counted_nouns import counted
from coding.decorators import Key, coder_only, load_sheet, starter_only
from coding.forms.sheets import StartPhase
from coding.pages.phase_start import load_phase_start
from coding.workflow import phases
from coding.workflow.refusals import NotAllowed, Refused


@starter_only
def phase_start(request: HttpRequest, key: Key) -> HttpResponse:
    """Explain what starting the next phase does; start it, with drafts for the coder."""
    sheet = load_sheet(key)
    if request.method != "POST":
        page = load_phase_start(sheet)
        return render(request, "coding/sheets/phase_start.html", vars(page))
    form = StartPhase(request.POST)
    try:
        started = phases.start_phase(sheet, by=request.user, **form.what_to_start)
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("coding:phase-start", sheet.key)
    messages.success(request, f"Phase {started.phase} of {started.atop_id} is started.")
    return redirect("coding:sheet-read", started.key)


@coder_only
def phase_take_over(request: HttpRequest, key: Key) -> HttpResponse:
    """Give the coder drafts with the answers of the phase before."""
    sheet = load_sheet(key)
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect("coding:sheet-read", sheet.key)
    try:
        taken = phases.carry_over(sheet, by=request.user)
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        drafts = counted(len(taken), "draft")
        messages.success(request, f"{drafts} of {sheet.key} say what the phase before says.")
    return redirect("coding:sheet-read", sheet.key)

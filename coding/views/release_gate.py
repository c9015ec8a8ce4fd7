"""The release gate, and what admins do with a release: ask for the freeze, freeze, publish."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coding.decorators import release_runner_only
from coding.forms.errors import refusal_of
from coding.forms.holding_back import HoldBack
from coding.models import Release
from coding.releases.freezing import take_step
from coding.releases.gate import Gate, run_gate
from coding.releases.gate_parts import TakesLong
from coding.releases.gate_process import under_way
from coding.releases.making_files import make_files, state_of_making
from coding.releases.offered_exports import has_files
from coding.releases.separate_process import ProcessState
from coding.views.page_messages import tell_done
from coding.workflow.holding_back import hold_back, include_again
from coding.workflow.refusals import Refused
from coding.workflow.release_steps import (
    FREEZE,
    PUBLISH,
    ReleaseStage,
    steps_with_button,
    why_not_ready,
    why_not_take,
)


@require_safe
@release_runner_only
def release_gate(request: HttpRequest, label: str) -> HttpResponse:
    """Run the gate over the record, and offer the steps that this person may take."""
    release = get_object_or_404(
        Release.objects.select_related("freeze_asked_by", "frozen_by"), label=label
    )
    gate, looking = _gate_of(release) if release.is_open else (None, None)
    lacks_files = ReleaseStage.of(release) is ReleaseStage.FROZEN and not has_files(release)
    context = {
        "making": state_of_making(release) if lacks_files else looking,
        "lacks_files": lacks_files,
        "release": release,
        "gate": gate,
        "steps": [step for step in steps_with_button() if why_not_ready(step, release) is None],
        "not_the_second": why_not_take(FREEZE, release, request.user),
    }
    return render(request, "coding/releases/gate.html", context)


def _gate_of(release: Release) -> tuple[Gate | None, ProcessState | None]:
    """Return the gate, or the progress of the run that makes and checks all files for it."""
    try:
        return run_gate(release, at_once=True), None
    except TakesLong as long:
        looking = under_way(release, str(long))
    return (None, looking) if looking else (run_gate(release), None)


@release_runner_only
def release_hold(request: HttpRequest, label: str) -> HttpResponse:
    """Hold a sheet back from the release, or include it again where no reason is sent."""
    release = get_object_or_404(Release, label=label)
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect("coding:release-gate", label)
    form = HoldBack(request.POST)
    if not form.is_valid():
        messages.error(request, refusal_of(form))
        return redirect("coding:release-gate", label)
    atop_id, lets_in = form.cleaned_data["atop_id"], form.cleaned_data["let_in"]
    try:
        if lets_in:
            include_again(release, atop_id, by=request.user)
        else:
            hold_back(release, atop_id, by=request.user, reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        outcome = "is included again" if lets_in else "is held back"
        lapsed = " The request to freeze has lapsed." if release.freeze_asked_at else ""
        kept = "" if lets_in else f"hold-{label}-sheet hold-{label}-reason"
        tell_done(request, f"ATOP ID {atop_id} {outcome}.{lapsed}", kept)
    return redirect("coding:release-gate", label)


@release_runner_only
def release_step(request: HttpRequest, label: str, step: str) -> HttpResponse:
    """Take one step with a release; where it is refused, the gate's page shows why.

    A release without files cannot be published yet: they are made first.
    """
    release = get_object_or_404(Release, label=label)
    taken = next((known for known in steps_with_button() if known.name == step), None)
    if taken is None:
        raise Http404("There is no such step.")
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect("coding:release-gate", label)
    try:
        if taken is PUBLISH and not release.is_open and not has_files(release):
            make_files(release)
            return redirect("coding:release-gate", label)
        take_step(taken, release, by=request.user, seen=request.POST.get("seen", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("coding:release-gate", label)
    messages.success(request, taken.told.format(release))
    return redirect(f"coding:release-{'read' if taken.is_final else 'gate'}", label)

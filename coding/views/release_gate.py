"""The release gate, and what admins do with a release: ask for the freeze, freeze, publish."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coding.decorators import release_runner_only
from coding.models import Release
from coding.releases import freezing
from coding.releases.gate import run_gate
from coding.workflow import rules
from coding.workflow.refusals import Refused

Rule = Callable[[Release], rules.Reason]


@dataclass(frozen=True)
class Step:
    """One thing an admin does with a release; ``done`` is what the page says afterwards."""

    label: str
    act: Callable[..., Release]
    ready: Rule
    done: str


STEPS = {
    "ask": Step(
        "Ask for the freeze",
        freezing.ask_for_freeze,
        rules.why_not_ready_to_ask,
        "The freeze is asked for. A second admin looks at the gate and freezes.",
    ),
    "freeze": Step(
        "Freeze for good",
        freezing.freeze,
        rules.why_not_ready_to_freeze,
        "Release {} is frozen. Open the next one in admin, so that approvals can go on.",
    ),
    "take-back": Step(
        "Take the request back",
        freezing.take_back,
        rules.why_not_ready_to_freeze,
        "The request is taken back. The release stays open.",
    ),
    "publish": Step(
        "Publish",
        freezing.publish,
        rules.why_not_ready_to_publish,
        "Release {} is published. Files that are not here yet come with the next nightly export.",
    ),
}


@require_safe
@release_runner_only
def release_gate(request: HttpRequest, label: str) -> HttpResponse:
    """Run the gate over the record, and offer the steps that this person may take."""
    release = get_object_or_404(
        Release.objects.select_related("freeze_asked_by", "frozen_by"), label=label
    )
    gate = run_gate(release) if release.is_open else None
    context = {
        "release": release,
        "gate": gate,
        "steps": [(name, step) for name, step in STEPS.items() if not step.ready(release)],
        "not_the_second": rules.why_not_freeze(release, request.user),
    }
    return render(request, "coding/releases/gate.html", context)


@release_runner_only
def release_step(request: HttpRequest, label: str, step: str) -> HttpResponse:
    """Take one step with a release; what stands against it is told on the gate's page."""
    release = get_object_or_404(Release, label=label)
    if step not in STEPS:
        raise Http404("There is no such step.")
    if request.method != "POST":  # signing in again leads here by a link
        return redirect("coding:release-gate", label)
    seen: dict[str, Any] = {"seen": request.POST.get("seen", "")} if step == "freeze" else {}
    try:
        STEPS[step].act(release, by=request.user, **seen)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("coding:release-gate", label)
    messages.success(request, STEPS[step].done.format(release))
    shown = "release-read" if step in ("freeze", "publish") else "release-gate"
    return redirect(f"coding:{shown}", label)

"""Corrections to how a frozen release is cited: one admin asks, another decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coding.decorators import release_runner_only
from coding.forms.correcting_citation import CorrectCitation
from coding.forms.kept_text import keep_typed, kept_of
from coding.models import Correction, Release
from coding.pages.releases import correction_page
from coding.views.page_messages import tell_done
from coding.workflow import citation_corrections
from coding.workflow.refusals import Refused


@release_runner_only
def release_citation(request: HttpRequest, label: str) -> HttpResponse:
    """Show the requests, or store a new one."""
    release = get_object_or_404(Release.objects.prefetch_related("corrections"), label=label)
    form = CorrectCitation(request.POST or None, initial=release.description)
    subject = f"citation-{label}"
    keep_typed(form, request.user, subject)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            citation_corrections.ask(release, form.says, by=request.user, reason=reason)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = "Asked for. A second admin looks at it and confirms."
            tell_done(request, text, kept_of(form, subject))
            return redirect("coding:release-citation", label)
    context = {**correction_page(release, request.user), "form": form}
    return render(request, "coding/releases/citation.html", context)


@release_runner_only
def release_correction(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Confirm a correction that somebody else asked for, or decline it."""
    asked = get_object_or_404(Correction, pk=pk, release__label=label)
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect("coding:release-citation", label)
    is_confirmed = request.POST.get("action") == "confirm"
    try:
        if is_confirmed:
            citation_corrections.confirm(asked, by=request.user)
        else:
            citation_corrections.turn_down(asked, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("coding:release-citation", label)
    outcome = "is cited so from now on" if is_confirmed else "is cited as before"
    messages.success(request, f"Release {label} {outcome}.")
    return redirect("coding:release-read", label)

"""The reviewer's queue: see each change against the approved answer, decide, go on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import load_change, reviewer_only
from coding.forms.consent import consent_in
from coding.forms.errors import refusal_of
from coding.forms.places_in_lists import GREATEST_ID
from coding.forms.review import Decision
from coding.models import Revision
from coding.models.compiled_queries import REVISION
from coding.pages.queue import address_behind, address_of
from coding.pages.review import ReviewPage, load_change_page, load_effect, load_queue_page
from coding.views.decision_messages import taken_back, tell_decided, tell_taken_back
from coding.workflow.refusals import DecidedBefore, NotAllowed, Refused
from coding.workflow.review import Verdict, decide


@reviewer_only
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, oldest first, and the first change in full."""
    page = load_queue_page(request.user, request.GET)
    for wrong in page.queue.filter.complaints if page.queue.filter else ():
        messages.error(request, f"{wrong} Nothing is listed until the filter can be read.")
    return _show(request, page)


def _unless_taken_back(
    view: Callable[[HttpRequest, int], HttpResponse],
) -> Callable[[HttpRequest, int], HttpResponse]:
    """Redirect to the queue, with a message, where the author took the change back meanwhile."""

    @wraps(view)
    def shown(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return view(request, pk)
        except Http404:
            gone = taken_back([pk], request.user) if pk <= GREATEST_ID else []
            if not gone:
                raise
            tell_taken_back(request, gone, {pk: request.POST.get("comment", "")})
            return redirect(address_of("review-queue", request.GET))

    return shown


@reviewer_only
@_unless_taken_back
def revision_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one change in full, with its neighbours in the queue."""
    return _change_page(request, load_change(pk, request.user))


def _change_page(
    request: HttpRequest, revision: Revision, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = load_change_page(revision, request.user, request.GET)
    return _show(request, page, status=status, **more)


def _show(
    request: HttpRequest, page: ReviewPage, *, status: int = 200, **more: Any
) -> HttpResponse:
    steps = page.proposal.steps if page.proposal else []
    blank = {"refused": "", "comment": "", "reasons": {}}
    context = {**vars(page), "decisions": steps, **blank, **more}
    return render(request, "coding/review/queue.html", context, status=status)


@reviewer_only
def review_effect(request: HttpRequest) -> HttpResponse:
    """Count the rows changed by approving several changes; the page of many links here."""
    approvals = load_effect(request.GET, request.user)
    return render(request, "coding/review/effect.html", {"approvals": approvals})


@reviewer_only
@_unless_taken_back
def revision_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or return the change that was shown, and go to the next."""
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect(address_of("revision-review", request.GET, pk))
    revision = load_change(pk, request.user, REVISION)
    form = Decision(request.POST)
    comment, consent = form["comment"].value() or "", consent_in(request.POST)
    typed = {"comment": comment, "reasons": consent.reasons}
    if not form.is_valid():
        revision = load_change(pk, request.user)
        return _change_page(request, revision, status=400, refused=refusal_of(form), **typed)
    step, seen = form.cleaned_data["decision"], form.cleaned_data["seen"]
    verdict = Verdict(step, revision, seen, comment)
    try:
        decide(verdict, by=request.user, consent=consent)
    except DecidedBefore as decided:
        messages.info(request, f"{revision.sheet} Q{revision.question}: {decided}")
    except Refused as refused:
        status = 403 if isinstance(refused, NotAllowed) else 409
        revision, why = load_change(pk, request.user), str(refused)
        return _change_page(request, revision, status=status, refused=why, **typed)
    else:
        what = f"{revision.sheet} Q{revision.question} {step.done}."
        tell_decided(request, what, [verdict])
    return redirect(address_behind(revision, request.user, request.GET))

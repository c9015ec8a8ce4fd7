"""Several changes on one page, each with its own decision, decided on in one go."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from coding.codebook.sheet import key_of
from coding.decorators import reviewer_only
from coding.forms.consent import consent_in
from coding.forms.review import Decisions
from coding.forms.sheets import read_key
from coding.pages.approval import approvals_of
from coding.pages.queue import MOST, address_of, let_through
from coding.pages.review import choices_of, with_answers
from coding.views.decision_messages import taken_back, tell_decided, tell_taken_back
from coding.workflow.review import ReviewOutcome, decide_many
from coding.workflow.transitions import decisions


@reviewer_only
def many_decide(request: HttpRequest) -> HttpResponse:
    """Show the selected changes together; once shown, decide on each as it is marked."""
    if request.method != "POST":
        return redirect(address_of("review-queue", request.GET))
    sent = Decisions(request.POST)
    revisions = with_answers(request.user).in_bulk([*sent.marked][:MOST])
    if not sent.is_sent:
        return _page(request, sent, [*revisions])
    gone = taken_back(sent.marked.keys() - revisions.keys(), request.user)
    tell_taken_back(request, gone, {pk: marked.comment for pk, marked in sent.marked.items()})
    consent = consent_in(request.POST)
    outcome = decide_many(sent.verdicts(revisions), by=request.user, consent=consent)
    scope = _scope(request)
    _report(request, outcome, scope)
    left = sent.not_sent(revisions) | {verdict.revision.pk: why for verdict, why in outcome.skipped}
    if left:
        return _page(request, sent, [*left], left, status=409)
    if not outcome.done and not outcome.done_before and not gone:
        refused = "Nothing is marked, so nothing was decided."
        return _page(request, sent, [*revisions], refused=refused, status=400)
    return redirect(scope.address if scope.waiting else address_of("review-queue", request.GET))


@dataclass(frozen=True)
class _Scope:
    """What the reviewer works through: how many changes wait, its name, and its page."""

    waiting: int
    words: str
    address: str


def _scope(request: HttpRequest) -> _Scope:
    """Return the sheet that is reviewed as a whole, or the filtered queue."""
    key = read_key(request.POST.get("reading", ""))
    if key:
        reading = key_of(*key)
        waiting = let_through(QueryDict(f"sheet={reading}"), request.user).count()
        query = urlencode({"by": request.POST.get("by", "")})
        address = f"{reverse('coding:sheet-proposed', args=[reading])}?{query}"
        return _Scope(waiting, f" on {reading}", address)
    waiting = let_through(request.GET, request.user).count()
    under = " under this filter" if request.GET else ""
    return _Scope(waiting, under, address_of("review-queue", request.GET))


def _report(request: HttpRequest, outcome: ReviewOutcome, scope: _Scope) -> None:
    """Report what was done, and how many changes still wait."""
    counts = Counter(verdict.transition.done for verdict in outcome.done)
    if outcome.done_before:
        before = Counter(verdict.transition.done for verdict in outcome.done_before)
        were = ", ".join(f"{number} {what}" for what, number in before.items())
        messages.info(request, f"{were} by you already, before this was sent.")
    if not counts:
        return
    done = ", ".join(f"{number} {what}" for what, number in counts.items())
    waits = "waits" if scope.waiting == 1 else "wait"
    still = f" {scope.waiting} still {waits}{scope.words}." if scope.waiting else ""
    tell_decided(request, f"{done}.{still}", outcome.done)


def _page(
    request: HttpRequest,
    sent: Decisions,
    shown: list[int],
    left: dict[int, str] | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    now = with_answers(request.user).in_bulk(shown)  # as they stand now
    revisions = [now[pk] for pk in sent.marked if pk in now]
    choices = choices_of(revisions, request.user, sent.marked, left or {})
    open_ones = [choice.proposal.revision for choice in choices if choice.proposal.may_be_approved]
    context: dict[str, Any] = {
        "choices": choices,
        "approvals": approvals_of(open_ones),
        "reasons": consent_in(request.POST).reasons,
        "decisions": decisions(),
        "query": request.GET.urlencode(),
        "refused": refused,
        "comment": sent.comment,
        "reading": request.POST.get("reading", ""),
        "by": request.POST.get("by", ""),
        "too_many": max(len(sent.marked) - MOST, 0),
        "most": MOST,
    }
    return render(request, "coding/review/together.html", context, status=status)

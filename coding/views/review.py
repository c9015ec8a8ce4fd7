"""The reviewer's queue: see each change against the approved answer, decide, go on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from coding.decorators import reviewer_only
from coding.forms.review import GREATEST_ID, Decision, ManyDecision, QueueFilter
from coding.history.loading import load_proposed
from coding.models import Revision
from coding.models.questionnaire import SECTIONS
from coding.models.revision import RevisionQuerySet
from coding.pages.phase_comparison import PhaseBefore
from coding.pages.queue import MOST, around, filtered, next_for, page_of
from coding.pages.review import Change, changes_of
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.review import decide, decide_many
from coding.workflow.transitions import decisions
from coding.workflow.visibility import may_see, visible_to


def _change_page(
    request: HttpRequest, revision: Revision, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Show one change in full, with its neighbours in the queue."""
    listed = around(revision, request.user, request.GET)
    context = {
        "listed": listed,
        "filter": None,
        "more": "",
        "query": request.GET.urlencode(),
        "is_filtered": _is_filtered(request.GET),
        "change": Change.of(revision, request.user, PhaseBefore.of(revision.sheet)),
        "decisions": decisions(),
        "refused": "",
        "comment": "",
        **extra,
    }
    return render(request, "coding/review/queue.html", context, status=status)


def _is_filtered(query: QueryDict) -> bool:
    return any(query.get(name) for name in QueueFilter.base_fields)


def _with_answers(user: Any) -> RevisionQuerySet:
    sections = [f"sheet__{section.key}" for section in SECTIONS]
    return visible_to(user).select_related("sheet", "follows", *sections)


def _load(pk: int, user: Any) -> Revision:
    revision = load_proposed(pk) if pk <= GREATEST_ID else None
    if revision is None or not may_see(revision, user):
        raise Http404("There is no such revision.")
    return revision


@reviewer_only
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, oldest first, and the first change in full."""
    form, revisions = filtered(request.user, request.GET)
    for wrong in (one for of_field in form.errors.values() for one in of_field):
        messages.error(request, f"{wrong} Nothing is listed until the filter can be read.")
    context = page_of(revisions, request.user, request.GET)
    listed = context["listed"]
    first = _load(listed[0].pk, request.user) if listed else None
    context |= {
        "filter": form,
        "query": request.GET.urlencode(),
        "is_filtered": _is_filtered(request.GET),
        "change": Change.of(first, request.user, PhaseBefore.of(first.sheet)) if first else None,
        "decisions": decisions(),
        "refused": "",
        "comment": "",
    }
    return render(request, "coding/review/queue.html", context)


@reviewer_only
def revision_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one change in full."""
    return _change_page(request, _load(pk, request.user))


@reviewer_only
def revision_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or return the change that was on the screen, and go to the next."""
    if request.method != "POST":  # signing in again leads here by a link
        return redirect(_address(request, "coding:revision-review", pk))
    revision = _load(pk, request.user)
    form = Decision(request.POST)
    if not form.is_valid():
        offered = " or ".join(one.name for one in decisions())
        return _change_page(request, revision, status=400, refused=f"Choose: {offered}.")
    transition, comment = form.cleaned_data["decision"], form.cleaned_data["comment"]
    seen = form.cleaned_data["seen"]
    try:
        decide(transition, revision, by=request.user, seen=seen, comment=comment)
    except Refused as refused:
        status = 403 if isinstance(refused, NotAllowed) else 409
        return _change_page(
            request, _load(pk, request.user), status=status, refused=str(refused), comment=comment
        )
    messages.success(request, f"{revision.sheet} Q{revision.question} {transition.done}.")
    return redirect(_next(request, revision))


def _next(request: HttpRequest, revision: Revision) -> str:
    """The address of the next change behind this one that this reviewer may decide on."""
    pk = next_for(request.user, revision, request.GET)
    if pk:
        return _address(request, "coding:revision-review", pk)
    return _address(request, "coding:review-queue")


def _address(request: HttpRequest, page: str, *where: int) -> str:
    """The address of a page under the same filter."""
    query, address = request.GET.urlencode(), reverse(page, args=where)
    return f"{address}?{query}" if query else address


@reviewer_only
def many_decide(request: HttpRequest) -> HttpResponse:
    """Show the selected changes together; when they were seen, decide on all of them at once."""
    if request.method != "POST":
        return redirect(_address(request, "coding:review-queue"))
    form = ManyDecision(request.POST)
    found = _with_answers(request.user).in_bulk(form.ids[:MOST])
    if "decision" not in request.POST or not form.is_valid():
        return _many_page(request, form, found)
    transition, comment = form.cleaned_data["decision"], form.cleaned_data["comment"]
    outcome = decide_many(form.verdicts(transition, comment, found), by=request.user)
    if outcome.skipped and not outcome.done:
        return _many_page(request, form, found, refused=outcome.skipped[0][1], status=400)
    messages.success(request, f"{len(outcome.done)} {transition.done}.")
    for one, reason in outcome.skipped:
        messages.warning(
            request, f"Skipped {one.revision.sheet} Q{one.revision.question}: {reason}"
        )
    return redirect(_address(request, "coding:review-queue"))


def _many_page(
    request: HttpRequest,
    form: ManyDecision,
    found: dict[int, Revision],
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    changes = changes_of((found[pk] for pk in form.ids if pk in found), request.user)
    context = {
        "changes": changes,
        "decisions": decisions(),
        "query": request.GET.urlencode(),
        "refused": refused,
    }
    return render(request, "coding/review/many.html", context, status=status)

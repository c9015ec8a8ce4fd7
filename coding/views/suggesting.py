"""A reviewer returns a change with a suggestion; its author takes the suggestion up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coding.decorators import coder_only, load_change, reviewer_only
from coding.forms.errors import refusal_of
from coding.forms.suggesting import Suggesting
from coding.models import Revision
from coding.pages.queue import address_behind
from coding.pages.suggesting import load_suggesting
from coding.views.decision_messages import tell_decided
from coding.workflow import drafts, rules
from coding.workflow.refusals import NotAllowed, Refused, require
from coding.workflow.review import Verdict
from coding.workflow.suggesting import reasons_given, suggest, take_up
from coding.workflow.transitions import SUGGEST
from coding.workflow.visibility import visible_to


@reviewer_only
def revision_suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a copy of the proposal to edit; return the proposal with the edits as a suggestion."""
    revision = load_change(pk, request.user)
    require(rules.why_not_take(SUGGEST, revision, request.user), NotAllowed)
    require(rules.why_not_review(revision, request.user))
    if request.method != "POST":
        return _page(request, revision)
    form = Suggesting(request.POST)
    if not form.is_valid():
        return _page(request, revision, refused=refusal_of(form), status=400)
    try:
        suggest(revision, by=request.user, **form.what_to_suggest(revision))
    except Refused as refused:
        return _page(request, revision, refused=str(refused), status=409)
    verdict = Verdict(SUGGEST, revision, form.cleaned_data["seen"])
    tell_decided(request, f"{revision.sheet} Q{revision.question} {SUGGEST.done}.", [verdict])
    return redirect(address_behind(revision, request.user, request.GET))


def _page(
    request: HttpRequest, revision: Revision, *, refused: str = "", status: int = 200
) -> HttpResponse:
    page = load_suggesting(revision, request.user, request.POST)
    context = {"page": page, "refused": refused, "query": request.GET.urlencode()}
    return render(request, "coding/review/suggest.html", context, status=status)


@coder_only
def suggestion_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the suggestion the author's own draft; submit it where the button says so."""
    if request.method != "POST":
        return redirect("coding:revision-read", pk)
    returned = get_object_or_404(visible_to(request.user).select_related("sheet"), pk=pk)
    try:
        draft = take_up(returned, by=request.user)
        if request.POST.get("action") == "submit":
            drafts.submit(draft, by=request.user, reasons=reasons_given(returned))
            messages.success(
                request, f"Q{returned.question}: the suggestion is submitted as yours."
            )
        else:
            messages.info(request, f"Q{returned.question}: the suggestion is your draft now.")
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, f"Not submitted. {refused}")
    return redirect("coding:question-write", returned.sheet.key, returned.question)

"""Propose a sheet's earlier answers again: preview them first, then make drafts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import Key, coder_only, load_whole_sheet
from coding.forms.places_in_lists import read_id
from coding.pages.going_back import GoingBackPage, load_going_back
from coding.workflow.going_back import propose_again


@coder_only
def sheet_go_back(request: HttpRequest, key: Key) -> HttpResponse:
    """Show what would be proposed again and what is left out; make drafts of what is ticked."""
    page = load_going_back(load_whole_sheet(key), request.user, request.GET)
    if page.form.names_no_change:
        raise Http404("No such change was approved on this sheet.")
    if request.method != "POST":
        return _show(request, page)
    chosen = {read_id(text) for text in request.POST.getlist("question")}
    earlier = [answer for answer in page.possible if answer.question.number in chosen]
    if request.POST.get("seen") != page.seen:
        return _show(request, page, refused=_CHANGED, status=409)
    if not earlier:
        return _show(request, page, refused=_NOT_NOW if chosen else _NOT_TICKED, status=400)
    drafts, skipped = propose_again(page.sheet, earlier, by=request.user)
    for answer, why in skipped:
        messages.warning(request, f"Q{answer.question.number}: no draft. {why}")
    if len(drafts) == 1:
        messages.success(request, f"Q{drafts[0].question}: {_ONE_MADE}")
        return redirect("coding:question-write", page.sheet.key, drafts[0].question)
    if drafts:
        messages.success(request, f"{len(drafts)} drafts were made. {_LOOK}")
    return redirect("coding:sheet-read", page.sheet.key)


_CHANGED = (
    "Approved answers changed since this page was opened. Below is what would be proposed now; no "
    "draft was made."
)
_NOT_TICKED = "Nothing is ticked, so no draft was made."
_NOT_NOW = "What was ticked cannot be proposed now, so no draft was made. Below is why."
_LOOK = "Look at them, then submit them for review; until then nothing changes."
_ONE_MADE = "the old answer is your draft. Look at it, then submit it for review."


def _show(
    request: HttpRequest, page: GoingBackPage, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"page": page, "refused": refused, "query": request.GET.urlencode()}
    return render(request, "coding/history/go_back.html", context, status=status)

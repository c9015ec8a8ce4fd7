"""Work left by people who no longer code: an admin sees it, and hands it to another coder."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.codebook.counted_nouns import counted
from coding.decorators import requires
from coding.forms.handing_over import HandingOver
from coding.forms.places_in_lists import read_id
from coding.pages.left_work import load_left_work
from coding.workflow import rules
from coding.workflow.handing_over import hand_over_many
from coding.workflow.visibility import visible_to


@requires(rules.why_not_hand_over)
def left_work(request: HttpRequest) -> HttpResponse:
    """List the work that is left; hand what is ticked to a coder."""
    if request.method != "POST":
        return _page(request, HandingOver())
    form = HandingOver(request.POST)
    ids = [read_id(text) for text in request.POST.getlist("revision")]
    chosen = [pk for pk in ids if pk is not None]
    if not form.is_valid() or not chosen:
        return _page(request, form, nothing=not chosen, status=400)
    work = visible_to(request.user).filter(pk__in=chosen).select_related("sheet")
    drafts, skipped = hand_over_many(work, to=form.coders[form.cleaned_data["to"]], by=request.user)
    if drafts:
        what = counted(len(drafts), "draft")
        messages.success(request, f"{drafts[0].author_name} has {what} more to go on with.")
    for revision, why in skipped:
        messages.warning(request, f"{revision.sheet} Q{revision.question}: {why}")
    return redirect("coding:left-work")


def _page(
    request: HttpRequest, form: HandingOver, *, nothing: bool = False, status: int = 200
) -> HttpResponse:
    left, has_more = load_left_work(request.user)
    context: dict[str, Any] = {"left": left, "has_more": has_more, "form": form, "nothing": nothing}
    return render(request, "coding/work/left_work.html", context, status=status)

"""Actions on many files of a batch: accept alike ones, or clear the whole batch."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coding.codebook.counted_nouns import counted
from coding.decorators import importer_only
from coding.desk import clearing
from coding.desk.accepting import accept_alike
from coding.desk.file_actions import files_of
from coding.forms.places_in_lists import read_seen
from coding.models import Batch
from coding.pages.desk_alike import load_alike
from coding.workflow.refusals import require


@importer_only
def desk_alike(request: HttpRequest, pk: int) -> HttpResponse:
    """List the files whose only remarks are of one kind; accept those that are ticked."""
    batch = get_object_or_404(Batch, pk=pk)
    kind = request.GET.get("kind", "")
    seen, status = read_seen(request.POST.getlist("seen")), 200
    if request.method == "POST" and seen is None:
        messages.error(request, "No file is ticked, so none was accepted.")
        status = 400
    if seen is None:
        context = {"page": load_alike(batch, kind)}
        return render(request, "coding/desk/alike.html", context, status=status)
    number = accept_alike(files_of(batch), kind, by=request.user, seen=seen)
    if number:
        messages.success(request, f"{counted(number, 'file')} accepted as read.")
    if left := len(seen) - number:
        messages.warning(request, f"{counted(left, 'file')} left: somebody went on with it.")
    return redirect("coding:desk-batch", pk)


@importer_only
def desk_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to clear a finished batch from the desk; clear it."""
    batch = get_object_or_404(Batch.objects.select_related("by"), pk=pk)
    if request.method == "POST":
        clearing.clear(batch, by=request.user)
        messages.success(request, f"{batch.name} is off the desk.")
        return redirect("coding:sheets-import")
    states = Counter(files_of(batch).order_by().values_list("state", flat=True))
    require(clearing.why_not_done(batch))
    context = {"batch": batch, "told": clearing.in_numbers(states)}
    return render(request, "coding/desk/clear.html", context)

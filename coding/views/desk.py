"""The import desk: upload files, see what became of them, import their sheets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from coding.answers import refuse
from coding.codebook.counted_nouns import counted
from coding.decorators import importer_only
from coding.desk.adding_files import add_files
from coding.desk.file_actions import files_of, import_files
from coding.desk.summary import csv_of
from coding.forms.importing import UploadForm
from coding.forms.places_in_lists import read_id, read_seen
from coding.models import Batch, DeskFile, ImportRequest
from coding.pages.desk import load_desk
from coding.pages.desk_batch import as_listed, load_batch
from coding.request_limits import takes_files
from coding.security.log import record
from coding.workflow import import_requests, rules
from coding.workflow.published_rows import Unconfirmed
from coding.workflow.refusals import Refused

DECISIONS = ("confirm", "turn-down")
NOT_SAID = "The page did not say what is meant, so nothing was done. Open it again and press there."


@importer_only
@takes_files(rules.why_not_import)
def sheets_import(request: HttpRequest) -> HttpResponse:
    """List the batches; put uploaded files on the desk as a new one."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            batch = add_files(form.incoming(), by=request.user, name=form.batch_name)
        except Refused as refused:
            form.add_error("sheets", str(refused))
        else:
            record("files put on the desk", about=batch)
            return redirect("coding:desk-batch", batch.pk)
    context = {"form": form, "desk": load_desk(read_id(request.GET.get("before", "")))}
    return render(request, "coding/desk/desk.html", context, status=400 if form.errors else 200)


@importer_only
@require_safe
def desk_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the state of a batch's files."""
    batch = get_object_or_404(Batch.objects.select_related("by"), pk=pk)
    context = {"page": load_batch(batch, request.GET, request.user)}
    return render(request, "coding/desk/batch.html", context)


@importer_only
@require_safe
def desk_summary(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the summary of a batch as CSV."""
    batch = get_object_or_404(Batch, pk=pk)
    address = request.build_absolute_uri(reverse("coding:desk-file", args=[0]))
    return StreamingHttpResponse(
        csv_of(as_listed(files_of(batch)).iterator(500), address),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, f"batch-{pk}.csv") or ""},
    )


@importer_only
def desk_let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Import sheets read from a batch or file: submit differences, request new sheets."""
    files = DeskFile.objects.filter(batch=get_object_or_404(Batch, pk=pk))
    if request.method != "POST":
        return redirect("coding:desk-batch", pk)
    seen = read_seen(request.POST.getlist("seen"))
    if seen is None:
        return refuse(request, NOT_SAID, status=400)
    changed, asked = import_files(files, by=request.user, seen=seen)
    new = asked.files.count() if asked else 0
    if changed:
        known = f"{counted(changed, 'known sheet')}: what differs is filed for review."
        messages.success(request, known)
    if asked:
        record("import asked for", about=asked, more=f"batch {pk}")
        sheets = counted(new, "new sheet")
        messages.success(request, f"{sheets}: imported once a second admin confirms.")
    if left := len(seen) - changed - new:
        was = f"{counted(left, 'file')} left: somebody went on with it, or it reads otherwise now."
        messages.warning(request, was)
    return redirect("coding:desk-batch", pk)


@importer_only
def desk_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm an import that somebody else requested, or decline it."""
    asked = get_object_or_404(ImportRequest, pk=pk)
    batch = asked.files.values_list("batch", flat=True).first()
    if request.method == "POST":
        if request.POST.get("decision") not in DECISIONS:
            return refuse(request, NOT_SAID, status=400)
        _decide(request, asked)
    return redirect("coding:desk-batch", batch) if batch else redirect("coding:sheets-import")


def _decide(request: HttpRequest, asked: ImportRequest) -> None:
    try:
        if request.POST.get("decision") == "confirm":
            confirmed = request.POST.getlist("confirm")
            import_requests.confirm(asked, by=request.user, confirmed=confirmed)
            record("import confirmed", about=asked)
            messages.success(request, "Confirmed: the sheets are being imported.")
        else:
            import_requests.turn_down(asked, by=request.user)
            record("import turned down", about=asked)
            messages.success(request, "The sheets are not imported.")
    except Unconfirmed as leaving:
        messages.error(request, f"{leaving} Nothing was imported.")
    except Refused as refused:
        messages.error(request, str(refused))

"""Upload printed sheets, see what would be saved, then save it."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import importer_only
from coding.forms.importing import UploadForm, unseal
from coding.pages.import_preview import PreviewedFile
from coding.request_limits import takes_files
from coding.workflow import rules
from coding.workflow.published_rows import Unconfirmed
from coding.workflow.sheet_import import ImportOutcome, import_sheet


@importer_only
@takes_files(rules.why_not_import)
def sheets_import(request: HttpRequest) -> HttpResponse:
    """Ask for files; show what they would do; do what was shown."""
    if "sealed" in request.POST:
        return _carry_out(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    previews: list[PreviewedFile] = []
    if form.is_valid():
        uploaded = form.cleaned_data["sheets"]
        previews = [PreviewedFile.of(file, by=request.user) for file in uploaded]
    context = {
        "form": form,
        "previews": previews,
        "can_save": any(file.sealed for file in previews),
    }
    status = 400 if form.errors else 200
    return render(request, "coding/importing/import.html", context, status=status)


def _carry_out(request: HttpRequest) -> HttpResponse:
    for sealed in request.POST.getlist("sealed"):
        try:
            confirmed = request.POST.getlist("confirm")
            outcome = import_sheet(unseal(sealed), by=request.user, confirmed=confirmed)
        except signing.BadSignature:
            messages.error(request, "A preview was too old to be carried out. Upload it again.")
            continue
        except Unconfirmed as leaving:
            messages.error(request, f"{leaving} Upload it again, and tick that it is meant.")
            continue
        messages.success(request, _said(outcome))
    return redirect("coding:sheets-import")


def _said(outcome: ImportOutcome) -> str:
    key = outcome.content.key
    if outcome.is_new:
        return f"{key} imported; it is in the record now."
    if outcome.filed:
        questions = ", ".join(f"Q{revision.question}" for revision in outcome.filed)
        return f"{key}: changes of {questions} filed for review."
    return f"{key}: nothing to do, the record says the same."

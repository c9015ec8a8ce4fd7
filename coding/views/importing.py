"""Upload printed sheets and see what would be saved; a second admin lets new ones in."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coding.codebook.sheet import SheetContent
from coding.decorators import importer_only
from coding.forms.importing import UploadForm, unseal
from coding.forms.places import read_id
from coding.models import ImportRequest
from coding.pages.import_preview import PreviewedFile
from coding.pages.import_requests import waiting_imports
from coding.request_limits import takes_files
from coding.security.log import record
from coding.workflow import rules
from coding.workflow.import_requests import ask, confirm, turn_down
from coding.workflow.published_rows import Unconfirmed
from coding.workflow.refusals import Refused
from coding.workflow.sheet_import import ImportOutcome, compare, import_sheet


@importer_only
@takes_files(rules.why_not_import)
def sheets_import(request: HttpRequest) -> HttpResponse:
    """Ask for files; show what they would do; do what was shown."""
    if "sealed" in request.POST:
        return _carry_out(request)
    if "request" in request.POST:
        return _decide(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    previews: list[PreviewedFile] = []
    if form.is_valid():
        uploaded = form.cleaned_data["sheets"]
        previews = [PreviewedFile.of(file, by=request.user) for file in uploaded]
    context = {
        "form": form,
        "previews": previews,
        "can_save": any(file.sealed for file in previews),
        "waiting": [] if previews else waiting_imports(request.user),
    }
    status = 400 if form.errors else 200
    return render(request, "coding/importing/import.html", context, status=status)


def _carry_out(request: HttpRequest) -> HttpResponse:
    """File what differs for review; ask a second admin to let new sheets enter the record."""
    new: list[SheetContent] = []
    for sealed in request.POST.getlist("sealed"):
        try:
            content = unseal(sealed)
        except signing.BadSignature:
            messages.error(request, "A preview was too old to be carried out. Upload it again.")
            continue
        if compare(content).is_new:
            new.append(content)
        else:
            _tell(request, import_sheet(content, by=request.user))
    if new:
        ask(new, by=request.user)
        keys = ", ".join(content.key for content in new)
        record("import asked for", about=keys)
        messages.success(request, f"{keys}: a second admin confirms, then it is in the record.")
    return redirect("coding:sheets-import")


def _decide(request: HttpRequest) -> HttpResponse:
    """Confirm an import that somebody else asked for, or turn it down."""
    asked = get_object_or_404(ImportRequest, pk=read_id(request.POST["request"]))
    try:
        if request.POST.get("decision") == "confirm":
            outcomes = confirm(asked, by=request.user, confirmed=request.POST.getlist("confirm"))
            for outcome in outcomes:
                _tell(request, outcome)
        else:
            turn_down(asked, by=request.user)
            record("import turned down", about=asked)
            messages.success(request, "The sheets stay out of the record.")
    except Unconfirmed as leaving:
        messages.error(request, f"{leaving} Nothing was imported. Tick that it is meant.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("coding:sheets-import")


def _tell(request: HttpRequest, outcome: ImportOutcome) -> None:
    record("sheet imported", about=outcome.content.key, more=_said(outcome))
    messages.success(request, _said(outcome))


def _said(outcome: ImportOutcome) -> str:
    key = outcome.content.key
    if outcome.is_new:
        return f"{key} imported; it is in the record now."
    if outcome.filed:
        questions = ", ".join(f"Q{revision.question}" for revision in outcome.filed)
        return f"{key}: changes of {questions} filed for review."
    return f"{key}: nothing to do, the record says the same."

"""Upload printed sheets, see what would be saved, then save it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat

from coding.codebook.problems import FileRefused, Problem
from coding.decorators import importer_only
from coding.forms.importing import UploadForm, seal, unseal
from coding.history.differences import Piece, difference
from coding.models.questionnaire import BY_NUMBER, Question
from coding.sheets.loader import LoadedSheet, preview
from coding.sheets.readers import LARGEST_FILE
from coding.workflow.sheet_import import ImportOutcome, PrintedChange, import_sheet


@dataclass(frozen=True)
class PreviewedChange:
    """One difference between a printed sheet and the record, word by word."""

    question: Question
    pieces: list[Piece]
    change: PrintedChange

    @classmethod
    def of(cls, change: PrintedChange) -> "PreviewedChange":
        """Compare what is approved with what is printed."""
        pieces = difference(change.approved, change.printed)
        return cls(BY_NUMBER[change.question], pieces, change)


@dataclass(frozen=True)
class PreviewedFile:
    """What one uploaded file would do, or why it is refused."""

    name: str
    problems: tuple[Problem, ...] = ()
    loaded: LoadedSheet | None = None
    sealed: str = ""

    @classmethod
    def of(cls, file: UploadedFile) -> "PreviewedFile":
        """Read the file; a refused one says so and holds nothing up."""
        name = file.name or ""
        try:
            loaded = preview(name, _content_of(file))
        except FileRefused as refused:
            return cls(name, problems=refused.problems)
        return cls(
            name,
            loaded=loaded,
            sealed="" if loaded.is_idle else seal(loaded.outcome.content),
        )

    @property
    def changes(self) -> list[PreviewedChange]:
        """The differences from the record, for a sheet that is in it already."""
        changes = self.loaded.changes if self.loaded else []
        return [PreviewedChange.of(change) for change in changes]

    @property
    def answers(self) -> list[tuple[Question, str]]:
        """All answers of a new sheet, in printed order."""
        said = self.loaded.parsed.answers if self.loaded else {}
        return [(question, said[number]) for number, question in BY_NUMBER.items()]


@importer_only
def sheets_import(request: HttpRequest) -> HttpResponse:
    """Ask for files; show what they would do; do what was shown."""
    if "sealed" in request.POST:
        return _carry_out(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    previews: list[PreviewedFile] = []
    if form.is_valid():
        uploaded = form.cleaned_data["sheets"]
        previews = [PreviewedFile.of(file) for file in uploaded]
    context = {
        "form": form,
        "previews": previews,
        "can_save": any(file.sealed for file in previews),
    }
    status = 400 if form.errors else 200
    return render(request, "coding/importing/import.html", context, status=status)


def _content_of(file: UploadedFile) -> bytes:
    """Return the file's bytes; one that is too large is refused before it fills the memory."""
    size = file.size or 0
    if size > LARGEST_FILE:
        rule = f"A sheet is smaller than {LARGEST_FILE // 2**20} MB."
        fix = "Save the sheet as .txt, .pdf or .docx and upload that file."
        raise FileRefused([Problem(file.name or "", None, "", rule, filesizeformat(size), fix)])
    return file.read()


def _carry_out(request: HttpRequest) -> HttpResponse:
    for sealed in request.POST.getlist("sealed"):
        try:
            outcome = import_sheet(unseal(sealed), by=request.user)
        except signing.BadSignature:
            messages.error(request, "A preview was too old to be carried out. Upload it again.")
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

"""One file of the desk: what was read from it, and a person's actions on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coding.attachments import attachment, picture
from coding.decorators import importer_only
from coding.desk import file_actions
from coding.desk.file_contents import content_of
from coding.forms.importing import LeaveOut
from coding.models import DeskFile
from coding.pages.desk_file import load_file
from coding.views.page_messages import tell_done


def _file_or_404(pk: int) -> DeskFile:
    files = DeskFile.objects.select_related("batch", "entered", "let_in_by").defer("content")
    return get_object_or_404(files, pk=pk)


def _with_content(pk: int) -> tuple[DeskFile, bytes]:
    file = get_object_or_404(DeskFile.objects.select_related("whole"), pk=pk)
    content = content_of(file)
    if not content:
        raise Http404("The file is kept with its sheet, or was never here.")
    return file, content


@importer_only
@require_safe
def desk_file(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "coding/desk/file.html", {"page": load_file(_file_or_404(pk))})


@importer_only
@require_safe
def desk_original(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the uploaded file unchanged."""
    file, content = _with_content(pk)
    return attachment(file.name, content)


@importer_only
@require_safe
def desk_picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send a page of a PDF as a picture."""
    file, content = _with_content(pk)
    return picture(file.name, content, number)


@importer_only
def desk_put_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a file out, with a reason."""
    file, form = _file_or_404(pk), LeaveOut(request.POST)
    if request.method == "POST" and form.is_valid():
        file_actions.put_aside(file, by=request.user, reason=form.cleaned_data["reason"])
        tell_done(request, f"{file.name} is put aside.", f"desk-{pk}")
        return redirect("coding:desk-batch", file.batch_id)
    if request.method == "POST":
        messages.error(request, "Say why the file is left out.")
    return redirect("coding:desk-file", pk)


@importer_only
def desk_read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a file to be read again."""
    file = _file_or_404(pk)
    if request.method != "POST":
        return redirect("coding:desk-file", pk)
    file_actions.read_again(file, by=request.user)
    messages.success(request, f"{file.name} is read again.")
    return redirect("coding:desk-batch", file.batch_id)

"""The files that a sheet was read from, unchanged."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coding.attachments import attachment, picture
from coding.codebook.problems import FileRefused
from coding.decorators import Key, load_sheet, reader_only
from coding.desk.correcting_pages import in_words
from coding.models import Original
from coding.sheets.files.pdfs.pictures import page_count
from coding.sheets.sandbox.isolation import read_in_sandbox


@reader_only
@require_safe
def sheet_originals(request: HttpRequest, key: Key) -> HttpResponse:
    """List the files: checksum, who uploaded them and when, how they were read."""
    sheet = load_sheet(key)
    originals = [(original, _corrected(original)) for original in _files_of(key).defer("content")]
    context = {"sheet": sheet, "originals": originals}
    return render(request, "coding/sheets/originals.html", context)


def _corrected(original: Original) -> list[str]:
    return [in_words(correction) for correction in original.said.get("corrections", ())]


@reader_only
@require_safe
def original_file(request: HttpRequest, key: Key, pk: int) -> HttpResponse:
    original = get_object_or_404(_files_of(key), pk=pk)
    return attachment(original.name, bytes(original.content))


@reader_only
@require_safe
def original_pages(request: HttpRequest, key: Key, pk: int) -> HttpResponse:
    """Show the pages of a PDF as pictures."""
    sheet, original = load_sheet(key), get_object_or_404(_files_of(key), pk=pk)
    try:
        number = read_in_sandbox(page_count, original.name, bytes(original.content))
    except FileRefused:
        raise Http404("There are no pictures of this file.") from None
    context = {"sheet": sheet, "original": original, "pages": range(1, number + 1)}
    return render(request, "coding/sheets/original_pages.html", context)


@reader_only
@require_safe
def original_picture(request: HttpRequest, key: Key, pk: int, number: int) -> HttpResponse:
    """Send a page of a PDF as a picture."""
    original = get_object_or_404(_files_of(key), pk=pk)
    return picture(original.name, bytes(original.content), number)


def _files_of(key: Key) -> "QuerySet[Original]":
    atop_id, phase = key
    return Original.objects.filter(sheet__atop_id=atop_id, sheet__phase=phase)

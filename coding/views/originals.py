"""The files that a sheet was read from, as they came."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coding.attachments import attachment
from coding.decorators import load_sheet, reader_only
from coding.models import Original

Key = tuple[int, int]


@reader_only
@require_safe
def sheet_originals(request: HttpRequest, key: Key) -> HttpResponse:
    """List the files: checksum, who brought them and when, what was done in reading them."""
    sheet = load_sheet(key)
    context = {"sheet": sheet, "originals": _of(key).defer("content")}
    return render(request, "coding/sheets/originals.html", context)


@reader_only
@require_safe
def original_file(request: HttpRequest, key: Key, pk: int) -> HttpResponse:
    """Send a file as it came."""
    original = get_object_or_404(_of(key), pk=pk)
    return attachment(original.name, bytes(original.content))


def _of(key: Key) -> "QuerySet[Original]":
    atop_id, phase = key
    return Original.objects.filter(sheet__atop_id=atop_id, sheet__phase=phase)

"""A part of a file, as programs ask for it that read tables from afar or go on after a break."""

from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from whitenoise.responders import SlicedFile, StaticFile


def part_asked_for(request: HttpRequest, etag: str, size: int) -> range | None:
    """Return the bytes that are asked for, perhaps none; None where it is the whole file.

    A file that changed since the first part of it was taken comes whole (If-Range).
    """
    header = request.headers.get("Range")
    if not header or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    try:
        first, last = StaticFile.parse_byte_range(header)
    except ValueError:  # not understood, or several parts at once
        return None
    if first < 0:
        return range(max(0, first + size), size)
    if last is not None and last < first:
        return None
    return range(first, size if last is None else min(last + 1, size))


def partial(file: BinaryIO, part: range, size: int, content_type: str) -> HttpResponseBase:
    """Return a part of a file (206), or say that there is none (416)."""
    if not part:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    sliced = SlicedFile(file, part.start, part.stop - 1)
    answer = FileResponse(sliced, status=206, content_type=content_type)
    answer.headers["Content-Length"] = str(len(part))
    answer.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return answer

"""Byte ranges, for programs that read tables remotely or resume a download."""

import re
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from whitenoise.responders import SlicedFile

_ONE_PART = re.compile(r"bytes=([0-9]{0,20})-([0-9]{0,20})", re.IGNORECASE)


def part_asked_for(request: HttpRequest, etag: str, size: int) -> range | None:
    """Return the bytes asked for, perhaps none; None for the whole file.

    A file that changed since its first part was taken is sent whole (If-Range).
    """
    header = request.headers.get("Range")
    if not header or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    asked = _ONE_PART.fullmatch(header.strip())
    if asked is None or asked[1] == asked[2] == "":  # malformed, or several ranges at once
        return None
    if asked[1] == "":
        return range(max(0, size - int(asked[2])), size)
    first, last = int(asked[1]), int(asked[2]) if asked[2] else size - 1
    if asked[2] and last < first:
        return None
    return range(first, min(last + 1, size))


def partial(file: BinaryIO, part: range, size: int, content_type: str) -> HttpResponseBase:
    """Return a part of a file (206), or an error for an empty range (416)."""
    if not part:
        file.close()
        return _nothing(size)
    sliced = SlicedFile(file, part.start, part.stop - 1)
    answer = FileResponse(sliced, status=206, content_type=content_type)
    answer.headers["Content-Length"] = str(len(part))
    answer.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return answer


def _nothing(size: int) -> HttpResponse:
    text = f"The file has {size} bytes; none of those asked for is among them.\n"
    headers = {"Content-Range": f"bytes */{size}"}
    return HttpResponse(text, status=416, headers=headers, content_type="text/plain; charset=utf-8")

"""Releases and the export of the record: lists of them, and their files to download."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from coding.answers import refuse, turn_away
from coding.attachments import SANDBOX
from coding.byte_ranges import part_asked_for, partial
from coding.export.output import ExportedFile
from coding.models import Release
from coding.pages.releases import releases_for
from coding.releases.archive import zip_of
from coding.releases.downloads import LATEST, MEDIA_TYPES, SUMS, Exported, media_type, sums_of
from coding.releases.file_groups import groups_of
from coding.releases.offered_exports import offered_exports
from coding.workflow import rules

Answering = Callable[..., HttpResponseBase]

SHOWN = (".html", ".txt")  # displayed by browsers; anything else is downloaded
ENDINGS = {*MEDIA_TYPES, ".zip"} - {""}  # of files offered for download
FRESH = "private, no-cache"  # browsers check permission and changes before each use


@login_not_required
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """List the releases with their files, and for readers the export of the record."""
    exports = offered_exports()
    latest = None if rules.why_not_read(request.user) else exports.get(LATEST)
    context = {
        "releases": list(releases_for(request.user, exports)),
        "latest": latest,
        "latest_groups": groups_of(latest) if latest else None,
        "folder": settings.EXPORT_DIR,
    }
    return render(request, "coding/releases/list.html", context)


def _for_those_who_may(view: Answering) -> Answering:
    """Call the view if the person may download what the address names.

    Others are refused or sent to sign in, so that they do not learn whether a release exists.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def checked(request: HttpRequest, label: str, **kwargs: Any) -> HttpResponseBase:
        named = None if label == LATEST else Release.objects.filter(label=label).first()
        reason = rules.why_not_download(request.user, named)
        if reason:
            is_of_a_page = not _is_of_a_file(label, **kwargs)
            return turn_away(request, reason, is_of_a_page=is_of_a_page)
        if named is None and label != LATEST:
            raise Http404("There is no such release.")
        return view(request, label, **kwargs)

    return checked


def _is_of_a_file(label: str, **kwargs: Any) -> bool:
    """Whether the address means a file, even a missing one such as /releases/atop6_0m.csv."""
    return bool(kwargs) or PurePosixPath(label).suffix in ENDINGS


@_for_those_who_may
def release_read(request: HttpRequest, label: str) -> HttpResponse:
    """Show one release, or the export of the record, with every file and its checksum."""
    exports = offered_exports()
    exported = exports.get(label)
    shown = releases_for(request.user, exports)
    context = {
        "shown": next((release for release in shown if release.release.label == label), None),
        "exported": exported,
        "groups": groups_of(exported) if exported else None,
        "folder": settings.EXPORT_DIR,
    }
    return render(request, "coding/releases/read.html", context)


@_for_those_who_may
def release_file(request: HttpRequest, label: str, name: str) -> HttpResponseBase:
    """Send a file that the manifest lists, the manifest itself, or all the checksums."""
    exported = offered_exports().get(label)
    if exported and name == SUMS:
        return _attachment(request, BytesIO(sums_of(exported.files.values())), SUMS)
    entry = exported.entry(name) if exported else None
    if exported is None or entry is None:
        return _missing(request, name)
    return _unchanged(request, entry) or _file(request, exported, entry)


def _missing(request: HttpRequest, name: str) -> HttpResponse:
    return refuse(request, f"There is no export here that has {name}.", status=404)


def _unchanged(request: HttpRequest, entry: ExportedFile) -> HttpResponseBase | None:
    """Return "not modified" to a client that has the current file; else None."""
    return get_conditional_response(request, etag=_etag(entry))


def _etag(entry: ExportedFile) -> str:
    return f'"{entry.sha256}"'


def _file(request: HttpRequest, exported: Exported, entry: ExportedFile) -> HttpResponseBase:
    try:
        file = exported.open(entry)
    except OSError as error:
        return refuse(request, f"{error} An admin can export again.", status=404)
    name, etag = PurePosixPath(entry.name).name, _etag(entry)
    part = part_asked_for(request, etag, entry.bytes)
    if part is None:
        answer = _attachment(request, file, name)
    else:
        answer = partial(file, part, entry.bytes, media_type(name))
        answer.headers["Cache-Control"] = FRESH
    answer.headers["ETag"] = etag
    answer.headers["Accept-Ranges"] = "bytes"
    return answer


def _attachment(request: HttpRequest, file: BinaryIO, name: str) -> HttpResponseBase:
    """Return a file to be saved, or a page or text to be displayed without the site's rights.

    The codebook is the page; its own style is allowed, and nothing else.
    """
    is_read = PurePosixPath(name).suffix in SHOWN
    kind = media_type(name)
    answer = FileResponse(file, as_attachment=not is_read, filename=name, content_type=kind)
    answer.headers["Cache-Control"] = FRESH
    if is_read:
        answer.headers["Content-Security-Policy"] = f"{SANDBOX}; style-src 'unsafe-inline'"
    if request.method == "HEAD":
        file.close()
        return HttpResponse(headers=dict(answer.items()))
    return answer


@_for_those_who_may
def release_zip(request: HttpRequest, label: str, part: str) -> HttpResponseBase:
    """Stream the printed sheets, or everything, as one ZIP file."""
    exported = offered_exports().get(label)
    entries = exported.part(part) if exported else []
    if exported is None or not entries:
        return _missing(request, f"{part}.zip")
    pieces = zip_of(exported, entries) if request.method == "GET" else iter(())
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"{exported.stem}-{part}.zip"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer.headers["Cache-Control"] = FRESH
    return answer

"""Uploaded files, sent as downloads: never run as a part of the site."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from coding.codebook.problems import FileRefused
from coding.sheets.files.pdfs.pictures import page_picture
from coding.sheets.sandbox.isolation import read_in_sandbox

# If a browser displays the file anyway: no script, no form, no cookie.
SANDBOX = "sandbox; default-src 'none'"


def picture(name: str, content: bytes, number: int) -> HttpResponse:
    """Return a page of a PDF as a picture, rendered by a separate process. Raises Http404."""
    try:
        png = read_in_sandbox(page_picture, name, content, number)
    except FileRefused:
        raise Http404("There is no picture of this page.") from None
    return HttpResponse(png, content_type="image/png", headers={"Content-Security-Policy": SANDBOX})


def attachment(name: str, content: bytes) -> HttpResponse:
    """Return a file unchanged, under its own name: files of a ZIP have their folder's before it."""
    own = name.replace("\\", "/").rpartition("/")[2]
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(True, own) or "attachment",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )

"""Files that people sent, handed out again: to be saved, never run as a part of the site."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Should a browser show it all the same, it is nobody's page: no script, no form, no cookie.
SANDBOX = "sandbox; default-src 'none'"


def attachment(name: str, content: bytes) -> HttpResponse:
    """Return a file as it came."""
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )

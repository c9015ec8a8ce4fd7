"""The answer where something broke: 503 in words for an outage, 500 for a fault of the site.

Neither asks the database. What was sent stands on the page, to be sent once more.
"""

import logging
import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error as fault

from coding.outages import Outage, outage_of

_log = logging.getLogger("coding.outages")

FORM = "application/x-www-form-urlencoded"


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for whatever raised an exception: the session, a view, a template, an upload.

    Django calls it while the exception is handled.
    """
    error = sys.exc_info()[1]
    return unavailable(request, error) or fault(request)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the answer to an outage, for people or for a script; None where it is none."""
    outage = outage_of(error)
    if outage is None:
        return None
    _log.error("%s %s", request.method, request.path, exc_info=error)
    answer = _as_json(outage) if _is_script(request) else _as_page(request, outage)
    answer.headers["Retry-After"] = str(outage.retry_after)
    add_never_cache_headers(answer)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would log it once more
    return answer


def _is_script(request: HttpRequest) -> bool:
    if request.headers.get("X-Requested-With") == "fetch":
        return True
    wanted = request.get_preferred_type(["text/html", "application/json"])
    return wanted == "application/json"


def _as_json(outage: Outage) -> HttpResponse:
    return JsonResponse({"state": "unavailable", "reason": outage.sentence}, status=503)


def _as_page(request: HttpRequest, outage: Outage) -> HttpResponse:
    shown = {
        "outage": outage,
        "style": _style(),
        "address": request.get_full_path(),
        "is_sent": request.method == "POST",
        "sent": _sent(request),
    }
    return HttpResponse(render_to_string("503.html", shown), status=503)


def _style() -> str:
    """Return the address of the style sheet; "" where static files are not collected."""
    try:
        return static("css/site.css")
    except ValueError:
        return ""


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the boxes of the form that was sent; none of a form with files or with a password."""
    if request.method != "POST" or request.content_type != FORM:
        return []
    if request.path.startswith("/accounts/"):
        return []
    try:
        boxes = [(name, text) for name, said in request.POST.lists() for text in said]
    except Exception:  # it cannot be read: too large, or cut off
        return []
    return [] if any("password" in name for name, _ in boxes) else boxes

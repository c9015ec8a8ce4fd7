"""The answer to errors: 503 with an explanation for an outage, 500 for a bug of the site.

Neither queries the database. The page of an outage shows what was sent, to be sent again.
"""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from coding.answers import asks_for_a_page, sent_by, without_page
from coding.outages import Outage, outage_of

_log = logging.getLogger("coding.outages")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for any exception: in the session, a view, a template or an upload.

    Django calls it while the exception is handled.
    """
    error = sys.exc_info()[1]
    return unavailable(request, error) or HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the answer to an outage, for people or programs; None for any other error."""
    outage = outage_of(error)
    if outage is None:
        return None
    _log.error("%s %s", request.method, request.path, exc_info=error)
    if asks_for_a_page(request):
        answer = _as_page(request, outage)
    else:
        answer = without_page(request, outage.sentence, status=503, state="unavailable")
    answer.headers["Retry-After"] = str(outage.retry_after)
    add_never_cache_headers(answer)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would log it once more
    return answer


def _as_page(request: HttpRequest, outage: Outage) -> HttpResponse:
    shown = {
        "outage": outage,
        "address": request.get_full_path(),
        "is_sent": request.method == "POST",
        "sent": sent_by(request),
    }
    return HttpResponse(render_to_string("503.html", shown), status=503)

"""What every page needs: sign-in, no caching, times in the reader's zone, refusals with reasons.

Outages in views are answered here; ``coding/unavailable.py`` makes the answer, and handles outages
elsewhere.
"""

import zoneinfo
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin

from coding.answers import (
    asks_for_a_page,
    hand_back,
    has_words,
    is_own_script,
    not_signed_in,
    refuse,
    refuse_signed_out,
)
from coding.models.times import show_times_in
from coding.request_limits import answer, drop_body, why_not_kept
from coding.unavailable import unavailable
from coding.workflow.refusals import NotAllowed, Refused


class PrivatePages(MiddlewareMixin):
    """Keeps answers to signed-in people out of caches, unless the view sets a policy of its own.

    Without it, a browser's "back" shows the last person's drafts after they signed out.
    """

    def process_response(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if is_signed_in and "Cache-Control" not in answer and answer.status_code != 304:
            patch_cache_control(answer, private=True, no_store=True)
        return answer


class OnePolicy(CSPMiddleware):
    """Sends django-csp's header, built once: no page has a policy or a nonce of its own."""

    def process_request(self, request: HttpRequest) -> None:
        """Add no nonce."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


_policy = cache(build_policy)


class ReaderZone:
    """Shows times in the reader's time zone, which the page's script stored in a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with show_times_in(_zone_named(unquote(request.COOKIES.get("zone", "")))):
            return self.get_response(request)


@lru_cache(maxsize=600)  # there are some 600 zones; a cookie may hold anything
def _zone_named(name: str) -> zoneinfo.ZoneInfo | None:
    """Return the zone of that name; None, for the project's own, where there is none."""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (KeyError, OSError, ValueError):
        return None


class RefusalMiddleware(MiddlewareMixin):
    """Shows a refused action as a page that says why: 403 for the wrong person, 409 otherwise."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return hand_back(request, str(exception), status=403)
        if isinstance(exception, Refused):
            return hand_back(request, str(exception), status=409)
        unkept = why_not_kept(exception)
        return answer(request, unkept) if unkept else unavailable(request, exception)


SIGNED_OUT = "You are signed out, so nothing of it is kept yet. Sign in, and send it again here."
OUTLIVED = "This page was opened before you last signed in, so nothing of it is kept yet."
GO_BACK = "Go back, reload the page, and send it again."


class SignInFirst(LoginRequiredMiddleware):
    """Redirects people who are not signed in to the sign-in page, and refuses programs.

    Text that was sent is handed back, since the sign-in page would lose it.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *given: Any
    ) -> HttpResponseBase | None:
        """Let signed-in people pass, with ``request.user`` as the person themselves.

        Django's lazy stand-in would be looked through a hundred times for each page.
        """
        answer: HttpResponseBase | None = super().process_view(request, view_func, *given)
        if request.user.is_authenticated:
            request.user = get_user(request)
        return answer

    def handle_no_permission(  # type: ignore[override]  # the stub knows redirects alone
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if asks_for_a_page(request):
            if has_words(request):
                return hand_back(request, SIGNED_OUT, status=403, may_send_again=True)
            return super().handle_no_permission(request, view_func)
        if is_own_script(request):
            return refuse_signed_out(request)
        return refuse(request, not_signed_in(request), status=403)


# Django's own views for these errors read the whole form to check its token, whatever its size.
# They do so even at an address without a view, for which no limit is declared.
def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if request.resolver_match is None:
        drop_body(request)
    if asks_for_a_page(request):
        return render(request, "404.html", status=404)
    return refuse(request, "There is nothing at this address.", status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 where Django itself refuses permission."""
    return render(request, "403.html", status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 for requests that no page sends, such as one for another host name."""
    return HttpResponse(render_to_string("400.html"), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell the reader what to do when a page has outlived its sign-in, and hand back its text.

    Only a page of our own may be sent again: otherwise another site could have its text sent by our
    button.
    """
    if is_own_script(request):
        return refuse_signed_out(request)
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or not has_words(request):
        return refuse(request, f"{OUTLIVED} {GO_BACK}", status=403)
    reason = f"{OUTLIVED} Send it again." if request.user.is_authenticated else SIGNED_OUT
    return hand_back(request, reason, status=403, may_send_again=True)

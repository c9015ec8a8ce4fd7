"""Turns refusals into answers, in one place, and loads only what a person may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from coding.history.whole import load_titled, load_whole
from coding.models import Sheet
from coding.workflow import rules
from coding.workflow.refusals import NotAllowed, Refused

View = Callable[..., HttpResponseBase]


class RefusalMiddleware:
    """Shows a refused action as a page that says why: 403 for the wrong person, 409 otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals that no view has answered itself."""
        if isinstance(exception, NotAllowed):
            return refuse(request, str(exception), status=403)
        if isinstance(exception, Refused):
            return refuse(request, str(exception), status=409)
        return None


def refuse(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """Answer with the reason, on a page of the site."""
    return render(request, "coding/refused.html", {"reason": reason}, status=status)


def requires(rule: Callable[[Any], str | None]) -> Callable[[View], View]:
    """Let a view be called only by people for whom the rule gives no reason against it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reason = rule(request.user)
            if reason:
                return refuse(request, reason, status=403)
            return view(request, *args, **kwargs)

        return checked

    return decorate


reader_only = requires(rules.who_may_read)
coder_only = requires(rules.who_may_propose)
reviewer_only = requires(rules.who_may_decide)
starter_only = requires(rules.who_may_start)
importer_only = requires(rules.who_may_import)
release_runner_only = requires(rules.who_may_run_releases)


def load_sheet(key: tuple[int, int]) -> Sheet:
    """Return the sheet with what its title needs."""
    return _found(load_titled(*key))


def load_whole_sheet(key: tuple[int, int]) -> Sheet:
    """Return the sheet with all its answers."""
    return _found(load_whole(*key))


def _found(sheet: Sheet | None) -> Sheet:
    if sheet is None:
        raise Http404("There is no such sheet.")
    return sheet


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what to do when a page has outlived its sign-in; unsent text stays in the browser."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"state": "signed-out", "reason": "You are signed out."}, status=401)
    return refuse(
        request,
        "This page was opened before you last signed in, so it could not be sent. Go back, reload "
        "it, and send it again: text you had typed is kept in this browser and offered back.",
        status=403,
    )

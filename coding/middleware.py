"""Answers refused actions in one place: a page of the site that says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from coding.workflow.refusals import NotAllowed, Refused


class RefusalMiddleware:
    """Shows a refused action as a page that says why: 403 for the wrong person, 409 otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return refuse(request, str(exception), status=403)
        if isinstance(exception, Refused):
            return refuse(request, str(exception), status=409)
        return None


def refuse(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """Answer with the reason, on a page of the site."""
    return render(request, "coding/refused.html", {"reason": reason}, status=status)


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

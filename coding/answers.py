"""How a refusal is answered: on a page of the site, or in a form that a script or a program reads.

A program would take a page for what it asked for: pandas reads one as a table.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse


def is_own_script(request: HttpRequest) -> bool:
    """Whether the script of one of our pages asks."""
    return request.headers.get("X-Requested-With") == "fetch"


def asks_for_a_page(request: HttpRequest) -> bool:
    """Whether a person's browser asks, as far as an address and headers tell.

    Browsers name HTML in what they accept. Programs name something else, or take anything; these
    get a page only at an address that ends with a slash, as those of pages do.
    """
    if is_own_script(request):
        return False
    accepted = request.headers.get("Accept", "*/*")
    return "text/html" in accepted or ("*/*" in accepted and request.path.endswith("/"))


def not_signed_in(request: HttpRequest) -> str:
    """Return the reason why a program that is not signed in gets nothing."""
    address = request.build_absolute_uri(reverse(settings.LOGIN_URL))
    return f"This needs an account of the project. Sign in at {address} with a browser."


def refuse(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """Answer with the reason."""
    if asks_for_a_page(request):
        return render(request, "coding/refused.html", {"reason": reason}, status=status)
    return without_page(request, reason, status=status, state="refused")


def refuse_signed_out(request: HttpRequest, reason: str = "You are signed out.") -> HttpResponse:
    """Answer a script that something has to be done first, in another tab."""
    return without_page(request, reason, status=401, state="signed-out")


def without_page(request: HttpRequest, reason: str, *, status: int, state: str) -> HttpResponse:
    """Answer a script or a program: in JSON if it takes that, else in plain text.

    Our own scripts go by the ``state``.
    """
    if is_own_script(request) or "json" in request.headers.get("Accept", ""):
        said = {"state": state, "status": status, "reason": reason}
        return JsonResponse(said, status=status)
    return HttpResponse(f"{reason}\n", content_type="text/plain; charset=utf-8", status=status)

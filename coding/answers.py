"""Answers to refused requests: a page for people, plain text or JSON for scripts and programs.

A program would take a page for the data it asked for: pandas reads one as a table.
"""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

FORM = "application/x-www-form-urlencoded"


def is_own_script(request: HttpRequest) -> bool:
    """Whether the request comes from the script of one of our pages."""
    return request.headers.get("X-Requested-With") == "fetch"


def asks_for_a_page(request: HttpRequest) -> bool:
    """Whether a person's browser asks, judging by the address and headers.

    Browsers name HTML in what they accept. Programs name something else, or accept anything; these
    get a page only at an address that ends with a slash, as addresses of pages do.
    """
    if is_own_script(request):
        return False
    accepted = request.headers.get("Accept", "*/*")
    return "text/html" in accepted or ("*/*" in accepted and request.path.endswith("/"))


def not_signed_in(request: HttpRequest) -> str:
    """Return why a program that is not signed in is refused."""
    address = request.build_absolute_uri(reverse(settings.LOGIN_URL))
    return f"This needs an account of the project. Sign in at {address} with a browser."


def refuse(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """Answer with the reason."""
    return _refused(request, status, reason=reason)


def turn_away(request: HttpRequest, reason: str, *, is_of_a_page: bool) -> HttpResponse:
    """Refuse a download, or send people who are not signed in to sign in and see the page.

    Requests for files are not redirected, since a program would take that page for the file.
    """
    if request.user.is_authenticated:
        return refuse(request, reason, status=403)
    if is_of_a_page:
        return redirect_to_login(request.get_full_path())
    return refuse(request, not_signed_in(request), status=403)


def hand_back(
    request: HttpRequest, reason: str, *, status: int, may_send_again: bool = False
) -> HttpResponse:
    """Answer with the reason, on a page that shows the text that was sent."""
    boxes = sent_by(request)
    words = [text for name, text in boxes if _are_words(name, text)]
    again = boxes if words and may_send_again else []
    return _refused(request, status, reason=reason, words=words, again=again)


_FOR_WORDS = re.compile(
    r"(?:q\d+-)?(?:text|note)|comment(?:-\d+)?|pass:.+|common|names|reason|why|citation"
)
_WORDS = re.compile(r"[^\W\d]\s+[^\W\d]")  # two words or more: somebody typed them


def _are_words(name: str, text: str) -> bool:
    """Whether somebody typed this: any text in a field for prose, several words in any other."""
    return bool((_FOR_WORDS.fullmatch(name) and text.strip()) or _WORDS.search(text))


def _refused(request: HttpRequest, status: int, *, reason: str, **sent: Any) -> HttpResponse:
    if asks_for_a_page(request):
        shown = {"reason": reason, "words": [], "again": [], **sent}
        return render(request, "coding/refused.html", shown, status=status)
    return without_page(request, reason, status=status, state="refused")


def sent_by(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of the form sent; none if it has files or a password, or is of accounts."""
    if request.method != "POST" or request.content_type != FORM:
        return []
    if request.path.startswith("/accounts/"):
        return []
    try:
        boxes = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except Exception:  # unreadable: too large, or cut off
        return []
    return [] if any("password" in name for name, _ in boxes) else boxes


def has_words(request: HttpRequest) -> bool:
    """Whether the form holds text that somebody typed and must not lose."""
    return any(_are_words(*box) for box in sent_by(request))


def refuse_signed_out(request: HttpRequest, reason: str = "You are signed out.") -> HttpResponse:
    """Tell a script that the person must sign in first, in another tab."""
    return without_page(request, reason, status=401, state="signed-out")


def without_page(request: HttpRequest, reason: str, *, status: int, state: str) -> HttpResponse:
    """Answer a script or a program: in JSON if it accepts that, else in plain text.

    Our own scripts decide by the ``state``.
    """
    if is_own_script(request) or "json" in request.headers.get("Accept", ""):
        data = {"state": state, "status": status, "reason": reason}
        return JsonResponse(data, status=status)
    return HttpResponse(f"{reason}\n", content_type="text/plain; charset=utf-8", status=status)

"""What a person must do before anything else: choose a new password, show a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from coding.accounts import second_factor
from coding.answers import asks_for_a_page, refuse_signed_out

OPEN = {"account_login", "account_logout", "account_reauthenticate", "health"}
SHOWING = ("mfa_authenticate", "mfa_reauthenticate")  # pages on which a second factor is shown
# Pages that change how one comes in. They are done before anything else, but who has a second
# factor shows it first: else a browser that was signed in before would read its recovery codes.
WAYS_IN = ("password_change", "mfa_")


class Duties:
    """Redirects every page to what must be done first; scripts and programs get a refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name in OPEN or name.startswith(SHOWING) or not request.user.is_authenticated:
            return None
        page = due_before_ways_in(request) if name.startswith(WAYS_IN) else due(request)
        if page is None:
            return None
        if asks_for_a_page(request):
            return redirect(page)
        reason = "Open the site in another tab: there is something to do with your account."
        return refuse_signed_out(request, reason)


def due(request: HttpRequest) -> str | None:
    """Return the address of the page where something must be done first, if any."""
    account = getattr(request.user, "account", None)
    if account and account.must_change_password:
        return reverse("password_change")
    if not settings.SECOND_FACTOR_FOR or second_factor.is_shown(request):
        return None
    if not second_factor.needs(request.user):
        return None
    if not second_factor.has_one(request.user):
        return reverse("mfa_index")
    return _show_it_first(request)


def due_before_ways_in(request: HttpRequest) -> str | None:
    """Return where a second factor must be shown before it, or the password, is changed."""
    if second_factor.is_shown(request) or not second_factor.has_one(request.user):
        return None
    return _show_it_first(request)


def _show_it_first(request: HttpRequest) -> str:
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return f"{reverse('mfa_reauthenticate')}?{query}"

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

# The pages on which these are done, and the way out.
OPEN = {"password_change", "account_login", "account_logout", "account_reauthenticate", "health"}


class Duties:
    """Redirects every page to what must be done first; scripts and programs get a refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name in OPEN or name.startswith("mfa_") or not request.user.is_authenticated:
            return None
        page = due(request)
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
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return f"{reverse('mfa_reauthenticate')}?{query}"

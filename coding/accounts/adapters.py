"""How allauth behaves here: no sign-up, no e-mail addresses of its own, our words and limits."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from coding.accounts import second_factor
from coding.accounts.browsers import address_of, device_of

LATELY = 15 * 60  # seconds after a sign-in during which the password is not asked for again


class Accounts(DefaultAccountAdapter):
    """Accounts are made by admins; changing a second factor requires a recent sign-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in whom each way of signing in has let pass; not who was deactivated meanwhile.

        Django opens nothing with such a session until the account is active again.
        """
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, "The account is deactivated. Ask an admin.")
        return redirect("account_login")

    def is_safe_url(self, url: str | None) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # no address at all, as http://[
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request.META) or "unknown"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        request = context.request
        shown = get_authentication_records(request, request.user)
        return not any(time.time() - sign_in["at"] < LATELY for sign_in in shown)


class SecondFactors(DefaultMFAAdapter):
    """Secrets of second factors are encrypted with the site's own secret."""

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"ATOP {settings.SITE_HOST}"

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return device_of(context.request.META)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """A person who needs a second factor cannot remove the last one."""
        if not second_factor.needs(authenticator.user):
            return True
        own = type(authenticator).objects.filter(user=authenticator.user)
        others = own.exclude(pk=authenticator.pk).exclude(type="recovery_codes")
        return bool(others.exists())


def _lock() -> Fernet:
    key = hashlib.sha256(b"second factors" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))

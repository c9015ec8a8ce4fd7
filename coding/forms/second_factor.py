"""allauth's forms in our words."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)

NO_CREDENTIAL = (AttributeError, LookupError, TypeError, ValueError, struct.error)


@contextmanager
def only_credentials() -> Iterator[None]:
    """Refuse what is no browser's answer. allauth expects few of the errors that reading it has."""
    try:
        yield
    except NO_CREDENTIAL as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddPasskey(AddWebAuthnForm):
    """A passkey; stored on the device, it replaces the password at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "So that you recognize it."
        alone = self.fields["passwordless"]
        alone.label = "Sign in with it alone, without the password"
        alone.help_text = "It is kept in the device, which asks for fingerprint, face or PIN."

    def clean(self) -> dict[str, Any]:
        with only_credentials():
            cleaned_data: dict[str, Any] = super().clean()
        return cleaned_data


class _ShownPasskey(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with only_credentials():
            return super().clean_credential()


class ShowPasskey(_ShownPasskey):
    """A passkey as the second step of signing in."""


class SignInByPasskey(_ShownPasskey, LoginWebAuthnForm):
    """A passkey alone."""


class ConfirmByPasskey(_ShownPasskey, ReauthenticateWebAuthnForm):
    """A passkey shown again."""


class AddApp(ActivateTOTPForm):
    """An app with codes. The code that sets it up is used then, and opens nothing afterwards."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        app = Authenticator(user=self.user, data={"secret": encrypt(self.secret)})
        if not TOTP(app).validate_code(code):
            raise get_adapter().validation_error("incorrect_code")
        return code

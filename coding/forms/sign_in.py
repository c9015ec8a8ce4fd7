"""Signing in, and setting passwords."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from coding.models.times import time_in_words

WRONG = "Name or password is wrong, or the account is deactivated. Capitals count in the password."


def why_not_signed_in(request: HttpRequest | None) -> str:
    """Return the error message after a failed sign-in, with what to do."""
    until = getattr(request, "sign_in_waits_until", None)
    if until:
        return (
            f"Too many wrong passwords were typed for this name, or from where you are. Try again "
            f"after {time_in_words(until)}. An admin can unlock it sooner."
        )
    return str(getattr(request, "why_not_sign_in", WRONG))


class SignIn(AuthenticationForm):
    """Name and password."""

    def get_invalid_login_error(self) -> ValidationError:
        return ValidationError(why_not_signed_in(self.request), code="invalid_login")


class OwnPassword(PasswordChangeForm):
    """Changes the password; attempts with the old one are limited as at the sign-in."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) is None:
            if hasattr(self.request, "sign_in_waits_until"):
                raise ValidationError(why_not_signed_in(self.request))
            raise ValidationError("This is not your password as it is now.")
        return old

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_password1") and data["new_password1"] == data.get("old_password"):
            self.add_error("new_password1", "This is the old one. Choose another.")
        return data


class Forgotten(forms.Form):
    """The name or e-mail address of a person who forgot the password."""

    who = forms.CharField(
        label="Username or e-mail address",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )

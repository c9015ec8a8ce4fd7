"""The errors of a form, as its page tells them."""

from django import forms


def errors_of(form: forms.Form) -> list[str]:
    """Return all errors, field by field."""
    return [str(error) for errors in form.errors.values() for error in errors]


def refusal_of(form: forms.Form) -> str:
    return " ".join(errors_of(form))

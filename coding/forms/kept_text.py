"""Fields whose text the browser keeps until it is sent (``static/js/kept_text.js``)."""

from typing import Any

from django import forms

_BACK = "Back to what stands there now"


def keep_typed(form: forms.Form, user: Any, subject: str) -> None:
    """Make the browser keep what this person types into a form about one subject."""
    for name, box in zip(form.fields, kept_of(form, subject).split(), strict=True):
        attrs = form.fields[name].widget.attrs
        attrs["data-kept"] = f"{user.pk}:comment:{box}"
        if form.initial.get(name):  # shows a text, to be overwritten
            attrs["data-kept-over"] = _BACK


def kept_of(form: forms.Form, subject: str) -> str:
    """Return the names of the kept fields, to be dropped once the form was accepted."""
    return " ".join(f"{subject}-{name}" for name in form.fields)

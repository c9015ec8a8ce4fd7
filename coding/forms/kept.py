"""Boxes of which the browser keeps what is typed until it is sent (``static/js/kept.js``)."""

from typing import Any

from django import forms

_BACK = "Back to what stands there now"


def keep_typed(form: forms.Form, user: Any, subject: str) -> None:
    """Have the browser keep for this person what is typed into a form about one subject."""
    for name, box in zip(form.fields, kept_of(form, subject).split(), strict=True):
        attrs = form.fields[name].widget.attrs
        attrs["data-kept"] = f"{user.pk}:comment:{box}"
        if form.initial.get(name):  # a text that is shown, to be typed over
            attrs["data-kept-over"] = _BACK


def kept_of(form: forms.Form, subject: str) -> str:
    """Return the names under which the boxes are kept, to be dropped once they were taken."""
    return " ".join(f"{subject}-{name}" for name in form.fields)

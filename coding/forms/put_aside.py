"""What an admin sends to put a sheet aside: the reason."""

from django import forms

from coding.forms.layouts import OneButton


class PutAsideForm(forms.Form):
    """The reason, which is stored. The workflow decides whether the sheet can be put aside."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Such as “started twice, see 4766”. It is kept with the sheet.",
        error_messages={"required": "Say why the sheet is put aside."},
    )

    helper = OneButton("put", "Put the sheet aside")

"""What an admin sends to put a sheet aside: the reason."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms


class PutAsideForm(forms.Form):
    """The reason, which is stored. The workflow decides whether the sheet can be put aside."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Such as “started twice, see 4766”. It is kept with the sheet.",
        error_messages={"required": "Say why the sheet is put aside."},
    )

    helper = FormHelper()
    helper.attrs = {"autocomplete": "off"}
    helper.add_input(Submit("put", "Put the sheet aside"))

"""What somebody sends to set an alliance's usual names."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms


class UsualNames(forms.Form):
    """The names, separated by semicolons. The workflow decides whether they can be stored."""

    names = forms.CharField(
        required=False,
        label="Usual names",
        help_text="Parted by semicolons, the most usual first: NATO; North Atlantic Treaty.",
    )

    helper = FormHelper()
    helper.attrs = {"autocomplete": "off"}
    helper.add_input(Submit("keep", "Keep these names"))

"""What somebody sends to set an alliance's usual names."""

from django import forms

from coding.forms.layouts import OneButton


class UsualNames(forms.Form):
    """The names, separated by semicolons. The workflow decides whether they can be stored."""

    names = forms.CharField(
        required=False,
        label="Usual names",
        help_text="Parted by semicolons, the most usual first: NATO; North Atlantic Treaty.",
    )

    helper = OneButton("keep", "Keep these names")

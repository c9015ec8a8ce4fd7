"""What an admin sends to hold a sheet back from a release, or to include it again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coding.forms.sheets import read_key


class HoldBack(forms.Form):
    """The sheet, by its ATOP ID or its key, and the reason."""

    sheet = forms.CharField(required=False)
    reason = forms.CharField(required=False)
    let_in = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Read the ATOP ID: an alliance is held back with all its phases."""
        key = read_key(self.cleaned_data.get("sheet", ""))
        if key is None:
            raise ValidationError("Name the sheet by its ATOP ID, such as 4765.")
        return {**self.cleaned_data, "atop_id": key[0]}

"""What a reviewer sends as a suggestion: a copy of the proposal with changes, and why."""

from typing import Any

from django import forms

from coding.codebook.cells import Address, CellValues
from coding.forms.typed_codes import CodesSent
from coding.models import Revision


def is_typed(cell: str) -> bool:
    """Whether the code can be typed; joining or leaving the roster stays as proposed."""
    return Address.of(cell).variable != "member"


class Suggesting(forms.Form):
    """Bound to the fingerprint of what was shown."""

    text = forms.CharField(required=False, strip=False)
    comment = forms.CharField(required=False)
    seen = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a request without a text: it would suggest an empty answer."""
        if "text" not in self.data:
            raise forms.ValidationError("The text did not arrive. Nothing was sent; try again.")
        codes, _ = CodesSent(self.data).clean().over({}, {})
        return {**self.cleaned_data, "codes": codes}

    def what_to_suggest(self, revision: Revision) -> dict[str, Any]:
        """Return the arguments of the workflow's action."""
        data = self.cleaned_data
        roster: CellValues = {c: v for c, v in revision.codes.items() if not is_typed(c)}
        named = {name: data[name] for name in ("text", "comment", "seen")}
        return {**named, "codes": {**roster, **data["codes"]}}

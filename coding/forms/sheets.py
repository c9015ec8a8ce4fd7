"""Forms that name a sheet, start one, or show one as of a day."""

import re
from typing import Any

from django import forms

from coding.forms.layouts import OneButton, OneLineForm
from coding.forms.moments import MomentField

UNLABELLED = "coding/forms/unlabelled.html"


def read_key(text: str) -> tuple[int, int] | None:
    """Return (ATOP ID, phase) when the text is a sheet's name, such as 4765 or 1020.2."""
    key = re.fullmatch(r"(\d{4})(?:\.(\d))?", text.strip())
    return (int(key[1]), int(key[2] or 0)) if key else None


class StartSheet(forms.Form):
    """A new sheet's ATOP ID and phase."""

    atop_id = forms.IntegerField(
        label="ATOP ID",
        min_value=1000,
        max_value=9999,
        help_text="Four digits. Blocks follow the year of signature: 1000–1999 for 1815–1913, "
        "2000–2999 for 1914–1944, 3000–3999 for 1945–1989, 4000–7999 from 1990 on.",
        error_messages={
            "required": "Enter the alliance’s four-digit ATOP ID.",
            "invalid": "An ATOP ID is a number of four digits, such as 4765.",
            "min_value": "An ATOP ID has four digits: 1000 to 9999.",
            "max_value": "An ATOP ID has four digits: 1000 to 9999.",
        },
    )
    phase = forms.IntegerField(
        label="Phase",
        min_value=0,
        max_value=9,
        initial=0,
        help_text="0 when the alliance has only one phase.",
        error_messages={
            "required": "Enter 0 when the alliance has only one phase.",
            "invalid": "A phase is one digit: 0 to 9.",
            "min_value": "A phase is one digit: 0 to 9.",
            "max_value": "A phase is one digit: 0 to 9.",
        },
    )

    helper = OneButton("start", "Start the sheet")


class StartPhase(forms.Form):
    """The next phase of an alliance, by the number that the page announced."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    parallel = forms.BooleanField(required=False)  # a value of the button

    def __init__(self, *args: Any, beside: bool = False, **kwargs: Any) -> None:
        """Label the button for a phase that runs ``beside`` others, or for one that follows."""
        super().__init__(*args, **kwargs)
        name, words = ("parallel", " beside it") if beside else ("start", "")
        start = f"Start phase {self.initial.get('number', '')}{words}"
        self.helper = OneLineForm(
            "number", button=start, css="go", field_template=UNLABELLED, name=name, value="1"
        )

    @property
    def what_to_start(self) -> dict[str, Any]:
        """The arguments of the workflow's action, without an unreadable number."""
        self.is_valid()
        data = self.cleaned_data
        return {"number": data.get("number"), "parallel": data.get("parallel", False)}


class DayInput(forms.DateInput):
    """A date box, which shows the day of an exact time."""

    def format_value(self, value: Any) -> str | None:
        """Return the day, the first part of the value in the address."""
        return str(value)[:10] if value else None


class AsOf(forms.Form):
    """The day at whose end the sheet is shown; empty means now."""

    at = MomentField(
        required=False,
        label="As of the end of this day",
        widget=DayInput({"type": "date", "required": True}),
    )

    helper = OneLineForm("at", button="Show", field_template=UNLABELLED)

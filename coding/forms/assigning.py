"""What an admin sends to assign sheets: the action, the new coder and the previous one."""

from collections.abc import Mapping
from typing import Any

from django import forms

ASSIGN, HAND_OVER, UNASSIGN = "assign", "hand-over", "unassign"


class AssigningForm(forms.Form):
    """``coders`` and ``holders`` are the people that the page offers, by their keys."""

    do = forms.ChoiceField(
        choices=[(act, act) for act in (ASSIGN, HAND_OVER, UNASSIGN)],
        error_messages={
            "required": "Press one of the buttons.",
            "invalid_choice": "Press a button.",
        },
    )
    seen = forms.CharField(required=False)
    to = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose a coder whose account is active."},
    )
    of = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={
            "invalid_choice": "Choose somebody to whom some of the sheets are assigned."
        },
    )

    def __init__(self, data: Any, *, coders: Mapping[int, Any], holders: Mapping[int, Any]) -> None:
        super().__init__(data)
        for name, people in (("to", coders), ("of", holders)):
            box: Any = self.fields[name]
            box.choices = [("", ""), *((pk, pk) for pk in people)]
        self._coders, self._holders = coders, holders

    def clean(self) -> None:
        """Check that the button pressed has what it needs."""
        do, data = self.cleaned_data.get("do"), self.cleaned_data
        if do in (ASSIGN, HAND_OVER) and "to" in data and data["to"] is None:
            self.add_error("to", "Choose the coder to whom the sheets go.")
        if do == HAND_OVER and "of" in data and data["of"] is None:
            self.add_error("of", "Choose the coder from whom the sheets come.")

    @property
    def taker(self) -> Any:
        """The coder who gets the sheets."""
        return self._coders[self.cleaned_data["to"]]

    @property
    def giver(self) -> Any | None:
        """The coder who loses the sheets; None means everybody."""
        chosen = self.cleaned_data["of"]
        return None if chosen is None else self._holders[chosen]

"""Which two releases to compare, and which differences to show."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coding.forms.layouts import OneLineForm
from coding.history.compared_sides import NOW, Side
from coding.history.comparison import Wanted
from coding.models import Release
from coding.models.variables import BY_NAME


class ReleaseComparison(forms.Form):
    """Two sides, a filter and a page. All of it lives in the address.

    Where the address names no sides, the release frozen last is compared with the record; for
    people who may not read the record, with the release before. ``frozen`` are the releases that
    the person may see, the newest first.
    """

    variable = forms.CharField(
        required=False,
        label="Code",
        widget=forms.TextInput(
            {
                "placeholder": "estmode",
                "size": 10,
                "list": "changed",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    alliance = forms.RegexField(
        r"^[1-9][0-9]{3}$",
        required=False,
        label="ATOP ID",
        widget=forms.TextInput({"placeholder": "1020", "size": 6, "inputmode": "numeric"}),
        error_messages={"invalid": "“%(value)s” is not an ATOP ID of four digits, such as 1020."},
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=9999)
    helper = OneLineForm("from", "to", "variable", "alliance", button="Compare", css="go")

    def __init__(
        self, data: Mapping[str, Any], *, frozen: Sequence[Release], has_record: bool
    ) -> None:
        self.frozen = frozen
        record = [Side()] if has_record else []
        self.sides = {side.label: side for side in (*map(Side, frozen), *record)}
        given = {name: data[name] for name in data if data[name]}
        newest, before = [*self.sides, "", ""][:2]
        standard = dict(
            zip(("from", "to"), (newest, NOW) if has_record else (before, newest), strict=True)
        )
        self.is_complete = standard.keys() <= given.keys()
        self.is_within = all((standard | given)[name] in self.sides for name in standard)
        super().__init__(standard | given)
        names = ", ".join(self.sides)
        for name in standard:
            self.fields[name] = forms.ChoiceField(
                choices=list(self.sides.items()),
                label=name.capitalize(),
                error_messages={
                    "invalid_choice": f"No frozen release here is called “%(value)s”. Choose one "
                    f"of these: {names}."
                },
            )
        self.order_fields(standard)

    def clean_variable(self) -> str:
        """Accept only variables that are entered; the others are derived from them."""
        name = self.cleaned_data["variable"].strip()
        if name and not (name in BY_NAME and BY_NAME[name].is_coded):
            raise ValidationError(
                f"“{name}” is none of the codes that are entered, such as estmode. The codebook "
                "lists them."
            )
        return name

    def clean(self) -> None:
        """Refuse to compare a release with itself."""
        chosen = self.cleaned_data.get("from")
        if chosen and chosen == self.cleaned_data.get("to"):
            raise ValidationError(f"Both sides are {self.sides[chosen]}. Choose two that differ.")

    @property
    def both(self) -> tuple[Side, Side] | None:
        """The two sides; None where they cannot be compared."""
        if self.errors.keys() & {"from", "to", "__all__"}:
            return None
        return self.sides[self.cleaned_data["from"]], self.sides[self.cleaned_data["to"]]

    @property
    def wanted(self) -> Wanted:
        """The filter; an invalid part of it filters nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        alliance = chosen.get("alliance")
        return Wanted(chosen.get("variable", ""), int(alliance) if alliance else None)

    @property
    def number(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("page") or 1

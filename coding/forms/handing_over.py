"""What an admin sends to hand work over: the new coder."""

from typing import Any

from django import forms

from coding.forms.layouts import OneLineForm
from coding.models.people_names import name_and_username
from coding.workflow.handing_over import active_coders


class HandingOver(forms.Form):
    """The coder who gets the ticked work, with the user name, since names may be shared."""

    to = forms.TypedChoiceField(
        coerce=int,
        label="To",
        error_messages={
            "required": "Choose the coder who goes on with it.",
            "invalid_choice": "Choose a coder whose account is active.",
        },
    )
    helper = OneLineForm(
        "to", button="Hand over the selected", css="go", **{"data-selection-button": ""}
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.coders = {person.pk: person for person in active_coders()}
        box: Any = self.fields["to"]
        names = [(pk, name_and_username(coder)) for pk, coder in self.coders.items()]
        box.choices = [("", "choose"), *names]

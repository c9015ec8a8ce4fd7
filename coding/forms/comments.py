"""What somebody sends to comment on a question, to reply, to resolve or to reopen a thread."""

from typing import Any

from django import forms

from coding.models.comment import Remark


class CommentSent(forms.Form):
    """The comment and its place: ``thread`` is empty for a new one.

    ``about`` is the proposal that it is about; ``back`` the change under review on whose page it
    was written. The workflow checks the text.
    """

    text = forms.CharField(required=False, strip=False)
    step = forms.TypedChoiceField(
        choices=Remark.choices, coerce=Remark, required=False, empty_value=Remark.SAY
    )
    thread = forms.IntegerField(required=False, min_value=1)
    about = forms.IntegerField(required=False, min_value=1)
    back = forms.IntegerField(required=False, min_value=1)

    def sent(self, name: str) -> Any:
        """Return the value of a field; None where it cannot be read."""
        self.is_valid()
        return self.cleaned_data.get(name)

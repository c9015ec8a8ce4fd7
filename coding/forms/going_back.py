"""What a coder goes back to: before one change, to a moment, or before one person's changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms

from coding.forms.layouts import OneLineForm
from coding.forms.moments import FirstMomentField, MomentField
from coding.models import Revision
from coding.models.questionnaire import BY_NUMBER, Question
from coding.models.revision import Origin


class GoingBack(forms.Form):
    """Lives in the address. ``changes`` are the approved changes of the sheet.

    Links send a ``revision``, or a ``question`` with a moment ``at``. The fields select all that
    one person changed in a span of time.
    """

    revision = forms.IntegerField(required=False)
    question = forms.TypedChoiceField(
        required=False, coerce=int, choices=[(number, number) for number in BY_NUMBER]
    )
    at = MomentField(required=False)
    by = forms.ChoiceField(required=False, label="Changed by")
    since = FirstMomentField(required=False, label="From")
    until = MomentField(required=False, label="To")
    helper = OneLineForm("by", "since", "until", button="Show")

    def __init__(self, data: Any, *, changes: Sequence[Revision]) -> None:
        super().__init__(data)
        self.changes = changes
        box: Any = self.fields["by"]
        box.choices = [("", "choose"), *_people(changes)]

    @property
    def refusals(self) -> list[str]:
        """The errors, field by field."""
        return [
            f"{self[name].label}: {wrong}" for name in self.errors for wrong in self.errors[name]
        ]

    @property
    def one_change(self) -> Revision | None:
        pk = self._sent("revision")
        return next((change for change in self.changes if change.pk == pk), None)

    @property
    def names_no_change(self) -> bool:
        """Whether the address names a change that the sheet does not have."""
        return bool(self._sent("revision")) and self.one_change is None

    @property
    def question_at(self) -> tuple[Question, datetime] | None:
        """The question and the moment that a link named."""
        number, at = self._sent("question"), self._sent("at")
        return (BY_NUMBER[number], at) if number and at else None

    @property
    def of_person(self) -> list[Revision] | None:
        """The chosen person's changes in the span; None where nobody was chosen."""
        by = self._sent("by")
        if not by:
            return None
        since, until = self._sent("since"), self._sent("until")
        return [
            change
            for change in self.changes
            if _key(change) == by
            and change.decided_at
            and (since is None or change.decided_at >= since)
            and (until is None or change.decided_at <= until)
        ]

    def _sent(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() else None


def _key(revision: Revision) -> str:
    return str(revision.author_id) if revision.author_id else f"~{revision.author_name}"


def _people(changes: Iterable[Revision]) -> list[tuple[str, str]]:
    """Return the authors of the changes, with user names where two have the same name."""
    undoable = [change for change in changes if change.origin != Origin.PRINTED]
    names = {_key(revision): revision.author_name for revision in undoable}
    shared = Counter(names.values())
    users = {_key(own): own.author.get_username() for own in undoable if own.author}
    labels = {
        key: f"{name} ({users[key]})" if shared[name] > 1 and key in users else name
        for key, name in names.items()
    }
    return sorted(labels.items(), key=lambda choice: choice[1])

"""What a coder sends when writing: text, codes, reason, and what the page showed when loaded."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coding.codebook.blank import REASONS, in_words
from coding.codebook.cells import CellValues
from coding.codebook.text import as_typed, canonical
from coding.forms.consent import reasons_in
from coding.forms.typed_codes import CodesSent
from coding.workflow.drafts import TypedAnswer

MOST_CHARACTERS = 100_000
# Django fills in both numbers.
_TOO_LONG = "{} has %(show_value)d characters; %(limit_value)d are the most. Nothing was saved."


def shown(text: str, note: str = "", codes: Mapping[str, int | None] | None = None) -> str:
    """Return a short fingerprint of what a page showed, to detect whether anything was typed."""
    shown_text = f"{canonical(text)}\x1f{as_typed(note)}"
    if codes:
        shown_text += f"\x1f{sorted(codes.items())}"
    return hashlib.sha256(shown_text.encode()).hexdigest()[:16]


class Draft(forms.Form):
    """One answer as typed. A prefix, such as "q14", tells the answers of a section apart.

    ``accepted`` are suggested codes that a button of the page accepts.
    """

    text = forms.CharField(
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        error_messages={"max_length": _TOO_LONG.format("The answer")},
    )
    note = forms.CharField(
        required=False,
        max_length=10_000,
        error_messages={"max_length": _TOO_LONG.format("The reason")},
    )
    edits = forms.IntegerField(required=False, min_value=0)
    shown = forms.CharField(required=False)
    approved = forms.CharField(required=False)
    blank = forms.ChoiceField(required=False, choices=[(mark.mark, mark.words) for mark in REASONS])
    author = forms.IntegerField(required=False)

    def __init__(self, data: Any, *, accepted: CellValues | None = None, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        self.accepted = accepted or {}

    @classmethod
    def of_section(cls, data: Any, number: int, accepted: CellValues) -> "Draft | None":
        """Return the answer to one question of a section's page, or None where it has no box."""
        form = cls(data, accepted=accepted, prefix=f"q{number}")
        return form if form.was_sent else None

    @property
    def was_sent(self) -> bool:
        """Whether the page had a field for this answer; an absent field is not an emptied one."""
        return self.add_prefix("text") in self.data

    @property
    def codes(self) -> CodesSent:
        return CodesSent(self.data, self.add_prefix(""))

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons for passing warnings, by the keys of the findings."""
        return reasons_in(self.data)

    def typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    def clean(self) -> dict[str, Any]:
        """Refuse a request without a text, which would empty the draft; read the codes."""
        if not self.was_sent:
            raise ValidationError("The text did not arrive. Nothing was changed; send it again.")
        edits = self.cleaned_data.get("edits") or 0
        text = self._text_or_why_blank()
        return {**self.cleaned_data, "text": text, "edits": edits, "codes": self.codes.clean()}

    def _text_or_why_blank(self) -> str:
        """Return the text; where it is empty, the reason chosen for that."""
        text, reason = self.cleaned_data.get("text", ""), self.cleaned_data.get("blank", "")
        if self.add_prefix("blank") not in self.data:
            return str(text)
        if not in_words(canonical(text)):
            return str(reason)
        if reason:
            raise ValidationError(
                "There is an answer, and a reason why it is blank. Empty one of the two."
            )
        return str(text)

    @property
    def is_changed(self) -> bool:
        """Whether text, codes or reason differ from what the page showed when it was loaded."""
        data = self.cleaned_data
        return data["shown"] != shown(data["text"], data["note"], data["codes"].typed)

    @property
    def common_note(self) -> str:
        """The reason typed once for all answers of a section."""
        return str(self.data.get("common", "")).strip()

    @property
    def answer(self) -> TypedAnswer:
        """What to save; no text is proposed if it equals the approved one."""
        data = self.cleaned_data
        is_approved = data["approved"] == shown(data["text"])
        return TypedAnswer(
            text=None if is_approved else data["text"],
            note=data["note"],
            codes=data["codes"].with_cells(self.accepted),
            edits=data["edits"],
        )

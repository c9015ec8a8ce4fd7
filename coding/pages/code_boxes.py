"""The boxes in which codes are typed, put together in Python: a page may have a thousand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from coding.codebook.variables import Variable
from coding.forms.typed_codes import MISSING_SIGN, written
from coding.models.variables import BY_NAME


@dataclass(frozen=True)
class Boxes:
    """What the boxes of one question hold, and what was typed where it could not be kept."""

    shown: Mapping[str, int | None]
    approved: Mapping[str, int]
    typed: Mapping[str, str]
    prefix: str = ""

    def text(self, cell: str) -> str:
        """What stands in the box."""
        return self.typed[cell] if cell in self.typed else written(self.shown.get(cell))


@dataclass(frozen=True)
class AllianceBox:
    """The box of one code that belongs to the alliance, with what it says."""

    variable: Variable
    label: str
    box: SafeString

    @property
    def when_missing(self) -> str:
        """When the code may be missing, where the box is a field that does not say so itself."""
        return "" if self.variable.codes else self.variable.missing


def one_box(
    variable: Variable, cell: str, boxes: Boxes, label: str, *, narrow: bool = False
) -> str:
    """Return the box for one cell: a list of its labelled codes, or a field for a number.

    A box that differs from the approved code is marked, and carries what is approved.
    """
    text, approved = boxes.text(cell), boxes.approved.get(cell)
    name = f'name="{boxes.prefix}code:{cell}" data-cell="{cell}" aria-label="{escape(label)}"'
    if text == written(approved):
        return control(variable, name, text, narrow=narrow)
    title = escape(f"approved: {variable.describe(approved)}")
    was = f' data-was="{written(approved)}" title="{title}"'
    return control(variable, name + was, text, narrow=narrow, marks=" changed")


def control(
    variable: Variable, attributes: str, text: str, *, narrow: bool, marks: str = ""
) -> str:
    """Return a list or a field that holds the text; narrow ones are fields, whatever the codes."""
    if variable.codes and not narrow:
        options = _options(variable.name, bool(variable.missing) or text == MISSING_SIGN)
        if text and f'value="{escape(text)}"' not in options:  # published without a label
            options += f'<option value="{escape(text)}">{escape(text)} (no label)</option>'
        chosen = f'<option value="{escape(text)}"'
        options = options.replace(f"{chosen}>", f"{chosen} selected>", 1)
        return f'<select {attributes} class="code{marks}">{options}</select>'
    size = 4 if variable.most > 99 and not variable.codes else 2
    marks += " zero" if text == "0" else ""
    return (
        f'<input {attributes} value="{escape(text)}" size="{size}" inputmode="numeric" '
        f'autocomplete="off" class="code{marks}">'
    )


@lru_cache(maxsize=512)
def _options(name: str, may_be_missing: bool) -> str:
    variable = BY_NAME[name]
    parts = ['<option value="">not coded yet</option>']
    parts += [
        f'<option value="{value}">{escape(variable.describe(value))}</option>'
        for value in variable.codes
    ]
    if may_be_missing:
        reason = f" – {variable.missing}" if variable.missing else ""
        parts.append(f'<option value="{MISSING_SIGN}">missing{escape(reason)}</option>')
    return "".join(parts)

"""Which key each shortcut has for one person, and whether single keys act at all."""

import unicodedata
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms

from coding.models import Preferences
from coding.shortcuts import Shortcut, usual_shortcuts


class ShortcutKeys(forms.Form):
    """A field for each shortcut of a single character; an empty one switches it off."""

    has_single_keys = forms.BooleanField(
        required=False,
        label="Keys of a single character act",
        help_text="Switch them off where speech input or a keyboard that bounces would press them.",
    )

    def __init__(self, data: Any, *, own: Preferences | None) -> None:
        self.shortcuts = [shortcut for shortcut in usual_shortcuts() if shortcut.is_single]
        kept = own.keys if own else {}
        initial = {
            shortcut.name: kept.get(shortcut.name, shortcut.key) for shortcut in self.shortcuts
        }
        initial["has_single_keys"] = own.has_single_keys if own else True
        super().__init__(data, initial=initial)
        self.fields |= {shortcut.name: _box(shortcut) for shortcut in self.shortcuts}
        self.helper = _layout(self.shortcuts)

    def clean(self) -> dict[str, Any]:
        """Refuse a key that two shortcuts would share."""
        taken: dict[str, Shortcut] = {}
        for shortcut in self.shortcuts:
            key = self.cleaned_data.get(shortcut.name, "")
            if key and key in taken:
                self.add_error(
                    shortcut.name,
                    f"“{key}” is the key of “{taken[key].words}” already. Choose another one, or "
                    "leave one of the two empty.",
                )
            taken.setdefault(key, shortcut)
        return self.cleaned_data

    @property
    def own_keys(self) -> dict[str, str]:
        """The keys that differ from the defaults."""
        data = self.cleaned_data
        return {
            shortcut.name: data[shortcut.name]
            for shortcut in self.shortcuts
            if data[shortcut.name] != shortcut.key
        }


class KeyField(forms.CharField):
    """A single printable character, as a keyboard of any layout types it; or nothing."""

    def clean(self, value: Any) -> str:
        """Return the character; a letter and an accent typed separately are composed."""
        key = unicodedata.normalize("NFC", super().clean(value))
        if len(key) > 1 or not key.isprintable():
            raise forms.ValidationError(
                f"“{key}” is not one character. Type the character of the key, such as “a” or “+”."
            )
        return key


def _box(shortcut: Shortcut) -> KeyField:
    attributes = {"size": 3, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
    return KeyField(
        label=shortcut.words,
        required=False,
        help_text=f"usually {shortcut.key}",
        widget=forms.TextInput(attributes),
    )


def _layout(shortcuts: list[Shortcut]) -> FormHelper:
    helper = FormHelper()
    helper.attrs = {"autocomplete": "off"}
    helper.layout = Layout(
        Field("has_single_keys"),
        Div(*(Field(shortcut.name) for shortcut in shortcuts), css_class="key-boxes"),
        Div(
            StrictButton("Save", type="submit", css_class="button go"),
            StrictButton(
                "Back to the usual keys", type="submit", css_class="button", name="usual", value="1"
            ),
            css_class="row",
        ),
    )
    return helper

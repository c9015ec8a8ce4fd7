"""Keyboard shortcuts, declared once: pages, scripts, help and settings read them here.

A key has the name that browsers give it, after its modifiers: ``a``, ``Control+Enter``. Each person
can change or switch off shortcuts of a single character (WCAG 2.1.4).
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from coding.models import Preferences
from coding.workflow.rules import why_not_read
from coding.workflow.transitions import decisions

PRINTED = {"Control": "Ctrl", "Escape": "Esc", "ArrowDown": "↓", "ArrowUp": "↑"}


@dataclass(frozen=True)
class Shortcut:
    """One key and what it does. ``also`` names further keys that the help lists with it."""

    name: str
    words: str
    key: str
    also: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        return len(self.key) == 1

    @property
    def caps(self) -> list[str]:
        """Return the keys as they are printed on a keyboard."""
        if self.is_single:
            return [self.key]
        pressed = [*self.key.split("+"), *self.also]
        return [PRINTED.get(key, key.capitalize()) for key in pressed]


WRITING = (
    Shortcut("submit", "Submit for review", "Control+Enter"),
    Shortcut(
        "submit-next", "Submit, and go to the next question or section", "Control+Shift+Enter"
    ),
    Shortcut("use-suggested", "Use the codes that are suggested", "Control+e"),
    Shortcut("missing", "Go to the next answer or code that is missing", "F8"),
    Shortcut("take-up", "Submit the reviewer’s suggestion as your own", "Alt+Enter"),
    Shortcut("use-words", "Use the words of the nearest precedent", "Control+i"),
    Shortcut("save", "Save what is written now", "Control+s"),
    Shortcut("next-question", "Next question", "Alt+ArrowDown"),
    Shortcut("previous-question", "Previous question", "Alt+ArrowUp"),
    Shortcut("go", "Go to a question by number", "g"),
    Shortcut(
        "column", "Next and previous member, in a table of codes", "ArrowDown", ("↑", "Enter")
    ),
    Shortcut("fill-down", "Give all members below the same code, in a table", "Control+d"),
)
REVIEWING = (
    Shortcut("next-change", "Next change", "j"),
    Shortcut("previous-change", "Previous change", "k"),
    Shortcut("sheet", "Open the whole sheet", "s"),
    Shortcut("suggest", "Return with a suggestion", "e"),
    Shortcut("history", "Open the history of this change", "h"),
)
READING = (Shortcut("find", "Find a sheet", "/"),)
EVERYWHERE = (
    Shortcut("help", "Show these shortcuts", "?"),
    Shortcut("leave", "Close; leave a box, a tick or a button", "Escape"),
)


@cache
def usual_shortcuts() -> tuple[Shortcut, ...]:
    """Return all shortcuts with their default keys; transitions declare those of decisions."""
    deciding = [
        Shortcut(step.name, step.button.alone, step.button.key)
        for step in decisions()
        if step.button
    ]
    return (*WRITING, *deciding, *REVIEWING, *READING, *EVERYWHERE)


def shortcuts_of(user: Any) -> dict[str, Shortcut]:
    """Return this person's active shortcuts by name, with their own keys."""
    is_reader = why_not_read(user) is None
    usual = {
        shortcut.name: shortcut for shortcut in (usual_shortcuts() if is_reader else EVERYWHERE)
    }
    own: Preferences | None = getattr(user, "preferences", None)
    if own is None:
        return usual
    changed = {
        name: replace(shortcut, key=own.keys.get(name, shortcut.key))
        for name, shortcut in usual.items()
    }
    return {
        name: shortcut
        for name, shortcut in changed.items()
        if shortcut.key and (own.has_single_keys or not shortcut.is_single)
    }

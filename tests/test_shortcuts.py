"""Shortcuts are declared once, with the keys of each person."""

from collections import Counter

import pytest

from coding.shortcuts import shortcuts_of, usual_shortcuts
from coding.workflow.preferences import keep_shortcuts
from coding.workflow.transitions import decisions


def test_no_two_shortcuts_share_a_name_or_a_key():
    usual = usual_shortcuts()
    assert max(Counter(shortcut.name for shortcut in usual).values()) == 1
    assert max(Counter(shortcut.key for shortcut in usual).values()) == 1


def test_every_decision_has_its_key():
    names = {shortcut.name: shortcut.key for shortcut in usual_shortcuts()}
    assert {decision.name: names[decision.name] for decision in decisions()} == {
        "approve": "a",
        "return": "r",
    }


@pytest.mark.parametrize(
    ("name", "caps"),
    [
        ("approve", ["a"]),
        ("submit-next", ["Ctrl", "Shift", "Enter"]),
        ("save", ["Ctrl", "S"]),
        ("next-question", ["Alt", "↓"]),
        ("column", ["↓", "↑", "Enter"]),
    ],
)
def test_keys_are_shown_as_they_are_printed_on_a_keyboard(name, caps):
    (shortcut,) = (shortcut for shortcut in usual_shortcuts() if shortcut.name == name)
    assert shortcut.caps == caps


def test_a_person_has_the_usual_keys_until_they_choose_others(cast):
    assert shortcuts_of(cast.reviewer)["approve"].key == "a"
    keep_shortcuts({"approve": "ö", "history": ""}, has_single_keys=True, by=cast.reviewer)
    own = shortcuts_of(cast.reviewer)
    assert (own["approve"].key, own["return"].key) == ("ö", "r")
    assert "history" not in own


def test_without_single_keys_those_with_a_modifier_remain(cast):
    keep_shortcuts({}, has_single_keys=False, by=cast.coder)
    assert all(len(shortcut.key) > 1 for shortcut in shortcuts_of(cast.coder).values())
    assert "submit" in shortcuts_of(cast.coder)


def test_the_keys_of_one_person_are_not_those_of_another(cast):
    keep_shortcuts({"find": "f"}, has_single_keys=True, by=cast.coder)
    assert shortcuts_of(cast.second_coder)["find"].key == "/"


def test_who_may_read_nothing_is_offered_no_key_to_find_sheets(cast):
    assert list(shortcuts_of(cast.outsider)) == ["help", "leave"]

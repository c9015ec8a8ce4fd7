"""One's own shortcuts: other keys, none, and no two alike."""

import pytest
from django.urls import reverse

from coding.models import Preferences
from coding.shortcuts import usual_shortcuts
from tests.factories import pending

PAGE = reverse("coding:shortcut-keys")


def _send(client, **changes):
    keys = {shortcut.name: shortcut.key for shortcut in usual_shortcuts() if shortcut.is_single}
    sent = {"has_single_keys": "on", **keys, **changes}
    return client.post(PAGE, {k: v for k, v in sent.items() if v is not None}, follow=True)


def test_every_page_leads_to_them_from_the_menu_and_from_the_help(reviewer):
    assert reviewer.get(reverse("coding:sheet-list")).text.count(f'href="{PAGE}"') == 2


def test_another_key_is_on_the_pages_from_then_on(reviewer, cast, sheet):
    pending(sheet, 14, "New.", by=cast.coder)
    assert "Your shortcuts are saved" in _send(reviewer, approve="y").text
    page = reviewer.get(reverse("coding:review-queue")).text
    assert 'value="approve" data-key="y" aria-keyshortcuts="y"' in page
    assert "Approve, next <kbd>y</kbd>" in page
    assert "<dt><kbd>y</kbd></dt><dd>Approve, next</dd>" in page


def test_switched_off_no_page_has_a_single_key(reviewer, cast, sheet):
    pending(sheet, 14, "New.", by=cast.coder)
    _send(reviewer, has_single_keys=None)
    page = reviewer.get(reverse("coding:review-queue")).text
    assert 'value="approve">Approve, next</button>' in page
    assert 'data-key="' not in page
    assert "( / )" not in page


def test_only_what_differs_is_kept(reviewer, cast):
    _send(reviewer, find="f", history="")
    assert Preferences.objects.get(user=cast.reviewer).keys == {"find": "f", "history": ""}
    assert 'name="find" value="f"' in reviewer.get(PAGE).text


def test_a_key_that_is_taken_is_refused_with_the_shortcut_that_has_it(reviewer):
    page = _send(reviewer, history="a")
    assert "“a” is the key of “Approve, next” already." in page.text
    assert 'value="a"' in page.text
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("typed", ["ab", "F1", "\u200d"])
def test_what_is_no_single_character_is_refused(reviewer, typed):
    assert "is not one character" in _send(reviewer, approve=typed).text
    assert not Preferences.objects.exists()


def test_letters_of_other_keyboards_may_be_keys_however_they_are_composed(reviewer, cast):
    _send(reviewer, approve="ф", find="e\u0301")
    assert Preferences.objects.get().keys == {"approve": "ф", "find": "é"}


def test_two_shortcuts_may_swap_their_keys(reviewer):
    _send(reviewer, approve="r", **{"return": "a"})
    assert Preferences.objects.get().keys == {"approve": "r", "return": "a"}


def test_the_usual_keys_come_back_with_one_button(reviewer, cast):
    _send(reviewer, approve="y", has_single_keys=None)
    reviewer.post(PAGE, {"usual": "1"})
    kept = Preferences.objects.get()
    assert (kept.keys, kept.has_single_keys) == ({}, True)

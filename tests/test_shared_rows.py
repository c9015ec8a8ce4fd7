"""Tests that share rows take nothing from each other."""

import pytest
from django.contrib.auth.models import User

from tests.factories import make_person
from tests.shared_rows import shared

MADE = []


@shared
def sara(db):
    MADE.append("Sara")
    return make_person("sara", "Sara Shared")


@pytest.mark.parametrize("time", ["first", "next"])
def test_what_one_changes_the_next_finds_as_it_was_made(sara, time):
    assert MADE == ["Sara"]
    assert sara.first_name == User.objects.get(username="sara").first_name == "Sara"
    sara.first_name = "Changed"
    sara.save()


def test_who_does_not_ask_for_them_does_not_find_them(db):
    assert not User.objects.filter(username="sara").exists()

"""Tests that share rows take nothing from each other."""

import pytest
from django.contrib.auth.models import User
from django.db import connection

from coding import protection
from tests.factories import make_person
from tests.shared_rows import shared

MADE = []
WITHOUT_GUARDS = []


@shared
def sara(db):
    MADE.append("Sara")
    return make_person("sara", "Sara Shared")


@shared
def tom(db):
    MADE.append("Tom")
    return make_person("tom", "Tom Shared")


@pytest.mark.parametrize("time", ["first", "next"])
def test_what_one_changes_the_next_finds_as_it_was_made(sara, time):
    assert MADE.count("Sara") == 1
    assert sara.first_name == User.objects.get(username="sara").first_name == "Sara"
    sara.first_name = "Changed"
    sara.save()


def test_who_does_not_ask_for_them_does_not_find_them(db):
    assert not User.objects.filter(username="sara").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite reads its schema anew.")
@pytest.mark.parametrize("time", range(5))
def test_after_some_that_changed_the_schema_all_is_made_anew(tom, time):
    assert MADE.count("Tom") > 1 or len(WITHOUT_GUARDS) < 4
    protection.remove()
    WITHOUT_GUARDS.append(time)

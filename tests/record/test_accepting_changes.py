"""What an operator did past the site, and answers for, keeps no export for ever."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from coding.models import Notice, SecurityEvent
from coding.models.covered_by_chain import head_of_steps
from tests.factories import make_person, make_sheet, pending, send_back
from tests.record.rich_record import run, told, ways_in

pytestmark = pytest.mark.django_db


def places() -> list[str]:
    return [fault.partition(":")[0] for fault in told()]


def accept(*places: str, by: str = "admin", reason: str = "She lost her telephone.") -> None:
    call_command("accept_changes", *places, by=by, reason=reason, skip_checks=True)


@pytest.fixture
def people(cast):
    ways_in(cast)
    assert told() == []
    return cast


def test_what_was_changed_in_a_shell_is_accepted_with_name_and_reason(
    people, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=people.coder.pk).update(email="new@example.org")
    assert "It is not as it was" in told()[0]
    head = head_of_steps()
    with django_capture_on_commit_callbacks(execute=True):
        accept(*places())
    assert told() == []
    assert head_of_steps() == head
    event = SecurityEvent.objects.latest("id")
    assert (event.kind, event.about) == ("change accepted", f"auth_user {people.coder.pk}")
    assert event.person.startswith("Ada Admin")
    assert event.more == "She lost her telephone."


def test_what_the_site_saved_on_is_accepted_and_a_later_change_is_not(people):
    run("UPDATE auth_user SET is_superuser = TRUE WHERE id = %s", people.coder.pk)
    coder = User.objects.get(pk=people.coder.pk)
    coder.first_name = "Cora"
    coder.save()
    assert "It was changed past the site" in told()[0]
    accept(f"auth_user {coder.pk}")
    assert told() == []
    coder.first_name = "Cara"
    coder.save()
    assert told() == []
    run("UPDATE auth_user SET is_staff = TRUE WHERE id = %s", coder.pk)
    coder.refresh_from_db()
    coder.save()
    assert "It was changed past the site" in told()[0]


def test_factors_that_were_deleted_in_a_shell_and_an_account(people):
    run("DELETE FROM mfa_authenticator")
    accept(*places())
    assert told() == []
    somebody = make_person("nobody", "No Body", "reader")
    run("DELETE FROM auth_user_groups WHERE user_id = %s", somebody.pk)
    run("DELETE FROM auth_user WHERE id = %s", somebody.pk)
    assert f"auth_user {somebody.pk}: The row is gone." in told()[0]
    accept(*places())
    assert places() == [f"auth_user/auth_user_groups {somebody.pk}"]
    accept(*places())
    assert told() == []
    run(
        "INSERT INTO auth_user (id, username, first_name, last_name, email, password, is_active, "
        "is_staff, is_superuser, date_joined) SELECT %s, 'again', '', '', '', '', TRUE, TRUE, "
        "TRUE, date_joined FROM auth_user WHERE username = 'admin'",
        somebody.pk,
    )
    assert told()[0].startswith(f"auth_user {somebody.pk}: It is not as it was")


def test_a_notice_that_was_deleted_in_a_shell(people, sheet):
    send_back(pending(sheet, 20, "Too short.", by=people.coder), by=people.reviewer)
    key = Notice.objects.get().pk
    run("DELETE FROM coding_notice")
    assert told()[0].startswith(f"coding_notice {key}: The row is gone.")
    accept(f"coding_notice {key}")
    assert told() == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("coding_formation 1", "cannot be accepted as it stands"),
        ("django_admin_log 1", "cannot be accepted as it stands"),
        ("auth_user ada", "is no key of auth_user"),
    ],
)
def test_nothing_of_the_record_can_be_accepted(people, place, said):
    User.objects.filter(pk=people.coder.pk).update(email="new@example.org")
    before = told()
    with pytest.raises(CommandError, match=said):
        accept(f"auth_user {people.coder.pk}", place)
    assert told() == before


def test_only_admins_answer_for_a_change(people):
    with pytest.raises(CommandError, match="Name one of them"):
        accept(f"auth_user {people.coder.pk}", by="coder")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such table")
def test_a_site_that_lost_rows_before_there_were_guards_goes_on_behind_those_that_are_there(
    people, django_capture_on_commit_callbacks
):
    last = make_sheet(4770)
    run("UPDATE sqlite_sequence SET seq = seq + 3 WHERE name = 'coding_sheet'")
    run("DELETE FROM sqlite_sequence WHERE name = 'auth_user'")
    named = ["sqlite_sequence auth_user", "sqlite_sequence coding_sheet"]
    assert sorted(places()) == named
    with django_capture_on_commit_callbacks(execute=True):
        accept(*named, reason="Lost in the crash of 2025.")
    assert told() == []
    assert SecurityEvent.objects.latest("id").about == "sqlite_sequence coding_sheet"
    assert make_sheet(4771).pk == last.pk + 1


@pytest.mark.parametrize("place", ["sqlite_sequence coding_nothing", "sqlite_sequence 3"])
def test_only_a_table_of_the_site_is_numbered_on(people, place):
    with pytest.raises(CommandError, match="cannot be accepted"):
        accept(place)

"""A forged way in is named: a second factor, an account elsewhere, a password that may be kept."""

import importlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coding import protection
from coding.accounts.links import make_link
from coding.backup import runs
from coding.models import Account, ExportRun, Link, SignInAttempts
from coding.workflow import chaining
from coding.workflow.assigning import assign
from tests.record.rich_record import run, told, ways_in
from tests.whole_chain import link_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    """Somebody who has every way in, and a site that keeps all else that is told of it."""
    ways_in(cast)
    assert told() == []
    return cast


NEW_FACTOR = (
    "INSERT INTO mfa_authenticator (user_id, type, data, created_at) "
    "SELECT (SELECT id FROM auth_user WHERE username = 'admin'), type, data, created_at "
    "FROM mfa_authenticator WHERE type = 'totp'"
)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        (NEW_FACTOR, "auth_user/mfa_authenticator"),
        ("DELETE FROM mfa_authenticator WHERE type = 'totp'", "auth_user/mfa_authenticator"),
        ("UPDATE mfa_authenticator SET last_used_at = NULL", "auth_user/mfa_authenticator/used"),
        ("UPDATE socialaccount_socialaccount SET uid = '8'", "auth_user/socialaccount_"),
        ("UPDATE coding_account SET link_key = 'forged'", "auth_user/coding_account"),
        ("UPDATE coding_account SET must_change_password = FALSE", "auth_user/coding_account"),
        ("UPDATE coding_preferences SET keys = '{}'", "auth_user/coding_preferences"),
        ("UPDATE auth_user SET last_login = NULL WHERE username = 'coder'", "auth_user/used"),
        ("DELETE FROM django_admin_log", "django_admin_log"),
        ("UPDATE coding_exportrun SET succeeded = FALSE", "coding_exportrun"),
    ],
)
def test_what_is_forged_is_named(people, statement, place):
    run(statement)
    assert told()[0].startswith(place)


def test_an_address_that_was_put_in_for_somebody_is_named(people):
    run(
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary") '
        "VALUES (%s, 'forged@example.org', TRUE, TRUE)",
        people.admin.pk,
    )
    assert told()[0].startswith(f"auth_user/account_emailaddress {people.admin.pk}:")


def test_whoever_loses_all_ways_in_is_known_to_have_none(people):
    Authenticator.objects.filter(user=people.coder).delete()
    Account.objects.get(user=people.coder).delete()
    assert told() == []
    run(NEW_FACTOR.replace("'admin'", "'coder'").replace("WHERE type = 'totp'", ""))
    assert told() == []  # nothing was there to copy
    run(
        "INSERT INTO coding_account (user_id, must_change_password, has_published_password, "
        "link_key) VALUES (%s, FALSE, FALSE, 'forged')",
        people.coder.pk,
    )
    assert told()[0].startswith("auth_user/coding_account")


def test_what_stood_before_it_was_linked_is_taken_as_it_stands(people, sheet):
    """As where the site is updated."""
    migration = importlib.import_module("coding.migrations.0047_how_people_come_in")
    assign([sheet.pk], to=people.coder, by=people.admin)
    protection.remove()
    for table in ("link", "draftseal"):
        run(f"DELETE FROM coding_{table}")
    run("UPDATE coding_assignment SET assigned_at = %s", timezone.now())
    link_everything(beside=False)
    protection.install()
    editor = SimpleNamespace(connection=connection)
    for _ in range(2):
        migration.date_assignments(apps, editor)
        migration.link(apps, editor)
        assert told() == []
    assert len(Link.objects.filter(name="django_admin_log")) == LogEntry.objects.count()


def test_somebody_elses_code_saves_nothing_that_is_not_linked(people, monkeypatch):
    """As where a process is killed, or the disk is full, in between."""

    def full(found) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(chaining, "_append", full)
    with pytest.raises(OSError, match="No space"):
        Authenticator.objects.get(type="totp").record_usage()
    with pytest.raises(OSError, match="No space"):
        make_link(people.admin, valid_for=timedelta(days=1))
    monkeypatch.undo()
    assert told() == []
    assert not Account.objects.filter(user=people.admin).exists()


def test_several_that_admin_deletes_are_logged_one_by_one(client, people):
    for name in ("one", "two"):
        SignInAttempts.objects.create(
            key=name, kind="here", since=timezone.now(), until=timezone.now(), failures=1
        )
    SignInAttempts.objects.update(until=timezone.now() + timedelta(hours=1))
    client.force_login(people.admin)
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": ["one", "two"]}
    client.post(reverse("admin:coding_signinattempts_changelist"), chosen)
    assert not SignInAttempts.objects.exists()
    assert LogEntry.objects.filter(action_flag=3).count() == 2
    assert told() == []


def test_a_run_that_was_under_way_is_ended_in_the_chain(people):
    run_of_export = ExportRun.objects.create(output="/srv/exports", started_at=timezone.now())
    run_of_export.tell("half")
    assert told() == []
    runs.end_all_that_were_under_way("2026-11-01")
    assert told() == []


class TestWhatTheSiteSavesAfterwards:
    """A save of the site takes over what it finds in the row, and what is told does not go."""

    def test_a_factor_that_was_put_in_and_then_used(self, people):
        run(NEW_FACTOR)
        for own in Authenticator.objects.filter(user=people.admin):
            own.record_usage()
            own.save()
        (fault,) = told()
        assert fault.startswith(f"auth_user/mfa_authenticator {people.admin.pk}: It was changed")

    def test_a_right_that_was_given_and_then_saved_with_a_new_name_or_role(self, people):
        run("UPDATE auth_user SET is_superuser = TRUE WHERE username = 'coder'")
        coder = User.objects.get(username="coder")
        coder.groups.add(Group.objects.get(name="reviewer"))
        coder.save()
        (fault,) = told()
        assert fault.startswith(f"auth_user {coder.pk}: It was changed past the site")

    def test_a_factor_that_was_taken_away_before_the_others_are(self, people):
        run("DELETE FROM mfa_authenticator WHERE type = 'totp'")
        Authenticator.objects.all().delete()
        assert "It was changed past the site" in told()[0]

    def test_what_the_site_puts_right_is_right(self, people):
        run("UPDATE coding_account SET must_change_password = FALSE")
        make_link(people.coder, valid_for=timedelta(days=1))
        assert "It was changed past the site" in told()[0]
        account = Account.objects.get(user=people.coder)
        account.must_change_password, account.link_key = True, ""
        account.save()
        assert told() == []

    def test_signing_in_takes_nothing_over(self, people):
        run("UPDATE auth_user SET is_superuser = TRUE WHERE username = 'coder'")
        coder = User.objects.get(username="coder")
        coder.last_login = timezone.now()
        coder.save(update_fields=["last_login"])
        assert told()[0].startswith(f"auth_user {coder.pk}: It is not as it was")

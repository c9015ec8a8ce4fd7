"""Who came in, was refused, got rights, published, exported or read drafts is told in one line."""

import json
import logging
import os
import runpy
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from atop_site.log_lines import EventFile
from coding.accounts.events import tell
from coding.models import ExportRun, Release, SecurityEvent
from coding.security import log
from coding.security.commands import tell_of_command
from coding.security.storms import Storms
from coding.workflow.release_steps import ASK, take
from tests.factories import draft, keep, pending

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def no_storm(monkeypatch):
    monkeypatch.setattr(log, "_storms", Storms())


@pytest.fixture
def told(caplog):
    """Do something, and return the events of it, from the log; the rows say the same."""
    logging.getLogger("coding.security").addHandler(caplog.handler)

    def events(act):
        caplog.clear()
        before = SecurityEvent.objects.count()
        committed = TestCase.captureOnCommitCallbacks(execute=True)
        with caplog.at_level(logging.INFO, "coding.security"), committed:
            act()
        lines = [
            json.loads(line.message) for line in caplog.records if line.name == "coding.security"
        ]
        rows = SecurityEvent.objects.order_by("id")[before:]
        assert [row.kind for row in rows] == [line["kind"] for line in lines]
        return lines

    yield events
    logging.getLogger("coding.security").removeHandler(caplog.handler)


def kinds(lines):
    return [line["kind"] for line in lines]


def test_signing_in_failing_and_out_are_told_with_address_and_device(client, cast, told):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    said = {"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": agent}
    sign_in = reverse("account_login")

    def come(password):
        sent = {"username": "coder", "password": password, "login": "coder"}
        return lambda: client.post(sign_in, sent, **said)

    (failed,) = told(come("wrong"))
    (came,) = told(come("secret"))
    (went,) = told(lambda: client.post(reverse("account_logout"), **said))
    assert kinds([failed, came, went]) == ["sign-in failed", "signed in", "signed out"]
    assert {event["address"] for event in (failed, came, went)} == {"203.0.113.9"}
    assert {event["device"] for event in (failed, came, went)} == {"Firefox on Linux"}
    assert came["person"] == went["person"] == failed["about"] == "coder"
    assert "person" not in failed


def test_refusals_are_told_and_a_storm_of_them_is_counted(client, cast, sheet, told):
    client.force_login(cast.coder)
    (line,) = told(lambda: client.get("/review/"))
    assert (line["kind"], line["person"], line["about"]) == (
        "refused",
        "coder",
        "coding:review-queue",
    )
    lines = told(lambda: [client.get("/review/") for _ in range(120)])
    assert [line["times"] for line in lines] == [10, 100]


def test_an_own_approval_that_is_refused_is_told(client, cast, sheet, told):
    cast.reviewer.groups.add(Group.objects.get(name="coder"))
    own = pending(sheet, 14, "Own.", by=cast.reviewer)
    client.force_login(cast.reviewer)
    sent = {"decision": "approve", "seen": "x"}
    (line,) = told(lambda: client.post(f"/review/{own.pk}/decide/", sent))
    assert (line["kind"], line["about"]) == ("refused", "coding:revision-decide")


def test_rights_roles_and_passwords_are_told_by_whatever_door(cast, told):
    person = User.objects.get(username="outsider")
    permission = Permission.objects.get(codename="decide_revision")

    def change():
        person.is_staff = True
        person.set_password("another secret")
        person.save()
        person.groups.add(Group.objects.get(name="reviewer"))
        person.user_permissions.add(permission)
        Group.objects.get(name="coder").permissions.add(permission)

    lines = told(change)
    assert [(line["kind"], line["about"], line.get("more", "")) for line in lines] == [
        ("account changed", "outsider", "is_staff: False → True"),
        ("password changed", "outsider", ""),
        ("roles changed", "outsider", "reviewer"),
        ("permissions given", "outsider", "decide_revision"),
        ("permissions given", "coder", "decide_revision"),
    ]
    assert all(line["person"].endswith("(shell)") for line in lines)
    assert told(lambda: person.save(update_fields=["last_login"])) == []
    assert told(person.save) == []


def test_an_account_that_is_made_is_told(cast, told):
    (line,) = told(lambda: User.objects.create_user("new"))
    assert (line["kind"], line["about"]) == ("account made", "new")


def test_an_account_made_and_a_password_changed_on_a_page_are_told_once(client, cast, told):
    client.force_login(cast.admin)
    sent = {"username": "new", "usable_password": "false"}
    made = told(lambda: client.post(reverse("admin:auth_user_add"), sent))
    assert [(line["kind"], line["person"]) for line in made] == [("account made", "admin")]
    new = dict.fromkeys(("new_password1", "new_password2"), "Blue-kettle-77-zz")
    words = {"old_password": "secret", **new}
    changed = told(lambda: client.post(reverse("password_change"), words))
    assert [(line["kind"], line["person"]) for line in changed] == [("password changed", "admin")]


def test_roles_and_rights_are_told_from_the_other_side_too(cast, told):
    person, role = cast.outsider, Group.objects.get(name="reviewer")
    permission = Permission.objects.get(codename="decide_revision")

    def change():
        role.user_set.add(person)
        permission.user_set.add(person)
        permission.group_set.remove(role)

    assert [(event["kind"], event["about"], event["more"]) for event in told(change)] == [
        ("roles changed", "outsider", "reviewer"),
        ("permissions given", "outsider", "decide_revision"),
        ("permissions taken", "reviewer", "decide_revision"),
    ]


def test_everybody_who_loses_a_role_that_is_emptied_is_told(cast, told):
    Group.objects.get(name="coder").user_set.add(cast.outsider)
    right = Permission.objects.get(codename="decide_revision")

    def change():
        Group.objects.get(name="coder").user_set.clear()
        right.group_set.clear()

    found = [(event["kind"], event["about"], event["more"]) for event in told(change)]
    assert ("roles changed", "outsider", "none") in found
    assert ("roles changed", "coder", "none") in found
    assert ("permissions all taken", "reviewer", "decide_revision") in found


def test_a_role_that_is_made_renamed_or_removed_is_told(cast, told):
    other = Group(name="helpers")

    def change():
        other.save()
        other.user_set.add(cast.outsider)
        other.name = "reviewers"
        other.save()
        other.save()
        other.delete()

    assert [(event["kind"], event["about"], event.get("more", "")) for event in told(change)] == [
        ("role made", "helpers", ""),
        ("roles changed", "outsider", "helpers"),
        ("role renamed", "reviewers", "name: helpers → reviewers"),
        ("role removed", "reviewers", "from: outsider"),
    ]


def test_a_change_in_admin_is_told_once(client, cast, told):
    person = User.objects.get(username="outsider")
    client.force_login(cast.admin)
    page = reverse("admin:auth_user_change", args=[person.pk])
    sent = {"username": "outsider", "email": "new@example.org", "is_active": "on"}
    (line,) = told(lambda: client.post(page, sent))
    assert (line["kind"], line["about"]) == ("account changed", "outsider")
    assert (line["person"], line["more"]) == ("admin", f"email: {person.email} → new@example.org")


def test_what_is_rolled_back_is_not_told(cast, told):
    def change():
        cast.outsider.is_staff = True
        with transaction.atomic():
            cast.outsider.save()
            transaction.set_rollback(True)

    assert told(change) == []


def test_releases_exports_and_commands_are_told(cast, told):
    release = Release.objects.get(frozen_at=None)
    release.cut_off = "2020-12-31"
    keep(release)
    lines = told(lambda: take(ASK, release, by=cast.admin))
    assert [(line["person"], line["about"]) for line in lines] == [("Ada Admin", str(release))]
    now = timezone.now()
    run = {"started_at": now, "ended_at": now, "output": "/srv", "succeeded": True}
    (line,) = told(lambda: ExportRun.objects.create(**run, message="Written."))
    assert (line["kind"], line["about"], line["more"]) == (
        "export run succeeded",
        "/srv",
        "Written.",
    )
    (line,) = told(lambda: tell_of_command(["manage.py", "backup", "--output", "/b"], "ended"))
    assert (line["kind"], line["more"]) == ("command backup", "--output /b ended")
    assert line["person"].endswith("(shell)")
    assert told(lambda: tell_of_command(["manage.py", "check"], "ended")) == []


@pytest.mark.parametrize(("asked", "is_told"), [("--help", 0), ("--version", 0), ("--keep", 1)])
def test_asking_for_help_is_not_told_and_a_wrong_call_is(cast, monkeypatch, asked, is_told):
    monkeypatch.setattr(sys, "argv", ["manage.py", "backup", asked])
    monkeypatch.setattr(os, "nice", lambda more: more)  # the process of the tests gives no way
    program = str(settings.BASE_DIR / "manage.py")
    with TestCase.captureOnCommitCallbacks(execute=True), pytest.raises(SystemExit):
        runpy.run_path(program, run_name="__main__")
    lines = SecurityEvent.objects.filter(kind="command backup").values_list("more", flat=True)
    assert [*lines] == [f"{asked} failed"] * is_told


def test_where_the_file_of_the_log_cannot_be_written_the_row_is_and_nothing_fails(
    cast, told, tmp_path, caplog
):
    logger, file = logging.getLogger("coding.security"), EventFile(tmp_path, delay=True)
    logger.addHandler(file)
    try:
        told(lambda: log.record("tried"))
    finally:
        logger.removeHandler(file)
    assert SecurityEvent.objects.filter(kind="tried").exists()
    assert "A line of the security log was not written; its row was (IsADirectoryErr" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_the_log_leaves_what_was_done_as_it_is(monkeypatch, caplog):
    monkeypatch.setattr(log, "_write", lambda *args: 1 / 0)
    with transaction.atomic():
        log.record("tried")
    assert "Error calling record.<locals>.write in on_commit()" in caplog.text


def test_no_password_of_a_command_is_told(cast, told):
    address = "postgres://atop:an@other/secret@db.example.org:5432/atop?password=hidden"
    (line,) = told(lambda: tell_of_command(["manage.py", "move_database", address], "ended"))
    assert line["more"] == "postgres://…@db.example.org:5432/atop?… ended"


def test_a_draft_of_somebody_else_that_an_admin_reads_is_told(client, cast, sheet, told):
    hidden = draft(sheet, 14, "Hidden.", by=cast.coder)
    client.force_login(cast.admin)
    (line,) = told(lambda: client.get(f"/revisions/{hidden.pk}/"))
    assert line["kind"] == "draft of somebody else read"
    assert (line["person"], line["about"]) == ("Ada Admin", str(hidden))


def test_what_a_stranger_types_stays_in_its_line(cast, told):
    (line,) = told(lambda: tell("sign-in failed", "a\n{}\0" + "x" * 900))
    assert line["about"].startswith("a�{}�xxx")
    assert len(line["about"]) == 200


def test_storms_are_bounded_however_they_differ():
    storms = Storms()
    assert [n for n in range(1, 2001) if storms.told(("refused", "ada"))] == [1, 10, 100, 1000]
    assert sum(bool(storms.told(("refused", str(n)))) for n in range(20_000)) < 1010


@pytest.mark.parametrize("change", ["UPDATE {} SET person = 'nobody'", "DELETE FROM {}"])
def test_nobody_changes_the_log(cast, told, change):
    told(lambda: tell("signed in", cast.coder))
    table = SecurityEvent._meta.db_table
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_admins_read_and_filter_the_log_and_others_do_not(client, cast, told):
    told(lambda: tell("signed in", cast.coder))
    page, row = reverse("admin:coding_securityevent_changelist"), SecurityEvent.objects.get()
    client.force_login(cast.admin)
    assert "signed in" in client.get(page, {"kind": "signed in", "q": "coder"}).text
    one = reverse("admin:coding_securityevent_change", args=[row.pk])
    assert client.get(one).status_code == 200
    assert client.post(one, {"kind": "x"}).status_code == 403
    assert client.post(one.replace("change", "delete"), {"post": "yes"}).status_code == 403
    client.force_login(cast.reviewer)
    assert client.get(page).status_code in (302, 403)

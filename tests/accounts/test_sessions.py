"""Sessions end: when they are not used, after a while, by their owner, with the account."""

import sqlite3
import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coding.accounts.sessions import as_stored
from coding.models import SignedIn
from tests.factories import make_cast
from tests.queries import queries_of
from tests.views.plain_browser import open_page

pytestmark = pytest.mark.usefixtures("record_verifies_afterwards")

PAGE = reverse("coding:sign-in-list")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0"


def sign_in(agent=FIREFOX, address="192.0.2.1"):
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    sent = {"username": "coder", "password": "secret"}
    assert client.post(reverse("account_login"), sent).status_code == 302
    return client


def is_in(client):
    return client.get(PAGE).status_code == 200


def later(**span):
    """As if so much time had passed for every session."""
    for row in SignedIn.objects.all():
        passed = timedelta(**span)
        row.started_at -= passed
        row.last_seen_at -= passed
        row.expire_date -= passed
        row.save()


def test_who_does_nothing_for_the_idle_time_is_signed_out(cast):
    client = sign_in()
    later(hours=7, minutes=59)
    assert is_in(client)
    later(hours=8, minutes=1)
    assert not is_in(client)


def test_each_use_puts_the_end_off_but_not_beyond_the_longest_time(cast):
    client = sign_in()
    for _ in range(14 * 4 - 1):
        later(hours=6)
        assert is_in(client)
    later(hours=6)
    assert not is_in(client)


def test_a_use_is_written_down_once_a_minute(cast):
    client = sign_in()
    client.get(PAGE)
    row = SignedIn.objects.get(user=cast.coder)
    client.get(PAGE)
    assert SignedIn.objects.get(user=cast.coder).last_seen_at == row.last_seen_at
    later(minutes=2)
    client.get(PAGE)
    assert SignedIn.objects.get(user=cast.coder).last_seen_at >= row.last_seen_at


def test_a_session_ends_in_time_also_where_the_clock_was_set_back(cast):
    client = sign_in()
    later(days=-10)
    assert is_in(client)
    later(hours=8, minutes=1)
    assert not is_in(client)


def test_where_one_is_signed_in_is_listed_with_device_and_last_use(cast):
    sign_in(EDGE, "198.51.100.1")
    shown = sign_in().get(PAGE).text
    assert "Edge on Windows" in shown
    assert "Firefox on Linux" in shown
    assert "198.51.100.1" in shown
    for row in SignedIn.objects.all():
        assert row.session_key not in shown


def test_one_other_browser_is_signed_out(cast):
    other, third, client = sign_in(EDGE), sign_in(), sign_in()
    client.post(PAGE, {"mark": mark_of_edge(client)})
    assert (is_in(other), is_in(third), is_in(client)) == (False, True, True)


def test_all_others_are_signed_out(cast):
    other, client = sign_in(EDGE), sign_in()
    assert "Signed out of 1 other browser" in client.post(PAGE, follow=True).text
    assert (is_in(other), is_in(client)) == (False, True)


def mark_of_edge(client):
    """What the button beside Edge sends."""
    (button,) = open_page(client, PAGE).tree.xpath('//button[contains(@aria-label, "Edge")]')
    return button.get("value")


def test_nobody_signs_out_somebody_else(client, cast):
    other, own = sign_in(EDGE), sign_in()
    client.force_login(cast.reviewer)
    client.post(PAGE, {"mark": mark_of_edge(own)})
    client.post(PAGE)
    assert is_in(other)


def test_a_new_password_signs_out_of_other_browsers(cast):
    other, client = sign_in(EDGE), sign_in()
    new = {"new_password1": "a-long-secret-1", "new_password2": "a-long-secret-1"}
    client.post(reverse("password_change"), {"old_password": "secret", **new})
    assert (is_in(other), is_in(client)) == (False, True)
    assert SignedIn.objects.filter(user=cast.coder).count() == 1


def test_who_reads_the_table_of_sessions_opens_none_of_them(client, cast):
    own = sign_in()
    (row,) = SignedIn.objects.all()
    assert own.session.session_key not in (row.session_key, row.session_data)
    client.cookies["sessionid"] = row.session_key
    assert not is_in(client)
    assert is_in(own)


def test_what_a_session_says_opens_nothing_in_the_row_of_another(cast):
    """Whoever writes to the database comes in as nobody else by it."""
    sign_in()
    theirs = SignedIn.objects.get()
    mine = Client()
    mine.force_login(cast.reviewer)
    row = SignedIn.objects.exclude(pk=theirs.pk).get()
    SignedIn.objects.filter(pk=row.pk).update(session_data=theirs.session_data, user=cast.coder)
    assert not is_in(mine)


def test_whoever_is_deactivated_is_signed_out_for_good(cast):
    client = sign_in()
    person = User.objects.get(username="coder")
    person.is_active = False
    person.save()
    assert not is_in(client)
    person.is_active = True
    person.save()
    assert not is_in(client)


def test_a_page_reads_a_session_and_its_person_by_one_statement(cast):
    client = sign_in()
    asked = queries_of(lambda: client.get(PAGE))
    assert sum('FROM "coding_signedin"' in sql and '"password"' in sql for sql in asked) == 1
    assert not any(sql.startswith('SELECT "auth_user"."id"') for sql in asked)


def test_a_role_that_is_taken_away_opens_nothing_from_the_next_page_on(client, cast, sheet):
    client.force_login(cast.reviewer)
    assert client.get(reverse("coding:review-queue")).status_code == 200
    cast.reviewer.groups.clear()
    assert client.get(reverse("coding:review-queue")).status_code == 403


def test_signing_in_begins_a_session_of_its_own(client, cast):
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "x"
    session.save()
    key = session.session_key
    client.cookies["sessionid"] = key
    client.post(reverse("account_login"), {"username": "coder", "password": "secret"})
    assert client.session.session_key != key
    assert not SignedIn.objects.filter(session_key=as_stored(key)).exists()
    assert get_user(client).pk == cast.coder.pk


def test_ended_sessions_are_removed_by_clearsessions(cast):
    sign_in()
    later(days=20)
    sign_in()
    call_command("clearsessions")
    assert SignedIn.objects.count() == 1


@pytest.mark.parametrize("page", ["coding:home", "coding:sign-in-list", "mfa_index"])
def test_pages_of_somebody_signed_in_are_kept_by_no_cache(client, cast, page):
    client.force_login(cast.coder)
    assert "no-store" in client.get(reverse(page)).headers["Cache-Control"]


@pytest.mark.parametrize("page", ["account_login", "password_forgotten"])
def test_pages_with_a_form_for_secrets_are_kept_by_no_cache(client, db, page):
    assert "no-store" in client.get(reverse(page)).headers["Cache-Control"]


def test_time_of_the_last_use_is_of_now(cast):
    sign_in()
    assert timezone.now() - SignedIn.objects.get().last_seen_at < timedelta(minutes=1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks a row alone")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeded")
def test_a_page_is_read_while_somebody_writes_for_long():
    make_cast()
    client = sign_in()
    later(minutes=2)
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        began = time.monotonic()
        assert is_in(client)
        assert time.monotonic() - began < 15  # Django would wait for 20 s
    finally:
        writer.close()

"""Wrong passwords are limited before they are hashed, and nobody keeps somebody else out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth import hashers
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coding.accounts import limits
from coding.accounts.limits import ADDRESS, HERE, NAME
from coding.models import SignInAttempts
from coding.models.times import time_in_words
from tests.factories import make_cast

pytestmark = [pytest.mark.usefixtures("record_verifies_afterwards"), pytest.mark.database]

SIGN_IN = reverse("account_login")
HOME = reverse("coding:home")


def sign_in(client, name="coder", password="wrong", address="192.0.2.1"):
    sent = {"username": name, "password": password}
    return client.post(SIGN_IN, sent, REMOTE_ADDR=address)


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that were hashed."""
    seen = []
    verify = hashers.MD5PasswordHasher.verify

    def noted(self, password, encoded):
        seen.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "verify", noted)
    return seen


def test_sixty_wrong_passwords_and_then_the_right_one_do_not_get_in(client, cast, hashed):
    for number in range(60):
        sign_in(client, password=f"wrong {number}")
    answer = sign_in(client, password="secret")
    assert answer.status_code == 429
    assert len(hashed) == HERE.most
    assert "_auth_user_id" not in client.session


def test_who_is_held_back_reads_until_when_and_what_to_do(client, cast):
    for _ in range(HERE.most + 1):
        answer = sign_in(client)
    until = SignInAttempts.objects.get(kind="here").until
    assert (
        f"Try again after {time_in_words(until)}." in answer.text
    )  # tomorrow's day too, before midnight
    assert "An admin can unlock it sooner." in answer.text
    assert 0 < int(answer["Retry-After"]) <= 15 * 60 + 1


def test_a_name_is_the_same_in_capitals(client, cast):
    for name in ("coder", "CODER", "Coder", "cODER", "coDer"):
        sign_in(client, name)
    assert sign_in(client, "CoDeR").status_code == 429


def test_a_name_that_nobody_has_is_answered_alike(client, cast):
    for name in ("coder", "nobody"):
        first = [sign_in(client, name) for _ in range(HERE.most + 1)]
        assert [answer.status_code for answer in first] == [200] * HERE.most + [429]


def test_after_the_time_one_is_let_in_again(client, cast):
    for _ in range(HERE.most + 1):
        sign_in(client)
    SignInAttempts.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert sign_in(client, password="secret").status_code == 302


def test_nobody_is_held_back_for_days_where_the_clock_was_set_back(client, cast):
    for _ in range(HERE.most + 1):
        sign_in(client)
    for days, status in ((0, 429), (10, 302)):
        SignInAttempts.objects.update(until=F("until") + timedelta(days=days))
        assert sign_in(client, password="secret").status_code == status


def test_the_right_password_forgets_wrong_ones_from_here(client, cast):
    for _ in range(3):
        for _ in range(HERE.most - 1):
            sign_in(client)
        assert sign_in(client, password="secret").status_code == 302
        client.logout()  # with its cookies


def test_who_guesses_elsewhere_does_not_keep_the_owner_out(client, cast):
    for _ in range(HERE.most + 1):
        sign_in(client, address="198.51.100.7")
    assert sign_in(client, password="secret", address="192.0.2.1").status_code == 302


def test_who_guesses_everywhere_holds_back_the_name_but_not_a_browser_its_owner_has_used(
    client, cast
):
    assert sign_in(client, password="secret").status_code == 302
    client.post(reverse("account_logout"))
    attacker = Client()
    for number in range(NAME.most):
        sign_in(attacker, address=f"198.51.100.{number}")
    assert sign_in(attacker, password="secret", address="203.0.113.1").status_code == 429
    assert sign_in(client, password="secret").status_code == 302


def test_a_known_browser_is_limited_too(client, cast):
    sign_in(client, password="secret")
    client.post(reverse("account_logout"))
    for _ in range(HERE.most):
        assert sign_in(client).status_code == 200
    assert sign_in(client, password="secret").status_code == 429


def test_the_mark_of_a_browser_counts_for_its_own_name_only(client, cast):
    sign_in(client, password="secret")
    client.post(reverse("account_logout"))
    for _ in range(HERE.most):
        sign_in(client, "reviewer")
    assert SignInAttempts.objects.filter(kind="name", username="reviewer").exists()


def test_many_names_from_one_address_are_held_back_together(client, cast, hashed):
    for number in range(ADDRESS.most):
        sign_in(client, f"somebody{number}")
    assert sign_in(client, "coder", "secret").status_code == 429
    assert sign_in(client, "coder", "secret", address="192.0.2.2").status_code == 302


def test_an_office_that_types_right_passwords_is_never_held_back(client, cast):
    for _ in range(ADDRESS.most + 10):
        assert sign_in(client, password="secret").status_code == 302
        client.logout()  # with its cookies


def test_the_old_password_is_limited_where_it_is_changed(client, cast):
    client.force_login(cast.coder)
    sent = {"new_password1": "a-long-secret-1", "new_password2": "a-long-secret-1"}
    for _ in range(HERE.most):
        client.post(reverse("password_change"), {"old_password": "wrong", **sent})
    answer = client.post(reverse("password_change"), {"old_password": "secret", **sent})
    assert "Too many wrong passwords" in answer.text
    cast.coder.refresh_from_db()
    assert cast.coder.check_password("secret")


def test_an_admin_lets_somebody_in_again(client, cast):
    for _ in range(HERE.most):
        sign_in(client)
    client.force_login(cast.admin)
    listed = client.get(reverse("admin:coding_signinattempts_changelist"))
    assert "coder from 192.0.2.1" in listed.text
    client.post(reverse("admin:person-let-in", args=[cast.coder.pk]))
    client.logout()
    assert sign_in(client, password="secret").status_code == 302


def test_old_counts_go_with_old_sessions(client, cast):
    sign_in(client)
    SignInAttempts.objects.filter(kind="here").update(until=timezone.now() - timedelta(hours=1))
    call_command("clearsessions")
    assert not SignInAttempts.objects.filter(kind="here").exists()
    assert SignInAttempts.objects.filter(kind="name").exists()


@pytest.mark.parametrize(
    ("proxies", "passed", "counted"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # anybody may write it where no proxy does
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (1, "", ""),
        (1, "not an address", ""),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_behind_proxies_the_address_is_the_one_that_the_outermost_of_ours_saw(
    client, cast, settings, proxies, passed, counted
):
    settings.PROXIES = proxies
    headers = {"x-forwarded-for": passed} if passed else {}
    sent = {"username": "coder", "password": "wrong"}
    client.post(SIGN_IN, sent, REMOTE_ADDR="192.0.2.1", headers=headers)
    assert SignInAttempts.objects.get(kind="here").address == counted


@pytest.mark.usefixtures("seeded")
def test_many_at_once_do_not_slip_by():
    make_cast()
    number = count()

    def attempt(_):
        attempt = limits.Attempt("coder", "192.0.2.1", None)
        try:
            next(number)
            return limits.count(attempt.tallies())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(24)))
    assert answers.count(None) == HERE.most

"""Passwords: their owners choose them, links set them once, published ones open nothing."""

import re
from datetime import timedelta
from threading import Event

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.checks import run_checks
from django.urls import reverse

from coding.accounts import limits, links
from coding.accounts.checks import published_passwords
from coding.accounts.links import make_link
from coding.accounts.sessions import as_stored
from coding.management.demo import DemoRefused, load_demo
from coding.models import Account, SignedIn
from tests.accounts.people import change
from tests.factories import make_person

pytestmark = pytest.mark.usefixtures("record_verifies_afterwards")

SIGN_IN = reverse("account_login")
CHANGE = reverse("password_change")
FORGOTTEN = reverse("password_forgotten")
NEW = "three words of mine"
SET = {"new_password1": NEW, "new_password2": NEW}


def sign_in(client, name, password):
    return client.post(SIGN_IN, {"username": name, "password": password})


def test_new_passwords_are_hashed_with_argon2_and_old_hashes_replaced_at_sign_in(settings, cast):
    from atop_site import settings as site

    settings.PASSWORD_HASHERS = [
        *site.PASSWORD_HASHERS,
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert identify_hasher(cast.coder.password).algorithm == "md5"
    assert authenticate(username="coder", password="secret")
    cast.coder.refresh_from_db()
    assert identify_hasher(cast.coder.password).algorithm == "argon2"
    assert authenticate(username="coder", password="secret")


@pytest.mark.parametrize("weak", ["short-one", "1q2w3e4r5t6y", "748261904417"])
def test_weak_passwords_are_refused_with_the_reason(client, cast, weak):
    client.force_login(cast.coder)
    sent = {"old_password": "secret", "new_password1": weak, "new_password2": weak}
    answer = client.post(CHANGE, sent)
    assert answer.status_code == 200
    assert "error" in answer.text


def test_a_password_that_an_admin_chose_is_changed_before_anything_else(client, cast):
    client.force_login(cast.admin)
    sent = {"username": "new", "usable_password": "true", "password1": NEW, "password2": NEW}
    client.post(reverse("admin:auth_user_add"), sent)
    client.logout()
    sign_in(client, "new", NEW)
    answer = client.get(reverse("coding:release-list"))
    assert answer.url == CHANGE
    assert "Choose a password of your own" in client.get(CHANGE).text
    own = {"new_password1": NEW + "!", "new_password2": NEW + "!"}
    client.post(CHANGE, {"old_password": NEW, **own})
    assert client.get(reverse("coding:release-list")).status_code == 200


def test_the_password_that_was_chosen_for_one_is_not_kept(client, cast):
    client.force_login(cast.coder)
    sent = {"old_password": "secret", "new_password1": "secret", "new_password2": "secret"}
    assert "This is the old one" in client.post(CHANGE, sent).text


def test_a_password_that_an_admin_sets_later_is_changed_too_and_ends_sessions(client, cast):
    client.force_login(cast.coder)
    key = client.session.session_key
    client.force_login(cast.admin)
    address = reverse("admin:auth_user_password_change", args=[cast.coder.pk])
    client.post(address, {"usable_password": "true", "password1": NEW, "password2": NEW})
    assert not SignedIn.objects.filter(session_key=as_stored(key)).exists()
    client.logout()
    sign_in(client, "coder", NEW)
    assert client.get(reverse("coding:home")).url == CHANGE


def test_one_who_must_change_it_first_does_nothing_by_a_script_either(client, cast, sheet):
    Account.objects.create(user=cast.coder, must_change_password=True)
    client.force_login(cast.coder)
    address = reverse("coding:draft-save", args=["4765", 15])
    answer = client.post(address, {"text": "x"}, headers={"x-requested-with": "fetch"})
    assert (answer.status_code, answer.json()["state"]) == (401, "signed-out")
    assert client.post(address, {"text": "x"}).url == CHANGE
    assert client.get(reverse("admin:index")).url == CHANGE


def invite(client, admin, person, **said):
    """The link that an admin makes on the person's page."""
    client.force_login(admin)
    page = client.post(reverse("admin:person-link", args=[person.pk]), said)
    client.logout()
    found = re.search(r">(http[^<]+)</textarea>", page.text)
    return found[1].removeprefix("http://127.0.0.1:8000") if found else page


def test_an_account_is_made_without_a_password_and_its_owner_sets_one_by_a_link(client, cast):
    client.force_login(cast.admin)
    coder = Group.objects.get(name="coder").pk
    sent = {"username": "new", "email": "n@example.org", "usable_password": "false"}
    client.post(reverse("admin:auth_user_add"), {**sent, "groups": [coder]})
    person = User.objects.get(username="new")
    assert (person.has_usable_password(), person.email) == (False, "n@example.org")
    link = invite(client, cast.admin, person)
    assert "For the account" in client.get(link).text
    assert client.post(link, SET).url == SIGN_IN
    assert sign_in(client, "new", NEW).status_code == 302
    assert client.get(reverse("coding:work-list")).status_code == 200


def test_a_link_works_once(client, cast):
    link = invite(client, cast.admin, cast.coder)
    client.post(link, SET)
    answer = client.get(link)
    assert answer.status_code == 410
    assert "The link has expired" in answer.text
    assert client.post(link, {"new_password1": "x", "new_password2": "x"}).status_code == 410


@pytest.mark.database  # it locks a row
def test_of_two_who_use_a_link_at_once_one_sets_the_password(client, cast, monkeypatch):
    link = invite(client, cast.admin, cast.coder)
    validated = SetPasswordForm.is_valid

    def while_another_uses_it(form):
        monkeypatch.setattr(SetPasswordForm, "is_valid", validated)
        client.post(link, SET)
        return form.is_valid()

    monkeypatch.setattr(SetPasswordForm, "is_valid", while_another_uses_it)
    late = "three words of theirs"
    assert client.post(link, {"new_password1": late, "new_password2": late}).status_code == 410
    assert authenticate(username="coder", password=NEW)


def test_a_newer_link_ends_the_older_one(client, cast):
    older = invite(client, cast.admin, cast.coder)
    newer = invite(client, cast.admin, cast.coder)
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_a_link_expires(client, cast):
    link = make_link(cast.coder, valid_for=timedelta(seconds=-1))
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 410


def test_a_link_of_somebody_deactivated_or_written_by_hand_opens_nothing(client, cast):
    link = invite(client, cast.admin, cast.coder)
    assert client.get(link[:-2] + "x/").status_code == 410
    change(cast.coder, is_active=False)
    assert client.get(link).status_code == 410


def test_a_link_ends_where_the_account_gets_another_address(client, cast):
    """Whoever reads the mail of the old one must not set the password."""
    link = invite(client, cast.admin, cast.coder)
    cast.coder.email = "new@example.org"
    cast.coder.save()
    assert client.get(link).status_code == 410


def test_a_link_from_before_an_account_was_deactivated_stays_ended(client, cast):
    link = invite(client, cast.admin, cast.coder)
    for is_active in (False, True):
        cast.coder.is_active = is_active
        cast.coder.save()
    assert client.get(link).status_code == 410


def test_a_password_that_is_set_otherwise_ends_the_link(client, cast):
    link = invite(client, cast.admin, cast.coder)
    cast.coder.set_password(NEW)
    cast.coder.save()
    assert client.get(link).status_code == 410


def test_a_new_password_by_a_link_ends_sessions_and_lets_in_whoever_was_held_back(client, cast):
    client.force_login(cast.coder)
    key = client.session.session_key
    for _ in range(limits.HERE.most):
        sign_in(client, "coder", "wrong")
    link = invite(client, cast.admin, cast.coder)
    client.post(link, SET)
    assert not SignedIn.objects.filter(session_key=as_stored(key)).exists()
    assert sign_in(client, "coder", NEW).status_code == 302


@pytest.mark.parametrize("who", ["coder", "second_coder", "reviewer", "outsider"])
@pytest.mark.parametrize("page", ["admin:person-link", "admin:person-let-in"])
def test_only_admins_make_links_and_let_people_in(client, cast, page, who):
    client.force_login(getattr(cast, who))
    client.post(reverse(page, args=[cast.admin.pk]), {"factors": "1"})
    assert not Account.objects.filter(link_key__gt="").exists()
    cast.outsider.is_staff = True
    cast.outsider.save()
    client.force_login(cast.outsider)
    assert client.post(reverse(page, args=[cast.admin.pk])).status_code == 403


def test_an_admin_makes_no_link_for_a_superuser_nor_by_following_one(client, cast):
    chief = make_person("chief", "Chief One", is_superuser=True)
    client.force_login(cast.admin)
    assert client.post(reverse("admin:person-link", args=[chief.pk])).status_code == 403
    assert client.get(reverse("admin:person-link", args=[cast.coder.pk])).status_code == 405


@pytest.fixture
def with_mail(settings, cast):
    settings.EMAIL_HOST = "mail.example.org"
    change(cast.coder, email="Clara@example.org")


def wait_for_postman():
    links.postman.submit(int).result()


def away(*_):
    raise ConnectionRefusedError(111, "refused")


@pytest.mark.parametrize("said", ["coder", "clara@EXAMPLE.org"])
def test_a_forgotten_password_is_set_by_a_link_that_is_sent(client, cast, with_mail, said):
    unknown = client.post(FORGOTTEN, {"who": "nobody"}).text
    assert client.post(FORGOTTEN, {"who": said}).text == unknown
    wait_for_postman()
    (letter,) = mail.outbox
    assert letter.to == ["Clara@example.org"]
    link = re.search(r"http://\S+", letter.body)[0].removeprefix("http://127.0.0.1:8000")
    client.post(link, SET)
    assert sign_in(client, "coder", NEW).status_code == 302


def test_letters_are_limited(client, cast, with_mail):
    for _ in range(limits.MAIL.most + 3):
        client.post(FORGOTTEN, {"who": "coder"})
    wait_for_postman()
    assert len(mail.outbox) == limits.MAIL.most


def test_the_page_answers_before_a_slow_mail_server_does(client, cast, with_mail, monkeypatch):
    """Else the time that it takes would tell a stranger whether there is an account."""
    has_answered = Event()
    sent = []
    monkeypatch.setattr(links, "send_mail", lambda *_: sent.append(has_answered.wait(timeout=30)))
    client.post(FORGOTTEN, {"who": "coder"})
    has_answered.set()
    wait_for_postman()
    assert sent == [True]


def test_a_mail_server_that_is_away_tells_no_stranger_anything(
    client, cast, with_mail, monkeypatch, caplog
):
    monkeypatch.setattr(links, "send_mail", away)
    unknown = client.post(FORGOTTEN, {"who": "nobody"}).text
    assert client.post(FORGOTTEN, {"who": "coder"}).text == unknown
    wait_for_postman()
    (line,) = caplog.messages
    assert line == "The link for coder was not sent (ConnectionRefusedError: [Errno 111] refused)."


def test_an_admin_is_told_that_the_mail_server_is_away_and_has_the_link(
    client, cast, with_mail, monkeypatch
):
    monkeypatch.setattr(links, "send_mail", away)
    client.force_login(cast.admin)
    page = client.post(reverse("admin:person-link", args=[cast.coder.pk]), {"send": "1"})
    assert "could not be sent to Clara@example.org" in page.text
    assert "Copy it and give it to nobody else" in page.text


def test_an_invitation_is_sent_where_the_admin_wants_it(client, cast, with_mail):
    person = User.objects.get(username="coder")
    invite(client, cast.admin, person, send="1")
    (letter,) = mail.outbox
    assert "An account was made for you" in letter.body
    assert "7 days" in letter.body


def test_without_mail_the_page_says_whom_to_ask(client, db, settings):
    settings.CONTACT = "Ada Admin, ada@example.org"
    assert "Ask Ada Admin, ada@example.org for a link" in client.get(FORGOTTEN).text
    assert client.post(FORGOTTEN, {"who": "coder"}).status_code == 200
    assert mail.outbox == []


@pytest.fixture
def in_use(settings):
    settings.IS_IN_USE = True
    settings.SITE_URL = "https://atop.example.org"


def test_published_passwords_open_nothing_on_a_site_in_use(client, db, settings):
    load_demo()
    assert sign_in(client, "coder", "coder-demo").status_code == 302
    client.logout()
    settings.IS_IN_USE = True
    answer = sign_in(client, "coder", "coder-demo")
    assert answer.status_code == 200
    assert "which everybody can read" in answer.text
    assert client.get(reverse("coding:home")).status_code == 302


def test_an_account_that_was_made_by_hand_with_one_is_known_once_somebody_tries(
    client, cast, in_use
):
    User.objects.create_user("handmade", password="admin-demo")
    assert sign_in(client, "handmade", "admin-demo").status_code == 200
    assert "handmade" in published_passwords(None)[0].msg


def test_a_published_password_cannot_be_chosen(client, cast):
    client.force_login(cast.coder)
    sent = {"new_password1": "reviewer-demo", "new_password2": "reviewer-demo"}
    answer = client.post(CHANGE, {"old_password": "secret", **sent})
    assert "This password is published" in answer.text


def test_accounts_with_published_passwords_are_named_by_the_check_and_in_admin(
    client, cast, settings
):
    person = make_person("renamed", "Re Named")
    person.set_password("admin-demo")
    person.save()
    assert published_passwords(None) == []  # tried out on this machine
    settings.IS_IN_USE = True
    found = [
        check for check in run_checks(include_deployment_checks=True) if check.id == "coding.W001"
    ]
    assert "renamed" in found[0].msg
    client.force_login(cast.admin)
    assert "these accounts in the README: renamed" in client.get(reverse("admin:index")).text
    person.set_password(NEW)
    person.save()
    assert published_passwords(None) == []
    assert "README" not in client.get(reverse("admin:index")).text


def test_the_demonstration_is_refused_where_the_site_is_in_use(db, in_use):
    for force in (False, True):
        with pytest.raises(DemoRefused, match="is the address of a site in use"):
            load_demo(force=force)
    assert not User.objects.exists()

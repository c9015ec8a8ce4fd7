"""A second factor: set up by anybody, asked for at sign-in, obligatory where a role needs it."""

import json
import re

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.signing import b64_encode
from django.test import Client
from django.urls import reverse

from coding.accounts.second_factor import has_one
from coding.accounts.sessions import as_stored
from coding.models import SignedIn
from tests.accounts.one_time_codes import SET_UP, code_of, one_moment, set_up
from tests.queries import queries_of

pytestmark = pytest.mark.usefixtures("record_verifies_afterwards")

HOME = reverse("coding:home")
STEP = reverse("mfa_authenticate")
INDEX = reverse("mfa_index")
PLAIN = reverse("coding:release-list")


def sign_in(client, name="coder"):
    return client.post(reverse("account_login"), {"username": name, "password": "secret"})


def sign_out(client):
    client.post(reverse("account_logout"))


@pytest.fixture
def coder(client, cast):
    sign_in(client)
    return client


def test_an_app_is_set_up_and_asked_for_from_then_on(coder, cast):
    secret = set_up(coder)
    sign_out(coder)
    assert sign_in(coder).url == STEP
    assert coder.get(PLAIN).text.count("Sign out") == 0
    assert coder.post(STEP, {"code": code_of(secret)}).url == HOME
    assert coder.get(INDEX).status_code == 200


def test_a_code_opens_once(coder, cast):
    secret = set_up(coder)
    code = code_of(secret)
    for expected in (302, 200):
        sign_out(coder)
        sign_in(coder)
        assert coder.post(STEP, {"code": code}).status_code == expected


def test_the_code_that_set_the_app_up_opens_nothing(coder, cast):
    with one_moment():
        secret = set_up(coder)
        sign_out(coder)
        sign_in(coder)
        assert "Incorrect code" in coder.post(STEP, {"code": code_of(secret, periods=-1)}).text


def test_a_wrong_code_does_not_open_and_many_are_held_back(coder, cast):
    secret = set_up(coder)
    sign_out(coder)
    sign_in(coder)
    for _ in range(5):
        assert "Incorrect code" in coder.post(STEP, {"code": "000000"}).text
    assert "Too many failed" in coder.post(STEP, {"code": code_of(secret)}).text


def test_a_recovery_code_opens_once(coder, cast):
    set_up(coder)
    shown = coder.get(reverse("mfa_view_recovery_codes")).text
    code = re.findall(r"<code>(\d{8})</code>", shown)[0]
    for expected in (302, 200):
        sign_out(coder)
        sign_in(coder)
        assert coder.post(STEP, {"code": code}).status_code == expected


def test_secrets_are_encrypted_in_the_database(coder, cast):
    secret = set_up(coder)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    codes = coder.get(reverse("mfa_download_recovery_codes")).text.split()
    assert not any(code in kept for code in codes if code.isdigit())


def test_setting_up_wants_a_sign_in_of_late(client, cast):
    client.force_login(cast.coder)
    confirm = reverse("account_reauthenticate")
    assert client.get(SET_UP).url.startswith(confirm)
    answer = client.post(f"{confirm}?next={SET_UP}", {"password": "secret"})
    assert answer.url == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_the_password_to_confirm_with_is_limited(client, cast):
    client.force_login(cast.coder)
    confirm = f"{reverse('account_reauthenticate')}?next={SET_UP}"
    for _ in range(5):
        client.post(confirm, {"password": "wrong"})
    assert client.post(confirm, {"password": "secret"}).status_code != 302
    assert client.get(SET_UP).status_code == 302


@pytest.fixture
def obligatory(settings):
    settings.SECOND_FACTOR_FOR = frozenset({"reviewer", "admin"})


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_where_a_role_needs_one_nothing_else_opens_before(client, cast, obligatory, who):
    sign_in(client, who)
    for page in (HOME, PLAIN, reverse("admin:index"), reverse("coding:sign-in-list")):
        assert client.get(page).url == INDEX
    assert "Your role needs one" in client.get(INDEX).text
    set_up(client)
    assert client.get(PLAIN).status_code == 200


@pytest.mark.parametrize("who", ["coder", "outsider"])
def test_others_need_none(client, cast, obligatory, who):
    sign_in(client, who)
    assert client.get(PLAIN).status_code == 200


def test_staff_and_superusers_count_as_admins(client, cast, obligatory):
    cast.outsider.is_staff = True
    cast.outsider.save()
    sign_in(client, "outsider")
    assert client.get(reverse("admin:index")).url == INDEX


def test_a_session_from_before_shows_it_too(client, client_of_before, cast, obligatory):
    sign_in(client, "reviewer")
    secret = set_up(client)
    confirm = reverse("mfa_reauthenticate")
    assert client_of_before.get(PLAIN).url == f"{confirm}?next=%2Freleases%2F"
    answer = client_of_before.post(f"{confirm}?next=/releases/", {"code": code_of(secret)})
    assert answer.url == PLAIN
    assert client_of_before.get(PLAIN).status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        *("mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_deactivate_totp"),
        *("mfa_view_recovery_codes", "mfa_download_recovery_codes", "password_change"),
    ],
)
@pytest.mark.parametrize("who", ["coder", "reviewer"])
def test_a_password_alone_changes_no_way_in_once_there_is_a_factor(
    client, cast, obligatory, who, page
):
    thief = Client()
    sign_in(thief, who)
    sign_in(client, who)
    set_up(client)
    confirm = reverse("mfa_reauthenticate")
    assert thief.get(reverse(page)).url == f"{confirm}?next={reverse(page).replace('/', '%2F')}"
    assert thief.post(reverse(page)).url == f"{confirm}?"
    assert client.get(reverse(page)).status_code == 200


@pytest.fixture
def client_of_before(cast):
    client = Client()
    client.force_login(cast.reviewer)
    return client


def test_who_needs_one_keeps_one(client, cast, obligatory):
    sign_in(client, "reviewer")
    set_up(client)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "Your role needs a second factor" in page.text
    assert has_one(cast.reviewer)


def test_who_needs_none_removes_it(coder, cast):
    set_up(coder)
    assert coder.post(reverse("mfa_deactivate_totp")).url == INDEX
    assert not Authenticator.objects.exists()
    sign_out(coder)
    assert sign_in(coder).url == HOME


def test_an_admin_removes_the_factors_of_a_lost_telephone(coder, cast):
    set_up(coder)
    key = coder.session.session_key
    coder.force_login(cast.admin)
    coder.post(reverse("admin:person-let-in", args=[cast.coder.pk]), {"factors": "1"})
    assert not Authenticator.objects.exists()
    assert not SignedIn.objects.filter(session_key=as_stored(key)).exists()


def test_django_admin_has_no_sign_in_of_its_own(client, cast):
    assert client.get(reverse("admin:login")).url.startswith(reverse("account_login"))
    sent = {"username": "admin", "password": "secret"}
    assert "_auth_user_id" not in client.session
    client.post(reverse("admin:login"), sent)
    assert "_auth_user_id" not in client.session
    client.force_login(cast.admin)
    assert client.get(reverse("admin:password_change")).url == reverse("password_change")


def test_nobody_reads_secrets_in_admin(client, cast):
    cast.admin.is_superuser = True
    cast.admin.save()
    client.force_login(cast.admin)
    assert "mfa" not in client.get(reverse("admin:index")).text.lower().split("<main")[-1]
    assert client.get("/admin/mfa/authenticator/").status_code == 404


def credential_of(person, **changes):
    """What a browser sends of a passkey, but with nothing in it that is true."""
    client_data = json.dumps({"type": "webauthn.get", "challenge": "AA", "origin": "http://x"})
    owner = user_pk_to_url_str(person).encode()
    encoded = {
        "clientDataJSON": client_data.encode(),
        "authenticatorData": bytes(37),
        "signature": b"1",
        "userHandle": owner,
        "attestationObject": b"\xa3",
    }
    answer = {name: b64_encode(value).decode() for name, value in encoded.items()} | changes
    return {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": answer}


def made_up(person):
    yield from ([], 1, {}, {**credential_of(person), "response": "x"})
    without_id = credential_of(person)
    del without_id["rawId"]
    yield without_id
    yield {**credential_of(person), "id": None}
    for text in ("é", "A", "!", None, b64_encode(b"[]").decode()):
        yield credential_of(person, clientDataJSON=text)
        yield credential_of(person, attestationObject=text)
    cut_short = bytes(32) + b"\x41" + bytes(4) + b"1"
    yield credential_of(person, authenticatorData=b64_encode(cut_short).decode())


@pytest.mark.parametrize("page", ["mfa_login_webauthn", "mfa_add_webauthn", "mfa_authenticate"])
def test_a_passkey_that_is_none_is_refused_and_no_error_of_the_site(client, cast, page):
    if page == "mfa_authenticate":
        sign_in(client)
        set_up(client)
        sign_out(client)
    if page != "mfa_login_webauthn":
        sign_in(client)
    for credential in made_up(cast.coder):
        cache.clear()  # else most were held back unread
        client.get(reverse(page), headers={"X-Requested-With": "XMLHttpRequest"})
        answer = client.post(reverse(page), {"credential": json.dumps(credential)})
        assert answer.status_code in (200, 302), credential
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_nobody_makes_an_account_alone(client, db):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/second-factor/webauthn/signup/").status_code == 404


def test_the_rule_costs_pages_no_query(client, cast, obligatory, sheet):
    sign_in(client, "reviewer")
    set_up(client)
    page = reverse("coding:sheet-read", args=["4765"])
    client.get(page)
    asked = queries_of(lambda: client.get(page))
    assert not any("mfa_" in sql or "account_" in sql for sql in asked)


def test_who_was_deactivated_between_the_two_steps_is_not_signed_in(coder, cast):
    """The session of the second step would open once the account is active again."""
    secret = set_up(coder)
    sign_out(coder)
    sign_in(coder)
    cast.coder.refresh_from_db()
    cast.coder.is_active = False
    cast.coder.save()
    answer = coder.post(STEP, {"code": code_of(secret)})
    assert answer.url == reverse("account_login")
    assert not SignedIn.objects.filter(user=cast.coder).exists()
    cast.coder.is_active = True
    cast.coder.save()
    assert coder.get(PLAIN).text.count("Sign out") == 0

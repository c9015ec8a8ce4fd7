"""Single sign-on opens accounts that are here, found by what the provider vouches for."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.urls import reverse

from coding.accounts.single_sign_on import NO_ACCOUNT
from tests.accounts.one_time_codes import set_up
from tests.accounts.people import change
from tests.accounts.provider import Provider, query_of

pytestmark = pytest.mark.usefixtures("record_verifies_afterwards")

BUTTON = reverse("openid_connect_login", args=["sso"])
BACK = reverse("openid_connect_callback", args=["sso"])
SIGN_IN = reverse("account_login")
CLARA = {"sub": "7", "email": "clara@example.org", "email_verified": True}


@pytest.fixture
def provider(settings):
    provider = Provider()
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider.issuer, "University account"
    settings.OIDC_MATCH = "email"
    app = {"provider_id": "sso", "name": "University account", "client_id": "atop"}
    app |= {"secret": "s", "settings": {"server_url": provider.issuer}}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    yield provider
    provider.stop()


@pytest.fixture
def clara(cast):
    cast.coder.email = "Clara@Example.org"
    cast.coder.save()
    return cast.coder


def sign_on(client, provider, **claims):
    """To the provider and back, as whoever it says."""
    provider.claims = claims
    sent = query_of(client.get(BUTTON).url)
    return client.get(BACK, {"code": "c", "state": sent["state"]})


def refusal(client, answer):
    assert answer.url == SIGN_IN
    assert not get_user(client).is_authenticated
    return client.get(SIGN_IN).text


def test_the_sign_in_page_offers_it_where_it_is_set(client, db, settings, provider):
    assert "University account" in client.get(SIGN_IN).text
    settings.OIDC_ISSUER = ""
    assert "University account" not in client.get(SIGN_IN).text


def test_the_account_of_a_checked_address_opens(client, clara, provider):
    answer = sign_on(client, provider, **CLARA)
    assert answer.url == reverse("coding:home")
    assert get_user(client) == clara
    assert provider.asked["code_verifier"]


def test_later_the_providers_own_mark_counts(client, clara, provider):
    sign_on(client, provider, **CLARA)
    client.logout()
    change(clara, email="")
    sign_on(client, provider, **CLARA)
    assert get_user(client) == clara


@pytest.mark.parametrize(
    "claims",
    [
        {**CLARA, "email_verified": False},
        {"sub": "7", "email": "clara@example.org"},
        {"sub": "7", "email": "somebody@example.org", "email_verified": True},
        {"sub": "7", "preferred_username": "coder"},
        {"sub": "7"},
    ],
)
def test_nobody_else_comes_in_and_no_account_is_made(client, clara, provider, claims):
    people = User.objects.count()
    said = refusal(client, sign_on(client, provider, **claims))
    assert "University account: Nobody here has an account for it." in said
    assert User.objects.count() == people


def test_a_name_opens_where_names_are_what_counts(client, clara, provider, settings):
    settings.OIDC_MATCH = "username"
    sign_on(client, provider, sub="7", preferred_username="coder")
    assert get_user(client) == clara


def test_an_address_of_two_accounts_opens_neither(client, clara, cast, provider):
    change(cast.reviewer, email="clara@example.org")
    refusal(client, sign_on(client, provider, **CLARA))


def test_only_the_mark_is_kept_of_what_the_provider_tells(client, clara, provider):
    for _ in range(2):
        sign_on(client, provider, **CLARA, picture="https://example.org/c.png", birthdate="1990\0")
        client.logout()
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data) == (clara, "7", {})


def test_an_address_that_was_given_to_somebody_else_does_not_open_the_account(
    client, clara, cast, provider
):
    sign_on(client, provider, **CLARA)
    client.logout()
    newcomer = {**CLARA, "sub": "8"}
    assert "belongs to somebody else there" in refusal(
        client, sign_on(client, provider, **newcomer)
    )
    client.force_login(cast.admin)
    client.post(reverse("admin:person-let-in", args=[clara.pk]), {"single_sign_on": "1"})
    client.logout()
    sign_on(client, provider, **newcomer)
    assert get_user(client) == clara


@pytest.mark.parametrize(
    "errs",
    [
        {"known": {"issuer": "https://other.example.org"}},
        {"known": {"issuer": None}},
        {"answer": {"id_token": ""}},
        {"answer": {"id_token": "abc"}},
        {"token": {"iss": "https://other.example.org"}},
        {"token": {"aud": "other"}},
        {"token": {"exp": 1}},
        {"token": {"aud": ["atop", "other"], "azp": "other"}},
        {"token": {"sub": "8"}},
        {"info": {"sub": "8"}},
        {"info": {"sub": None}, "token": {"sub": None}},
        {"info": {"sub": ""}, "token": {"sub": ""}},
        {"info": {"sub": "7" * 192}, "token": {"sub": "7" * 192}},
        {"info": {"sub": 7}, "token": {"sub": 7}},
    ],
    ids=str,
)
def test_a_provider_that_does_not_keep_to_the_standard_opens_nothing(client, clara, provider, errs):
    provider.errs = errs
    assert "did not work" in refusal(client, sign_on(client, provider, **CLARA))


@pytest.mark.parametrize("asked", ["connect", "redirect", "other"])
@pytest.mark.parametrize("is_in_already", [True, False])
def test_signing_in_is_all_that_an_address_can_ask_for(
    client, clara, cast, provider, asked, is_in_already
):
    """A link on another site must not tie somebody else's sign-in to an account."""
    if is_in_already:
        client.force_login(cast.reviewer)
    provider.claims = CLARA
    sent = query_of(client.get(BUTTON, {"process": asked}).url)
    client.get(BACK, {"code": "c", "state": sent["state"]})
    assert get_user(client) == clara


def test_refusals_and_first_times_are_told_to_listeners(client, clara, provider, monkeypatch):
    heard = []
    monkeypatch.setattr("coding.accounts.events.listeners", [heard.append])
    sign_on(client, provider, **{**CLARA, "email": "somebody@example.org"})
    sign_on(client, provider, **CLARA)
    refused, linked, _ = heard
    assert (refused.kind, refused.more) == ("sign-in failed", f"single sign-on: {NO_ACCOUNT}")
    assert (linked.kind, linked.person) == ("single sign-on linked", "coder")


def test_whoever_is_deactivated_stays_out(client, clara, provider):
    sign_on(client, provider, **CLARA)
    client.logout()
    change(clara, is_active=False)
    sign_on(client, provider, **CLARA)
    assert not get_user(client).is_authenticated


def test_a_second_factor_is_asked_for_all_the_same(client, clara, provider):
    sign_on(client, provider, **CLARA)
    set_up(client)
    client.logout()
    assert sign_on(client, provider, **CLARA).url == reverse("mfa_authenticate")


def test_an_answer_that_was_not_asked_for_opens_nothing(client, clara, provider):
    provider.claims = CLARA
    assert "did not work" in refusal(client, client.get(BACK, {"code": "c", "state": "x"}))


def test_whoever_cancels_is_back_at_the_sign_in(client, clara, provider):
    state = query_of(client.get(BUTTON).url)["state"]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert "did not work" in refusal(client, answer)


def test_a_provider_that_does_not_answer_is_said_to(client, clara, provider):
    provider.stop()
    assert "University account does not answer" in refusal(client, client.get(BUTTON))


def test_without_the_setting_there_is_no_such_page(client, db):
    assert client.get(BUTTON).status_code == 404
    assert client.get(BACK).status_code == 404

"""Every page of signing in as everybody: what is open, and what only its owner sees."""

from urllib.parse import urlencode, urlsplit

import pytest
from django.urls import URLPattern, get_resolver, reverse

EVERYBODY = ("coder", "reviewer", "admin", "outsider")
SIGN_IN = reverse("account_login")

# Address name → (arguments, the answer to strangers, the answer to somebody signed in). A name
# stands for the page that is led to.
PAGES = {
    "account_login": ([], 200, "coding:home"),
    "account_logout": ([], SIGN_IN, 405),
    "password_change": ([], SIGN_IN, 200),
    "password_change_done": ([], SIGN_IN, 200),
    "password_forgotten": ([], 200, 200),
    "password_link": (["made-up"], 410, 410),
    "account_reauthenticate": ([], SIGN_IN, 200),
    "openid_connect_login": (["sso"], 404, 404),
    "openid_connect_callback": (["sso"], 404, 404),
    "mfa_index": ([], SIGN_IN, 200),
    "mfa_authenticate": ([], SIGN_IN, "coding:home"),
    "mfa_reauthenticate": ([], SIGN_IN, "account_reauthenticate"),
    "mfa_activate_totp": ([], SIGN_IN, "account_reauthenticate"),
    "mfa_deactivate_totp": ([], SIGN_IN, 404),
    "mfa_view_recovery_codes": ([], SIGN_IN, 404),
    "mfa_generate_recovery_codes": ([], SIGN_IN, "account_reauthenticate"),
    "mfa_download_recovery_codes": ([], SIGN_IN, 404),
    "mfa_list_webauthn": ([], SIGN_IN, 200),
    "mfa_add_webauthn": ([], SIGN_IN, "account_reauthenticate"),
    "mfa_reauthenticate_webauthn": ([], SIGN_IN, "account_reauthenticate"),
    "mfa_remove_webauthn": ([1], SIGN_IN, "account_reauthenticate"),
    "mfa_edit_webauthn": ([1], SIGN_IN, "account_reauthenticate"),
    "mfa_login_webauthn": ([], SIGN_IN, "coding:home"),
}


def _names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from _names(pattern.url_patterns)


def _is(answer, expected):
    if isinstance(expected, int):
        return answer.status_code == expected
    page = expected if expected.startswith("/") else reverse(expected)
    return answer.status_code == 302 and answer.url.partition("?")[0] == page


def test_no_address_is_forgotten():
    (accounts,) = [part for part in get_resolver().url_patterns if str(part.pattern) == "accounts/"]
    assert set(_names(accounts.url_patterns)) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_strangers_see_how_to_sign_in_and_no_more(client, db, name):
    arguments, expected, _ = PAGES[name]
    answer = client.get(reverse(name, args=arguments))
    assert _is(answer, expected), (answer.status_code, answer.headers.get("Location"))


@pytest.mark.acceptance(12)
@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", PAGES)
def test_everybody_signed_in_reaches_their_own_and_confirms_what_is_delicate(
    client, cast, name, who
):
    client.force_login(getattr(cast, who))
    arguments, _, expected = PAGES[name]
    answer = client.get(reverse(name, args=arguments))
    assert _is(answer, expected), (answer.status_code, answer.headers.get("Location"))
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/single-sign-on/other/login/",
        "/accounts/single-sign-on/%00/login/callback/",
        "/accounts/second-factor/webauthn/keys/99999999999999999999/edit/",
        "/admin/auth/user/99999999999999999999/link/",
        "/accounts/password/link/%00/",
        "/accounts/password/link/WzEsMiwzXQ:1xXZnB:x/",
        "/accounts/signup/",
        "/accounts/email/",
    ],
)
def test_odd_addresses_are_answered_in_words(client, cast, address):
    client.force_login(cast.admin)
    assert client.get(address).status_code in (302, 400, 404, 405, 410)


@pytest.mark.parametrize(
    "elsewhere", ["http://[", "https://evil.example/", "//evil.example", "\\\\evil"]
)
def test_no_page_leads_to_another_site_or_to_what_is_no_address(client, cast, elsewhere):
    client.force_login(cast.coder)
    for name, (arguments, _, _) in PAGES.items():
        if name == "account_logout":
            continue
        address = f"{reverse(name, args=arguments)}?{urlencode({'next': elsewhere})}"
        for answer in (client.get(address), client.post(address, {"next": elsewhere})):
            assert answer.status_code < 500, name
            assert answer.status_code != 302 or urlsplit(answer.url).netloc == "", name

"""Signing in as people do: held back, with an app's codes, with a passkey, from a link."""

from axe_playwright_python.sync_playwright import Axe

from tests.accounts.one_time_codes import code_of
from tests.browser.conftest import enter, in_both_browsers, sending

FACTORS = "/accounts/second-factor/"


WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def is_flawless(page):
    """As far as axe can see."""
    assert Axe().run(page, options=WCAG).response["violations"] == []


def sign_out(page):
    me = page.locator("details.me")
    me.locator("summary").click()
    with sending(page):
        me.get_by_role("button", name="Sign out").click()


def press(page, name, *, role="button"):
    with sending(page):
        page.get_by_role(role, name=name, exact=True).click()


def type_password(page, username, password):
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def test_an_app_is_set_up_by_its_picture_or_secret_and_asked_for(sign_in):
    page = sign_in()
    enter(page, "coder2")
    page.goto(FACTORS)
    is_flawless(page)
    press(page, "Set up an app", role="link")
    page.get_by_alt_text("Picture for the app").wait_for()
    is_flawless(page)
    page.get_by_text("It cannot be scanned").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    press(page, "Set up")
    assert page.locator(".recovery li").count() == 10
    is_flawless(page)
    sign_out(page)
    type_password(page, "coder2", "coder2-demo")
    is_flawless(page)
    page.get_by_label("Code").fill(code_of(secret, periods=1))
    press(page, "Sign in")
    page.locator("details.me").wait_for()


def test_a_passkey_opens_without_a_password(site, sign_in, shoot):
    at_home = site.url.replace("127.0.0.1", "localhost")  # a passkey is of a name, not a number
    page = sign_in()
    with_key(page)
    page.goto(f"{at_home}/accounts/login/")
    page.get_by_label("Username").fill("reviewer")
    page.get_by_label("Password").fill("reviewer-demo")
    press(page, "Sign in")
    page.goto(f"{at_home}{FACTORS}")
    press(page, "Set up a passkey", role="link")
    is_flawless(page)
    page.get_by_label("Sign in with it alone").check()
    press(page, "Set up")
    page.goto(f"{at_home}{FACTORS}webauthn/")
    page.get_by_text("Chrome on Linux").wait_for()
    shoot(page, "passkeys")
    is_flawless(page)
    sign_out(page)
    press(page, "Use a passkey")
    page.goto(f"{at_home}/review/")
    assert page.get_by_role("heading", level=1).inner_text() != "Sign in"
    page.goto(f"{at_home}/account/sign-ins/")
    is_flawless(page)


def with_key(page):
    """Give the browser a device that holds passkeys and always says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_whoever_types_wrong_passwords_reads_until_when_they_wait(sign_in, shoot):
    page = sign_in()
    for _ in range(6):
        type_password(page, "somebody", "wrong")
    assert "Try again after" in page.locator(".alert").inner_text()
    shoot(page, "held-back")
    is_flawless(page)


def test_a_link_is_made_and_sets_a_password(sign_in):
    admin, invited = sign_in("admin"), sign_in()
    admin.goto("/admin/auth/user/add/")
    admin.get_by_label("Username").fill("invited")
    press(admin, "Save")
    press(admin, "Make a link to set a password")
    link = admin.get_by_label("Link").input_value()
    invited.goto(link)
    is_flawless(invited)
    for name_of_box in ("new_password1", "new_password2"):
        invited.locator(f"[name={name_of_box}]").fill("three words of mine")
    press(invited, "Set password")
    type_password(invited, "invited", "three words of mine")
    invited.get_by_text("Your account has no role yet").wait_for()


@in_both_browsers
def test_back_after_signing_out_shows_nothing_of_before(sign_in):
    page = sign_in()
    enter(page, "coder")
    page.goto("/account/sign-ins/")
    sign_out(page)
    page.go_back()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_role("heading", name="Sign in").wait_for()

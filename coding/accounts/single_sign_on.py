"""Single sign-on with the institution's OpenID Connect provider: opens accounts that are here.

allauth speaks the protocol. What OpenID Connect demands beyond that is checked here: the provider
is the one in the settings, and its two answers, token and user info, are about the same person.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import redirect

from coding.accounts.events import tell

LONGEST_MARK = 191  # characters that allauth keeps; the standard allows 255
DID_NOT_WORK = "It did not work. Try again, or sign in with your password."
NO_ACCOUNT = "Nobody here has an account for it. An admin makes accounts."
ANOTHERS = (
    "The account of this name or address belongs to somebody else there. If it is yours, ask an "
    "admin to forget the earlier single sign-on."
)


class Provider(OpenIDConnectOAuth2Adapter):
    """The institution's provider, whose answers are checked before they count."""

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        self.user_info = super()._fetch_user_info(access_token)
        return self.user_info

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        token = super()._decode_id_token(app, id_token)
        fault = why_not_trusted(self.openid_config, token, self.user_info, app.client_id)
        if fault:
            raise OAuth2Error(fault)
        return token

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider sent no ID token.")
        login = super().complete_login(request, app, token, **kwargs)
        login.account.extra_data = {}  # all else that the provider tells is none of ours to keep
        return login


def why_not_trusted(
    config: dict[str, Any], token: dict[str, Any], user_info: Any, client: str
) -> str | None:
    """Return why the provider's answers cannot be about one person who signed in there for us."""
    issuer = settings.OIDC_ISSUER.partition("/.well-known/")[0]
    mark = token.get("sub")
    if str(config.get("issuer")).rstrip("/") != issuer.rstrip("/"):
        return f"The provider calls itself {config.get('issuer')}, and OIDC_ISSUER is {issuer}."
    if not isinstance(mark, str) or not 0 < len(mark) <= LONGEST_MARK or "\0" in mark:
        return "The provider’s mark of the person (sub) is missing, or none that can be kept."
    if not isinstance(user_info, dict) or user_info.get("sub") != mark:
        return "The provider’s token and user info are about different people."
    if token.get("azp", client) != client:
        return f"The token was made for {token['azp']}."
    return None


class SingleSignOn(DefaultSocialAccountAdapter):
    """The institution's sign-in opens existing accounts, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account at the first sign-in; later only the provider's own mark opens it.

        An institution may give an e-mail address to somebody else once its owner has left.
        """
        if sociallogin.is_existing:
            return
        person = person_known_as(sociallogin)
        if person is None:
            refuse(request, NO_ACCOUNT, whom=sociallogin.user)
        elif SocialAccount.objects.filter(user=person).exists():
            refuse(request, ANOTHERS, whom=person)
        sociallogin.connect(request, person)
        tell("single sign-on linked", person, request=request)

    def on_authentication_error(
        self, request: HttpRequest, *args: Any, exception: Any = None, **kwargs: Any
    ) -> None:
        refuse(request, DID_NOT_WORK, more=str(exception or ""))


def refuse(request: HttpRequest, reason: str, *, whom: Any = "", more: str = "") -> None:
    """Say on the sign-in page why the institution's sign-in was refused, and tell listeners."""
    tell("sign-in failed", whom, request=request, more=f"single sign-on: {more or reason}")
    messages.error(request, f"{settings.OIDC_NAME}: {reason}")
    raise ImmediateHttpResponse(redirect("account_login"))


def person_known_as(sociallogin: Any) -> User | None:
    """Return the active person of that name, or of an e-mail address the provider has verified."""
    active = User.objects.filter(is_active=True)
    if settings.OIDC_MATCH == "username":
        name = sociallogin.user.username
        known_people = active.filter(username=name) if name else active.none()
    else:
        known = sociallogin.email_addresses
        checked = [address.email for address in known if address.verified and address.email]
        known_people = active.filter(email__iexact=checked[0]) if checked else active.none()
    return known_people.first() if known_people.count() == 1 else None


def forget(person: User) -> int:
    """Remove the link to the provider, as for a new mark there; the next sign-in makes it anew."""
    return int(SocialAccount.objects.filter(user=person).delete()[0])

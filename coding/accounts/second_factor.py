"""Who must sign in with a second factor, and whether this browser did."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from coding.workflow import rules

IN_SESSION = "second_factor_of"
# The test for each role that SECOND_FACTOR_FOR may name.
ROLES = {
    "reader": lambda user: rules.why_not_read(user) is None,
    "coder": lambda user: rules.why_not_propose(user) is None,
    "reviewer": lambda user: rules.why_not_decide(user) is None,
    "admin": lambda user: user.is_staff or rules.why_not_run_releases(user) is None,
}


def needs(user: Any) -> bool:
    """Whether a role of the person requires a second factor."""
    return any(ROLES[role](user) for role in settings.SECOND_FACTOR_FOR)


def note(request: HttpRequest, user: User) -> None:
    """Remember that this browser showed the person's second factor."""
    request.session[IN_SESSION] = user.pk


def is_shown(request: HttpRequest) -> bool:
    """Whether the signed-in person showed a second factor here, or set one up."""
    return bool(request.session.get(IN_SESSION) == request.user.pk)


def has_one(user: Any) -> bool:
    """Whether the person set up an app or a passkey; recovery codes alone do not count."""
    own = Authenticator.objects.filter(user_id=user.pk)
    return own.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def remove_all(person: User) -> int:
    """Remove the person's second factors, for example after the loss of a phone."""
    return Authenticator.objects.filter(user=person).delete()[0]

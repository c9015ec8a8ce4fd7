"""Signal handlers for signing in and out and for account changes; each sends an event."""

from typing import Any

from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.contrib.auth.models import User
from django.db.models.signals import m2m_changed, post_save

from coding.accounts import second_factor
from coding.accounts.events import tell
from coding.accounts.links import end_link
from coding.accounts.sessions import sign_out
from coding.models.list_changes import owners


def signed_in(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    tell("signed in", user, request=request)


def signed_out(sender: Any, request: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        tell("signed out", user, request=request)


def failed(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    kind = "sign-in failed"
    if getattr(request, "sign_in_waits_until", None):
        kind = "sign-in held back"
    elif getattr(request, "why_not_sign_in", None):
        kind = "published password refused"
    tell(kind, credentials.get("username", ""), request=request)


def factor_used(sender: Any, request: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    second_factor.note(request, user)
    tell("second factor used", user, request=request, more=authenticator.type)


def factor_failed(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    tell("second factor failed", user, request=request)


def factor_added(sender: Any, request: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    second_factor.note(request, user)
    request.session.save()  # this signal comes once the transaction has ended
    tell("second factor added", user, request=request, more=authenticator.type)


def factor_removed(
    sender: Any, request: Any, user: User, authenticator: Any, **kwargs: Any
) -> None:
    if not second_factor.has_one(user):
        request.session.pop(second_factor.IN_SESSION, None)
    tell("second factor removed", user, request=request, more=authenticator.type)


def account_saved(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    """End sessions and link of an account that is deactivated, from wherever it is saved."""
    if instance.is_active or created:
        return
    end_link(instance)
    if sign_out(instance):
        tell("sessions ended", instance, more="account deactivated")


def roles_changed(
    sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    """Report roles given and taken; every page checks anew what they allow."""
    keys = owners(sender, instance, action=action, reverse=reverse, model=model, keys=pk_set)
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    for person in [instance] if not reverse else User.objects.filter(pk__in=keys):
        names = sorted(person.groups.values_list("name", flat=True))
        tell("roles changed", person, more=", ".join(names) or "none")


def listen() -> None:
    """Connect all signal handlers; called once, when the app is ready."""
    auth.user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
    auth.user_logged_out.connect(signed_out, dispatch_uid="accounts.signed_out")
    auth.user_login_failed.connect(failed, dispatch_uid="accounts.failed")
    mfa.authenticator_used.connect(factor_used, dispatch_uid="accounts.used")
    mfa.authentication_failed.connect(factor_failed, dispatch_uid="accounts.mfa_failed")
    mfa.authenticator_added.connect(factor_added, dispatch_uid="accounts.added")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="accounts.removed")
    post_save.connect(account_saved, sender=User, dispatch_uid="accounts.saved")
    m2m_changed.connect(roles_changed, User.groups.through, dispatch_uid="accounts.roles")

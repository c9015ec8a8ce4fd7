"""Signing in as Django does, except that failed attempts are limited before a password is hashed.

A person comes with their session, or is a compiled query, as their permissions are. Finding
everybody who has a permission is a single query instead of one per person.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from coding.accounts import limits
from coding.accounts.demonstration import PUBLISHED
from coding.accounts.passwords import mark_published, why_not_with
from coding.models import SignedIn
from coding.models.compiled_queries import PERMISSIONS, PERSON, person_of
from coding.security.origin import answered


class Argon2(Argon2PasswordHasher):
    """Twice OWASP's minimum; Django's own 100 MB per sign-in are too much for a small server."""

    time_cost = 2
    memory_cost = 46 * 1024
    parallelism = 1


def _of_session(user_id: int) -> User | None:
    """Return the person if the session of the request that is being answered is theirs.

    They were read with it: every page needs both.
    """
    session = getattr(answered.get(), "session", None)
    row: SignedIn | None = getattr(session, "row", None)
    return person_of(row) if row and row.user_id == user_id else None


class OneQueryBackend(ModelBackend):
    """Django's own backend, with fewer queries: every page asks for the person and permissions."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the person with this name and password; a refusal notes why on the request."""
        if request is None or not username or not password:
            return super().authenticate(request, username, password, **kwargs)
        attempt = limits.Attempt.of(request, username)
        until = limits.count(attempt.tallies())
        if until:
            request.sign_in_waits_until = until  # type: ignore[attr-defined]
            raise PermissionDenied
        person = super().authenticate(request, username, password, **kwargs)
        if person and password in PUBLISHED:
            mark_published(person)
        reason = why_not_with(password)
        if reason:
            request.why_not_sign_in = reason  # type: ignore[attr-defined]
            raise PermissionDenied
        if person:
            limits.take_back(attempt)
        return person

    def get_user(self, user_id: int) -> User | None:
        """Return the person who owns the session, unless the account is deactivated."""
        user = _of_session(user_id) or PERSON.first(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the permissions given to the person and to their groups."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            every: set[str] = super().get_all_permissions(user_obj)
            return every
        if not hasattr(user_obj, "_perm_cache"):
            granted = PERMISSIONS.rows(user_obj.pk)
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in granted}
        permissions: set[str] = user_obj._perm_cache
        return permissions

    def with_perm(
        self,
        perm: str | Permission,
        is_active: bool = True,
        include_superusers: bool = True,
        obj: Any = None,
    ) -> "QuerySet[User]":
        """Return the people who have a permission. Django's own checks each person in turn."""
        if obj is not None or not isinstance(perm, str):
            return super().with_perm(perm, is_active, include_superusers, obj)
        app, _, codename = perm.partition(".")
        held = Permission.objects.filter(content_type__app_label=app, codename=codename)
        own = User.user_permissions.through._default_manager.filter(permission__in=held)
        of_groups = User.groups.through._default_manager.filter(group__permissions__in=held)
        holds = Q(pk__in=own.values("user")) | Q(pk__in=of_groups.values("user"))
        if include_superusers:
            holds |= Q(is_superuser=True)
        every = (
            User.objects.all() if is_active is None else User.objects.filter(is_active=is_active)
        )
        return every.filter(holds)

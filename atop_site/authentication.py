"""Signing in as Django does it, but a person and their permissions are one compiled query each."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User

from coding.models.compiled_queries import PERMISSIONS, PERSON


class OneQueryBackend(ModelBackend):
    """Django's own backend; every page asks who is there and may do what, so the price counts."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person whose session it is, unless the account is deactivated."""
        user: User | None = PERSON.first(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the permissions given to the person and to their groups."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            every: set[str] = super().get_all_permissions(user_obj)
            return every
        if not hasattr(user_obj, "_perm_cache"):
            found = PERMISSIONS.rows(user_obj.pk)
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in found}
        permissions: set[str] = user_obj._perm_cache
        return permissions

"""Whether a person has a permission of the site."""

from typing import Any


def has_permission(user: Any, permission: str) -> bool:
    """Whether the person has a permission: ``has_perm`` without its search for backends.

    A page asks some thirty times. The set is kept on the user object, as Django's own cache is; the
    user is loaded anew for each request.
    """
    if user.is_superuser:
        return bool(user.is_active)
    held: set[str] | None = getattr(user, "held_permissions", None)
    if held is None:
        held = user.held_permissions = user.get_all_permissions()
    return f"coding.{permission}" in held

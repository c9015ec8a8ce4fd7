"""Whether a person has a permission of the site."""

from typing import Any


def has_permission(user: Any, permission: str) -> bool:
    """Return what ``has_perm`` says, which looks for its backends anew whenever it is asked.

    A page asks some thirty times. The set is kept as long as Django keeps a person's permissions:
    with the person, who is read anew for each request.
    """
    if user.is_superuser:
        return bool(user.is_active)
    held: set[str] | None = getattr(user, "held_permissions", None)
    if held is None:
        held = user.held_permissions = user.get_all_permissions()
    return f"coding.{permission}" in held

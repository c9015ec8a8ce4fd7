"""What ``check --deploy`` says of the database, and why a migration may not run."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.core.management import CommandError
from django.db import DatabaseError

from coding.protection import roles


def separate_roles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where the site could take the guards of its database away."""
    try:
        owned = roles.ownership()
    except DatabaseError:
        return []
    if owned is None or not owned.acts_as_owner:
        return []
    return [
        Warning(
            f"The site uses the database as {owned.role}, who can take its guards away.",
            hint="Give the site a role of its own: “PostgreSQL” in docs/operations.md.",
            id="coding.W002",
        )
    ]


def require_owner(using: str) -> None:
    """Raise CommandError where a migration runs as a role that does not own the tables."""
    if why := roles.why_not_owner(using, "migrate"):
        raise CommandError(why)


def require_forwards(plan: Iterable[tuple[Any, bool]]) -> None:
    """Raise CommandError if a migration would be reversed, which would delete data."""
    undone = next((migration for migration, is_backwards in plan if is_backwards), None)
    if undone is not None:
        raise CommandError(
            f"Nothing that was saved can be removed, so {undone} is not taken back. To go back to "
            "an earlier version of the site, restore the backup of before the update into a new "
            "database, with that version: manage.py restore."
        )

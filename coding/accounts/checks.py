"""System checks of a site in use: can anybody sign in with a published password?"""

from typing import Any

from django.conf import settings
from django.core.checks import Warning
from django.db import DatabaseError

from coding.accounts.passwords import with_published_passwords


def published_passwords(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """Name the accounts; none where the database does not exist yet."""
    if not settings.IS_IN_USE:
        return []
    try:
        names = with_published_passwords()
    except DatabaseError:
        return []
    if not names:
        return []
    return [
        Warning(
            f"Accounts with passwords that are published in the README: {', '.join(names)}.",
            hint="Deactivate them in Django admin, or have their owners set other passwords.",
            id="coding.W001",
        )
    ]

"""What people set for themselves; nothing of it is part of the record."""

from collections.abc import Mapping
from typing import Any

from coding.models import Preferences


def keep_shortcuts(keys: Mapping[str, str], *, has_single_keys: bool, by: Any) -> Preferences:
    """Keep the keys that differ from the usual ones, and whether single keys act at all."""
    kept = {"keys": dict(keys), "has_single_keys": has_single_keys}
    return Preferences.objects.update_or_create(user=by, defaults=kept)[0]

"""Whether every guard is in the database as it was installed, and no other trigger is there.

If a guard or a constraint is missing, rows may no longer follow from their history, or may be
changed without it. An unknown trigger could write other words than people wrote.
"""

from typing import NamedTuple

from django.db import connections

from coding.protection import constraints
from coding.protection.triggers import guards

_AS_MADE = "there, as the site made it"
_PUT_BACK = "manage.py migrate puts all back, manage.py verify tells what came of it"
_AS_MIGRATED = "there, as the migrations made it"
_MAKE_AGAIN = "manage.py sqlmigrate tells how it was made, manage.py verify what came of it"
_TAKE_AWAY = "take it away, manage.py verify tells what came of it"

_TOLD = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, relname, CASE "
    "WHEN tgenabled IN ('O', 'A') AND prosecdef AND pronamespace = relnamespace "
    "AND proconfig = ARRAY[format('search_path=%I, pg_temp', current_schema())] "
    "THEN pg_get_triggerdef(pg_trigger.oid, true) || ';' || prosrc END "
    "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
    "UNION ALL SELECT rulename, tablename, definition FROM pg_rules "
    "WHERE schemaname = current_schema()",
}


class GuardGap(NamedTuple):
    """A missing, changed or unknown guard: what was found, what should be there, and what to do."""

    place: str
    found: str
    should_be: str
    remedy: str


def first_gap(using: str = "default") -> GuardGap | None:
    """Return the first missing, changed or unknown guard or constraint; None if there is none."""
    with connections[using].cursor() as cursor:
        cursor.execute(_TOLD[connections[using].vendor])
        installed = {(name, table): definition for name, table, definition in cursor.fetchall()}
    for guard in guards(using):
        place = f"the guard {guard.name} of {guard.table}"
        if (guard.name, guard.table) not in installed:
            return GuardGap(place, "It is missing.", _AS_MADE, _PUT_BACK)
        if installed.pop((guard.name, guard.table)) != guard.told:
            found = "It is switched off, or not as the site made it."
            return GuardGap(place, found, _AS_MADE, _PUT_BACK)
    for name, table in sorted(installed):
        return GuardGap(f"{name} of {table}", "It is no guard of the site's.", "away", _TAKE_AWAY)
    for table, part, is_missing in constraints.deviations(using):
        if is_missing:
            return GuardGap(f"the table {table}", f"It has no “{part}”.", _AS_MIGRATED, _MAKE_AGAIN)
        found = f"It has “{part}”, which is none of the site's."
        return GuardGap(f"the table {table}", found, "away", _TAKE_AWAY)
    return None

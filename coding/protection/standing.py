"""Whether every guard stands in the database, as it was put there.

Where one does not, rows no longer follow from their history, or can be changed past it.
"""

from django.db import connections

from coding.protection.triggers import guards

REMEDY = "manage.py migrate puts all back, manage.py verify tells what came of it"

_TOLD = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, CASE "
    "WHEN tgenabled IN ('O', 'A') AND prosecdef AND pronamespace = relnamespace "
    "AND proconfig = ARRAY[format('search_path=%I, pg_temp', current_schema())] "
    "THEN pg_get_triggerdef(pg_trigger.oid, true) || ';' || prosrc END "
    "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace",
}


def first_gap(using: str = "default") -> tuple[str, str] | None:
    """Return the first guard that does not stand, and how; None where all do."""
    with connections[using].cursor() as cursor:
        cursor.execute(_TOLD[connections[using].vendor])
        told = dict(cursor.fetchall())
    for guard in guards(using):
        place = f"the guard {guard.name} of {guard.table}"
        if guard.name not in told:
            return place, "It is missing."
        if told[guard.name] != guard.told:
            return place, "It is switched off, or not as the site made it."
    return None

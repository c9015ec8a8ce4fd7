"""Whether the database guards the record, so that rows follow from what is written."""

from collections.abc import Iterator

from coding.backup.contents import applied_migrations, known_migrations
from coding.protection.standing import REMEDY, first_gap
from coding.record.faults import Fault


def faults() -> Iterator[Fault]:
    """Yield the first guard that does not stand."""
    if gap := first_gap():
        place, found = gap
        yield Fault(place, found, f"there, as the site made it ({REMEDY})")


def waiting() -> Iterator[Fault]:
    """Yield the first migration that waits: nothing can be compared before it."""
    for name in sorted(known_migrations() - set(applied_migrations()))[:1]:
        yield Fault("the database", f"The migration {name} waits.", "migrated: manage.py migrate")

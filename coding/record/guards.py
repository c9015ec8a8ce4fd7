"""Whether the database guards the record, so that rows follow from what is written."""

from collections.abc import Iterator

from coding.backup.contents import applied_migrations, known_migrations
from coding.protection.standing import first_gap
from coding.record.faults import Fault


def faults() -> Iterator[Fault]:
    """Yield the first guard that does not stand, or what stands there and is none."""
    if gap := first_gap():
        yield Fault(gap.place, gap.found, f"{gap.should_be} ({gap.remedy})")


def waiting() -> Iterator[Fault]:
    """Yield the first migration that waits: nothing can be compared before it."""
    for name in sorted(known_migrations() - set(applied_migrations()))[:1]:
        yield Fault("the database", f"The migration {name} waits.", "migrated: manage.py migrate")

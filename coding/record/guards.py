"""Whether the database guards the record, so that rows follow from what is written."""

from collections.abc import Iterator

from coding.backup.contents import applied_migrations, known_migrations, why_newer
from coding.protection.guards_in_place import first_gap
from coding.record.faults import Misfit


def faults() -> Iterator[Misfit]:
    """Yield the first missing or changed guard, or a trigger that is no guard."""
    if gap := first_gap():
        yield Misfit(gap.place, gap.found, f"{gap.should_be} ({gap.remedy})")


def waiting() -> Iterator[Misfit]:
    """Yield the first migration that waits, or is not of here: nothing can be compared then."""
    if newer := why_newer(applied_migrations()):
        yield Misfit("the database", f"It is of {newer}.", "looked at with that version")
        return
    for name in sorted(known_migrations() - set(applied_migrations()))[:1]:
        yield Misfit("the database", f"The migration {name} waits.", "migrated: manage.py migrate")

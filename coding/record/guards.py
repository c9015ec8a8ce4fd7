"""Whether the database guards the record, so that rows follow from what is written."""

from collections.abc import Iterator
from itertools import starmap

from coding.backup.contents import applied_migrations, known_migrations, why_newer
from coding.protection import surroundings
from coding.protection.guards_in_place import first_gap
from coding.record.faults import Misfit


def faults() -> Iterator[Misfit]:
    """Yield the first gap of the guards, and all around them that could lead past them."""
    if gap := first_gap():
        yield Misfit(gap.place, gap.found, f"{gap.should_be} ({gap.remedy})")
    yield from starmap(Misfit, surroundings.past_the_guards())


def why_not_comparable() -> Iterator[Misfit]:
    """Yield why nothing can be compared: SQL means something else here, or a migration waits."""
    if misleading := list(surroundings.misleading()):
        yield from starmap(Misfit, misleading)
        return
    if newer := why_newer(applied_migrations()):
        yield Misfit("the database", f"It is of {newer}.", "looked at with that version")
        return
    for name in sorted(known_migrations() - set(applied_migrations()))[:1]:
        yield Misfit("the database", f"The migration {name} waits.", "migrated: manage.py migrate")

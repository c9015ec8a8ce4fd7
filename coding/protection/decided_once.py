"""A request is decided on once; who asked for what never changes."""

from collections.abc import Iterator

from coding.models.guarded_tables import FIXED, Model, columns_of
from coding.protection.sql import Refusal, differs


def begins_undecided(model: Model) -> Refusal:
    """Return what is refused before a request is added."""
    name = model._meta.verbose_name
    return Refusal("NEW.decided_at IS NOT NULL", f"an {name} is decided on once it is asked for")


def stays_as_decided(model: Model) -> Iterator[Refusal]:
    """Yield what is refused before a request is changed."""
    yield Refusal("OLD.decided_at IS NOT NULL", "what is decided never changes")
    yield Refusal(
        differs(["id", *columns_of(model, FIXED[model])], "OLD", "NEW"),
        "who asked for what never changes",
    )

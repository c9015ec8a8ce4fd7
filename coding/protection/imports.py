"""An import is asked for, and decided on once; who asked for what never changes."""

from collections.abc import Iterator

from coding.models import ImportRequest
from coding.models.guarded import FIXED, columns_of
from coding.protection.sql import Refusal, differs


def begins_undecided() -> Refusal:
    """Return what is refused before a request is added."""
    return Refusal("NEW.decided_at IS NOT NULL", "an import is decided on once it is asked for")


def stays_as_decided() -> Iterator[Refusal]:
    """Yield what is refused before a request is changed."""
    yield Refusal("OLD.decided_at IS NOT NULL", "a decided import never changes")
    yield Refusal(
        differs(["id", *columns_of(ImportRequest, FIXED[ImportRequest])], "OLD", "NEW"),
        "who asked for what never changes",
    )

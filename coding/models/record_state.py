"""Identifies the state of the record and the drafts, so that counts of them can be cached."""

from typing import Any

from django.db import connections, router

from coding.models.chain import Link
from coding.models.revision import Revision, Status

_STATE = (
    f"SELECT (SELECT hash FROM {Link._meta.db_table} ORDER BY sequence DESC LIMIT 1), "
    f"(SELECT MAX(saved_at) FROM {Revision._meta.db_table} WHERE status = %s)"
)


def state_of_record() -> tuple[Any, ...]:
    """Return a value that changes with every step, change of a sheet or save of a draft; one query.

    Everything that is recorded has a link, each with a different hash. Drafts have none, so the
    time of the last save is included.
    """
    using = router.db_for_read(Link)
    with connections[using].cursor() as cursor:
        cursor.execute(_STATE, [Status.DRAFT])
        return (using, *cursor.fetchone())

"""Which state the record and the drafts are in, so that what was counted of it can be kept."""

from typing import Any

from django.db import connections, router

from coding.models.chain import Link
from coding.models.revision import Revision, Status

_STATE = (
    f"SELECT (SELECT hash FROM {Link._meta.db_table} ORDER BY sequence DESC LIMIT 1), "
    f"(SELECT MAX(saved_at) FROM {Revision._meta.db_table} WHERE status = %s)"
)


def state_of_record() -> tuple[Any, ...]:
    """Return what differs once a step is taken, a sheet changes or a draft is saved; one query.

    Whatever is recorded has a link, of which each has another hash. Drafts have none; the last
    save stands for them.
    """
    using = router.db_for_read(Link)
    with connections[using].cursor() as cursor:
        cursor.execute(_STATE, [Status.DRAFT])
        return (using, *cursor.fetchone())

"""Nothing that was changed past the site is saved over where no revision accounts for changes."""

from typing import Any

from django.db import connection

from coding.models import Release
from coding.models.covered_rows import Covered
from coding.models.guarded_tables import REFERENCE, history_of
from coding.workflow.rules import Reason

# Of all else each change follows from a revision.
_UNACCOUNTED: tuple[Any, ...] = (Release, *REFERENCE)


def why_not_save_over(row: Any) -> Reason:
    """Refuse to save a release, state or war that is not as its history has it last.

    From then on history would say so, too, and nothing would tell.
    """
    if row._state.adding or not isinstance(row, _UNACCOUNTED):
        return None
    model: Any = type(row)
    present, history = Covered.of(model), Covered.of(history_of(model))
    last = history.model.objects.filter(id=row.pk).order_by("-history_id")
    keys = list(last.values_list("pk", flat=True)[:1])
    then = dict(history.rows(connection, keys)).get(keys[0]) if keys else None
    now = dict(present.rows(connection, [row.pk])).get(row.pk)
    if now and then and all(then[name] == value for name, value in now.items()):
        return None
    return (
        f"{row} was changed in the database, past the site, and is not saved over. Whoever "
        "runs the site sees by manage.py verify what it should be, and puts it right."
    )

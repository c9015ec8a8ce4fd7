"""Links roles whose rights an update changed: migrations write them without a signal."""

from collections.abc import Collection

from django.db import connection

from coding.models.chain import last_contents
from coding.models.covered_by_chain import accounts
from coding.workflow.chaining import note


def roles_not_as_linked() -> set[int]:
    """Return the roles whose rights are not those that were linked last."""
    roles, _ = accounts()
    last, rows = last_contents(roles.name), roles.rows(connection)
    return {key for key, row in rows if last.get(key) != roles.content(row)}


def link_roles(but: Collection[int]) -> set[int]:
    """Link and return the roles whose rights migrations changed, which send no signals.

    ``but`` are those that were not as linked before: somebody else changed them, and ``verify``
    goes on to say so.
    """
    changed = roles_not_as_linked().difference(but)
    note(accounts()[0].name, changed)
    return changed

"""Which rows are sealed: all of the database that the chain does not cover, and that may change."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from coding.models.account import SharedCache, SignedIn, SignInAttempts
from coding.models.assignment import Assignment
from coding.models.check_count import CheckCount
from coding.models.covered_rows import Covered, Owned
from coding.models.desk import Batch, DeskFile
from coding.models.kept import Kept
from coding.models.notice import Notice
from coding.models.presence import Presence
from coding.models.runs import ExportRun
from coding.models.seal import Seal, place_of, seal, whole_rows

COME_AND_GO: tuple[Any, ...] = (
    *(SignedIn, SignInAttempts, SharedCache, Presence, Kept, CheckCount, Notice),
    *(Batch, DeskFile, Assignment, ExportRun),
)
# Django writes these itself, when it migrates or first asks for them, and never changes them.
DECLARED: tuple[Any, ...] = (ContentType, Permission, MigrationRecorder.Migration)
_LISTS: tuple[tuple[Any, Any], ...] = (
    (User, User.groups),
    (User, User.user_permissions),
    (Group, Group.permissions),
)


def list_of(owner: Any, through: Any) -> Covered:
    """Return the rows of a list, such as a person's roles, with the keys that they have there."""
    table, by = str(through._meta.db_table), f"{owner._meta.model_name}_id"
    owned = Owned(Covered(table, through), by)
    name = f"{owner._meta.db_table}/{table}"
    return Covered(name, owner, ("id",), is_written_once=False, owned=owned)


@lru_cache
def lists() -> dict[tuple[Any, Any], Covered]:
    """Return what is sealed of roles and rights: by whose list it is, and the table of its rows."""
    return {(owner, many.through): list_of(owner, many.through) for owner, many in _LISTS}


@lru_cache
def every_sealed() -> list[Covered]:
    """Return all rows that have seals."""
    return [*map(whole_rows, (*COME_AND_GO, *DECLARED)), *lists().values()]


def seal_rights(roles: Iterable[int]) -> None:
    """Seal the rights of roles that migrations changed."""
    seal(lists()[Group, Group.permissions.through], roles)


def seal_what_is_declared() -> None:
    """Seal what migrations added: a row that has a seal keeps it, whatever it says by now."""
    have = set(Seal.objects.values_list("place", flat=True))
    for covered in map(whole_rows, DECLARED):
        keys = [key for key, _ in covered.rows(connection)]
        seal(covered, [key for key in keys if place_of(covered, key) not in have])

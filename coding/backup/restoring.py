"""Restores a backup; everything is checked before anything is changed."""

from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections

from coding.backup import manifest, runs
from coding.backup.contents import (
    contents_of,
    differing,
    known_migrations,
    rows_of,
    why_newer,
    why_not_empty,
)
from coding.backup.copies import this_kind
from coding.backup.failures import BackupFailed, NotRestored, RestoredBadly
from coding.backup.manifest import Manifest
from coding.backup.taking import backups
from coding.outages import on_one_line
from coding.protection import roles


@dataclass(frozen=True)
class Restored:
    """What was restored, into which database, and how many migrations were applied afterwards."""

    manifest: Manifest
    database: str
    migrated: int


def restore(folder: Path, *, over: str | None = None) -> Restored:
    """Replace the site's database by a backup.

    ``over`` has to be the name of the database if it has data to be overwritten. Raises NotRestored
    if nothing was changed, RestoredBadly if something remains to be done.
    """
    kind, sites = this_kind(), roles.sites()
    backup = _read_and_check(folder)
    _require_fitting(backup, over, kind.name())
    try:
        kind.put_back(folder / backup.file.name)
    except BackupFailed as failure:
        raise NotRestored(f"{failure} The database is as it was.") from failure
    try:
        _finish(backup, sites)
    except (Error, OSError) as error:
        raise RestoredBadly(
            f"{kind.name()} holds the backup now, but what comes next failed "
            f"({on_one_line(error)}). Put that right, and restore it again."
        ) from error
    waiting = len(known_migrations() - set(backup.migrations))
    return Restored(backup, kind.name(), waiting)


def _finish(backup: Manifest, sites: list[str]) -> None:
    """Compare what was restored, and bring it to this version."""
    _require_same(backup)
    call_command("migrate", interactive=False, verbosity=0)  # which also installs the guards
    for site in sites:  # their rights were dropped with the tables
        roles.grant(site)
    runs.end_all_that_were_under_way(backup.made_at)


def _read_and_check(folder: Path) -> Manifest:
    """Return the manifest, after reading and checking the whole backup."""
    if not folder.exists():
        raise NotRestored(f"There is no folder {folder}.")
    if not folder.is_dir():
        raise NotRestored(f"{folder} is a file. Name the folder with {manifest.NAME}.")
    if not (folder / manifest.NAME).exists() and (found := backups(folder)):
        raise NotRestored(f"{folder} holds several backups. Name one of them, as {found[0]}.")
    try:
        backup = manifest.read(folder)
        kind = this_kind()
        if backup.kind != kind.label:
            raise NotRestored(
                f"The backup is one of {backup.kind}, and this site’s database is {kind.label}. "
                f"Restore it into {backup.kind}, then move it: manage.py move_database."
            )
        manifest.require_whole(folder, backup)
        rows = kind.rows_in(folder / backup.file.name)
        if any(rows.get(table) != number for table, number in backup.rows.items()):
            raise NotRestored(f"{folder} has other rows than its {manifest.NAME} says.")
    except (BackupFailed, OSError) as failure:
        raise NotRestored(str(failure)) from failure
    return backup


def _require_fitting(backup: Manifest, over: str | None, name: str) -> None:
    if why := roles.why_not_owner(DEFAULT_DB_ALIAS, "restore"):
        raise NotRestored(why)
    if newer := why_newer(backup.migrations):
        raise NotRestored(f"The backup is from {newer}. Install that version first.")
    held = why_not_empty()
    if held and over != name:
        there = f"The database {name} has {held}, which would be lost."
        remedy = f"If they may go, say so: --over {name}."
        raise NotRestored(f"{there} {remedy}")


def _require_same(backup: Manifest) -> None:
    """Compare the database with the manifest; table by table if the migrations are the same."""
    connections.close_all()
    if set(backup.migrations) == known_migrations():
        other = differing(contents_of(), backup.tables)
    else:  # this version cannot read that version's columns before it migrates
        rows = rows_of()
        other = [table for table, number in backup.rows.items() if rows.get(table) != number]
    if other:
        raise RestoredBadly(f"After restoring, {other[0]} is not as in the backup.")

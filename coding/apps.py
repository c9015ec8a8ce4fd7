"""The app's configuration."""

import logging
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.core.checks import Tags, register
from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

_log = logging.getLogger("coding")
_forged_roles: set[int] = set()  # of the migrate that runs


def _open(sender: AppConfig, using: str, plan: Any, **kwargs: Any) -> None:
    from coding import protection  # models cannot be imported before the app is ready
    from coding.protection.checks import require_forwards, require_owner

    require_owner(using)
    _require_no_newer(using)
    require_forwards(plan)
    if plan:
        _note_roles(using)
        protection.remove(using)


def _require_no_newer(using: str) -> None:
    """Refuse to migrate with an older version, which would put its own guards in place."""
    from coding.backup.contents import applied_migrations, why_newer

    if newer := why_newer(applied_migrations(using)):
        raise CommandError(
            f"The database is of {newer}. Nothing was changed. Install that version; or to go back "
            "to this one, restore the backup of before the update into a new database: "
            "manage.py restore."
        )


def _note_roles(using: str) -> None:
    """Note which roles somebody changed past the site, before migrations change others."""
    from coding.models import Link
    from coding.workflow import linking_roles

    _forged_roles.clear()
    if using == DEFAULT_DB_ALIAS and Link._meta.db_table in connection.introspection.table_names():
        _forged_roles.update(linking_roles.roles_not_as_linked())
    for key in sorted(_forged_roles):
        _log.error("The role %s is not as it was linked. manage.py verify says what to do.", key)


def _protect(sender: AppConfig, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Put back all guards: in one transaction, since a disk may be full in the middle of it."""
    from coding import protection
    from coding.models import progress
    from coding.protection import roles

    with transaction.atomic(using):
        protection.remove(using)
        progress.count_again(apps, using)
        protection.install(using)
        roles.renew(using)


def _link_roles(sender: AppConfig, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Link roles to the record's chain after migrations; ``flush`` runs none."""
    from coding.models import sealed_rows
    from coding.workflow import linking_roles

    there = kwargs["apps"].all_models["coding"] if plan else {}  # a plan may stop earlier
    if "link" in there and using == DEFAULT_DB_ALIAS:
        changed = linking_roles.link_roles(but=_forged_roles)
        if "seal" in there:
            sealed_rows.seal_rights(changed)


def _seal(sender: AppConfig, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Seal the rows that Django makes of what migrations declare, once they are there."""
    from django.contrib.auth.management import create_permissions

    from coding.models import sealed_rows

    is_last = sender is [one for one in installed.get_app_configs() if one.models_module][-1]
    if is_last and using == DEFAULT_DB_ALIAS and "seal" in apps.all_models["coding"]:
        create_permissions(sender, verbosity=0)  # of the last app, which else come after this
        sealed_rows.seal_what_is_declared()


def _fill_index(sender: AppConfig, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Fill the search index where it is new, or the database was flushed."""
    from coding.search import updating_index

    there = apps.all_models["coding"]
    if all(_is_whole(table, there) for table in updating_index.READ):  # migrations may stop earlier
        updating_index.after_migrating(using)


def _is_whole(model: Any, there: dict[str, Any]) -> bool:
    """Whether the table has all columns that the model declares now."""
    made = there.get(model.__name__.lower())
    names = {field.name for field in made._meta.fields} if made else set()
    return names.issuperset(field.name for field in model._meta.fields)


class CodingConfig(AppConfig):
    """Removes guards while migrations run; afterwards codes are counted again.

    Saved objects are linked to the record's chain.
    """

    name = "coding"
    verbose_name = "ATOP coding"

    def ready(self) -> None:
        """Check the names in lists; connect sign-in signals; install guards after each migrate."""
        from coding.accounts import checks, listening
        from coding.conversation import writing_notices
        from coding.datasets.columns import APART
        from coding.models.variables import require_declared
        from coding.protection.checks import separate_roles
        from coding.search import updating_index
        from coding.security import listening as security
        from coding.workflow import check_counts, watching

        require_declared(APART, "coding/datasets/columns.py")
        watching.watch()
        check_counts.listen()
        writing_notices.listen()
        updating_index.listen()
        register(checks.published_passwords, Tags.security, deploy=True)
        register(separate_roles, Tags.security, deploy=True)
        listening.listen()
        security.listen()
        pre_migrate.connect(_open, sender=self, dispatch_uid="coding.open")
        post_migrate.connect(_protect, sender=self, dispatch_uid="coding.protect")
        post_migrate.connect(_link_roles, sender=self, dispatch_uid="coding.link_roles")
        post_migrate.connect(_seal, dispatch_uid="coding.seal")
        post_migrate.connect(_fill_index, sender=self, dispatch_uid="coding.fill_index")

"""The app's configuration."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.core.checks import Tags, register
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


def _protect(sender: AppConfig, using: str, **kwargs: Any) -> None:
    from coding.models import protection  # models cannot be imported before the app is ready

    protection.install(using)


def _count(sender: AppConfig, using: str, apps: Any = installed, **kwargs: Any) -> None:
    from coding.models import progress

    progress.count_again(apps, using)


def _link_roles(sender: AppConfig, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Link roles after migrations; emptying a database runs none."""
    from coding.workflow import chaining

    has_chain = plan and "link" in kwargs["apps"].all_models["coding"]  # it may stop before it
    if has_chain and using == DEFAULT_DB_ALIAS:
        chaining.link_roles()


class CodingConfig(AppConfig):
    """After every migration the guards are put (back) in place, and codes are counted anew.

    What is saved is linked to the chain of the record.
    """

    name = "coding"
    verbose_name = "ATOP coding"

    def ready(self) -> None:
        """Check the names in lists; listen to sign-ins; install the guards after migrate.

        SQLite drops the guards with each table that it makes anew.
        """
        from coding.accounts import checks, listening
        from coding.datasets.columns import APART
        from coding.models.variables import require_declared
        from coding.security import listening as security
        from coding.workflow import chaining, check_counts

        require_declared(APART, "coding/datasets/columns.py")
        chaining.watch()
        check_counts.listen()
        register(checks.published_passwords, Tags.security, deploy=True)
        listening.listen()
        security.listen()
        post_migrate.connect(_protect, sender=self, dispatch_uid="coding.protect")
        post_migrate.connect(_count, sender=self, dispatch_uid="coding.count")
        post_migrate.connect(_link_roles, sender=self, dispatch_uid="coding.link_roles")

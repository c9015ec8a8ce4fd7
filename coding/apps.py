"""The app's configuration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _protect(sender: AppConfig, using: str, **kwargs: Any) -> None:
    from coding.models import protection  # models cannot be imported before the app is ready

    protection.install(using)


class CodingConfig(AppConfig):
    """After every migration the database's own guards are put (back) in place."""

    name = "coding"
    verbose_name = "ATOP coding"

    def ready(self) -> None:
        """Install the guards after migrate, since SQLite drops them with each remade table."""
        post_migrate.connect(_protect, sender=self, dispatch_uid="coding.protect")

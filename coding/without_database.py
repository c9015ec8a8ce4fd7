"""For processes without settings or a database: loads the declarations of the models.

The questionnaire is declared in the models, so reading or printing sheets needs them.
"""

import django
from django.apps import AppConfig
from django.conf import settings


class OnlyModels(AppConfig):
    """The site's app without its signal handlers."""

    name = "coding"


def load_models() -> None:
    """Load the models; call this before importing anything that uses them."""
    settings.configure(
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes", "simple_history"),
            f"{OnlyModels.__module__}.{OnlyModels.__name__}",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()

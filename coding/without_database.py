"""For processes that work beside the site: its models' declarations, no settings and no database.

The questionnaire is declared in the models, so who reads or prints sheets needs them loaded.
"""

import django
from django.apps import AppConfig
from django.conf import settings


class OnlyModels(AppConfig):
    """The site's app without what it listens to."""

    name = "coding"


def load_models() -> None:
    """Load the models; call it first, before anything that imports them."""
    settings.configure(
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes", "simple_history"),
            f"{OnlyModels.__module__}.{OnlyModels.__name__}",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()

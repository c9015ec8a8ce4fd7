"""Every table of the site."""

from django.apps import apps

from coding.models.guarded_tables import Model


def tables() -> dict[str, Model]:
    """Return the model of each table of the site, including those of many-to-many fields."""
    kept = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.db_table: model for model in kept if not model._meta.proxy}
